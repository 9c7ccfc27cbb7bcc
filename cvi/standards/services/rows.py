"""Add a standard, let a new version follow one, and retire one. Nothing in force is rewritten."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.standards.errors import AlreadyThere, MustStay, NotTheNewest, TooEarly
from cvi.standards.models import Basis, Standard, line_of

CODE_MAX_LENGTH = 40
DAY = dt.timedelta(days=1)
Values = dict[str, Any]
Kept = TypeVar("Kept", bound=Standard)


@transaction.atomic
def add_standard(
    *, model: type[Kept], values: Values, lines: Iterable[Values] = (), by: User
) -> Kept:
    """Add a standard that there is not yet, with the lines it has.

    Raises:
        AlreadyThere: there is one of this name; retired or not, it is changed instead.
    """
    values = {"code": code_of(text=values["label_en"]), **values}
    standard = model(**values)
    if model.objects.same_as(standard).exists():
        raise AlreadyThere(_("There is one of this name already. Change that one."))
    standard.position = _place(standard)
    audit.save(standard, by=by, reason=Reason.STANDARD_ADDED)
    _write_lines(standard, "parts", lines, by=by)
    return standard


@transaction.atomic
def change_standard(
    *, standard: Kept, values: Values, lines: Iterable[Values] = (), by: User
) -> Kept:
    """Let a new version follow from `values["starts_on"]` on. One not begun yet is corrected.

    Raises:
        NotTheNewest: someone changed it meanwhile.
        TooEarly: the new version would not begin after the one before it.
    """
    older, newest = _held(standard)
    followed = older if newest.is_planned else newest
    if followed:
        _end_before(followed, values["starts_on"], unless=newest, by=by)
    version = newest if newest.is_planned else _copy(newest)
    for name, value in {"basis": Basis.OFFICE, **values}.items():
        setattr(version, name, value)
    audit.save(version, by=by, reason=Reason.STANDARD_CHANGED)
    _write_lines(version, "parts", lines, by=by)
    for name in standard.LINES[1:]:
        _keep_lines(newest, version, name, by=by)
    return version


@transaction.atomic
def retire_standard(*, standard: Kept, last_day: dt.date, by: User) -> Kept:
    """End a standard. Old records keep its name; what is new can't have it.

    Raises:
        MustStay: the program can't do without it.
        NotTheNewest: someone changed it meanwhile.
        TooEarly: it begins after that day.
    """
    _older, newest = _held(standard)
    if newest.must_stay:
        raise MustStay(_("This one can be changed, but not retired."))
    if last_day < newest.starts_on:
        raise TooEarly(_("It can't end before it starts."))
    newest.ends_on = last_day
    return audit.save(newest, by=by, reason=Reason.STANDARD_RETIRED)


def code_of(*, text: str) -> str:
    """Return the code that a name gets: small letters, digits and underscores."""
    return slugify(text).replace("-", "_")[:CODE_MAX_LENGTH] or "other"


def _held(standard: Kept) -> tuple[Kept | None, Kept]:
    """Hold the last two versions of a standard; `standard` must be the newest of them."""
    versions = type(standard).objects.select_for_update().same_as(standard)
    newest, *older = versions.order_by("-version")[:2]
    if newest.pk != standard.pk:
        raise NotTheNewest(_("Someone changed this meanwhile. Go back and look at it again."))
    return (older[0] if older else None), newest


def _end_before(followed: Standard, day: dt.date, *, unless: Standard, by: User) -> None:
    """End a version on the day before another begins; one that was retired earlier stays so."""
    if day <= followed.starts_on:
        begins = date_format(followed.starts_on + DAY)
        raise TooEarly(_("Start on %(day)s or later.") % {"day": begins})
    ends_with_it = followed.ends_on == unless.starts_on - DAY
    if followed.ends_on is None or followed.ends_on >= day or ends_with_it:
        followed.ends_on = day - DAY
        audit.save(followed, by=by, reason=Reason.STANDARD_CHANGED)


def _copy(standard: Kept) -> Kept:
    """Return the next version of a standard, not saved, with everything that it says."""
    without = {"id", "ends_on"}
    fields = [f.attname for f in standard._meta.concrete_fields if f.attname not in without]
    version = type(standard)(**{name: getattr(standard, name) for name in fields})
    version.version += 1
    return version


def _place(standard: Standard) -> int:
    """Return the asked-for place, or the last one among its like."""
    if standard.position:
        return standard.position
    like = {name: getattr(standard, name) for name in standard.LINEAGE[:-1]}
    last = type(standard).objects.filter(**like).aggregate(last=models.Max("position"))["last"]
    return (last or 0) + 1


def _write_lines(standard: Standard, name: str, lines: Iterable[Values], *, by: User) -> None:
    """Give a version these lines, in place of those it has."""
    if name not in standard.LINES:
        return
    part, link = line_of(type(standard), name)
    for line in getattr(standard, name).all():
        audit.delete(line, by=by, reason=Reason.STANDARD_CHANGED)
    for position, values in enumerate(lines, start=1):
        line = part(**{link: standard}, **values, position=position)
        audit.save(line, by=by, reason=Reason.STANDARD_CHANGED)


def _keep_lines(old: Standard, new: Standard, name: str, *, by: User) -> None:
    """Copy lines that nobody may edit, such as the questions of a screening, to a new version."""
    if new.pk == old.pk:
        return
    _part, link = line_of(type(old), name)
    without = {"id", "position", f"{link}_id"}
    lines = getattr(old, name).all()
    fields = [f.attname for f in lines.model._meta.concrete_fields if f.attname not in without]
    copies = [{field: getattr(line, field) for field in fields} for line in lines]
    _write_lines(new, name, copies, by=by)
