"""Copy a program model under a new name, and let a team work by one."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import Team, User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.standards.errors import AlreadyThere, WrongProgram
from cvi.standards.models import OWNED, Basis, ProgramModel, Standard, line_of
from cvi.standards.services.rows import code_of

NOT_COPIED = {"id", "version", "starts_on", "ends_on", "basis"}


@transaction.atomic
def copy_model(*, model: ProgramModel, label_en: str, label_es: str, by: User) -> ProgramModel:
    """Copy a program model with everything in force that is its own. It begins today.

    Raises:
        AlreadyThere: there is a model of this name.
    """
    code = code_of(text=label_en)
    if ProgramModel.objects.filter(code=code).exists():
        raise AlreadyThere(_("There is one of this name already. Change that one."))
    copy: ProgramModel = _copy(model)
    copy.code, copy.label_en, copy.label_es = code, label_en, label_es
    audit.save(copy, by=by, reason=Reason.MODEL_COPIED)
    for table in OWNED:
        for row in table.objects.filter(model=model.code).in_force().in_order():
            _copy_row(row, code, by=by)
    return copy


def assign_model(*, team: Team, model: ProgramModel | None, by: User) -> Team:
    """Let a team work by a model, or by its program's own standards. Its cases keep their phases.

    Raises:
        WrongProgram: the model is for another program.
    """
    if model and model.program != team.program:
        raise WrongProgram(_("This model is for another program."))
    team.model = model.code if model else ""
    return audit.save(team, by=by, reason=Reason.MODEL_ASSIGNED)


def _copy_row(row: Any, code: str, *, by: User) -> None:
    """Copy one standard of a model, with its lines, to the model of this code."""
    copy = _copy(row)
    copy.model = code
    audit.save(copy, by=by, reason=Reason.MODEL_COPIED)
    for name in row.LINES:
        _part, link = line_of(type(row), name)
        for line in getattr(row, name).all():
            twin = _twin(line, without={"id", f"{link}_id"})
            setattr(twin, link, copy)
            audit.save(twin, by=by, reason=Reason.MODEL_COPIED)


def _copy(standard: Any) -> Any:
    """Return a first version, not saved, that begins today and says the same."""
    copy: Standard = _twin(standard, without=NOT_COPIED)
    copy.starts_on, copy.basis = timezone.localdate(), Basis.OFFICE
    return copy


def _twin(row: Any, *, without: set[str]) -> Any:
    fields = [f.attname for f in row._meta.concrete_fields if f.attname not in without]
    return type(row)(**{name: getattr(row, name) for name in fields})
