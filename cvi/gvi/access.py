"""The case door, open to GVI cases only."""

from functools import partial

from cvi.accounts.models import Program
from cvi.cases import access

open_case = partial(access.open_case, program=Program.GVI)
