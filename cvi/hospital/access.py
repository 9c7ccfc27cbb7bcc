"""The case door, open to hospital cases only, and the door to their bedside visits."""

from functools import partial
from uuid import UUID

from cvi.accounts.models import Program, User
from cvi.accounts.roles import Permission
from cvi.cases import access
from cvi.hospital.models import Encounter

open_case = partial(access.open_case, program=Program.HOSPITAL)


def open_visit(user: User, encounter_id: UUID) -> Encounter:
    """Return a bedside visit whose intake `user` may make, and note the visit to the page.

    Raises:
        Unseen: no such visit, or its case is not theirs to see.
        NotAllowed: the case is theirs to see, but its intake is not theirs to make.
    """
    return access.open_record(user, Encounter, encounter_id, to=Permission.DO_BEDSIDE_INTAKE)
