"""The case door, open to reentry cases only."""

from functools import partial

from cvi.accounts.models import Program
from cvi.cases import access

open_case = partial(access.open_case, program=Program.REENTRY)
