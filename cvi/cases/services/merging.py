"""Make two files of one person into one, and part them again. The models say what moves."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.models import User
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.cases.errors import AlreadyAnswered, WrongPerson
from cvi.cases.links import Link, links_to, moves
from cvi.cases.models import About, Case, Merge, Participant
from cvi.cases.services.people import make_findable
from cvi.cases.values import Answer
from cvi.vault.fields import sealed_fields

BLANK: tuple[Any, ...] = (None, "", [], {}, Answer.NOT_ASKED, [Answer.NOT_ASKED])
NOT_FILLED = {"street_names", "baseline"}


@transaction.atomic
def merge_people(*, keep: Participant, drop: Participant, by: User) -> Merge:
    """Add one file to another of the same person: its cases, papers and family, and its names.

    What moves stays sealed under the key it has; each value names its own.

    Raises:
        WrongPerson: these two can't be merged.
    """
    keep, drop = _locked(keep.pk, drop.pk)
    _require_mergeable(keep, drop)
    merge = Merge(keep=keep, drop=drop, merged_by=by, key=keep.key)
    merge.filled = dict(_fill(keep, drop, by=by))
    merge.names = _add_names(keep, drop)
    merge.moved = {_label(link): ids for link, ids in _move(drop, keep, by=by) if ids}
    drop.duplicate_of = keep
    _save_both(keep, drop, by=by, reason=Reason.PEOPLE_MERGED)
    return audit.save(merge, by=by, reason=Reason.PEOPLE_MERGED)


@transaction.atomic
def part_people(*, merge: Merge, by: User) -> Merge:
    """Undo a merge: what moved goes back. What was written since stays with the kept file.

    Raises:
        AlreadyAnswered: it was undone before.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at:
        raise AlreadyAnswered(_("This was undone already."))
    keep, drop = _locked(merge.keep_id, merge.drop_id)
    for link in links_to(Participant):
        ids = merge.moved.get(_label(link), [])
        rows = link.model.objects.filter(pk__in=ids, **{link.name: keep})  # type: ignore[attr-defined]  # each table declares it
        for row in rows:
            _point(row, link, drop, by=by, reason=Reason.PEOPLE_PARTED)
    _empty_again(merge, keep, drop, by=by)
    keep.street_names = [name for name in keep.street_names if name not in merge.names]
    drop.duplicate_of = None
    _save_both(keep, drop, by=by, reason=Reason.PEOPLE_PARTED)
    merge.undone_at, merge.undone_by = timezone.now(), by
    return audit.save(merge, by=by, reason=Reason.PEOPLE_PARTED)


def _locked(keep_id: UUID, drop_id: UUID) -> tuple[Participant, Participant]:
    rows = Participant.objects.select_for_update(of=("self",)).order_by("pk")
    found = {person.pk: person for person in rows.filter(pk__in=[keep_id, drop_id])}
    return found[keep_id], found[drop_id]


def _require_mergeable(keep: Participant, drop: Participant) -> None:
    if keep.pk == drop.pk:
        raise WrongPerson(_("This is the file you have open. Choose the other one."))
    if keep.agency_id != drop.agency_id:
        raise WrongPerson(_("Two agencies keep these files. They can't be merged."))
    if keep.duplicate_of_id or drop.duplicate_of_id:
        raise WrongPerson(_("One of these files is part of another already."))
    if Merge.objects.standing().filter(keep=drop).exists():
        raise WrongPerson(_("Another file was merged into that one. Open that one, and keep it."))
    open_cases = Case.objects.open().filter(participant__in=[keep, drop])
    programs = list(open_cases.order_by().values_list("program", flat=True))
    if len(programs) != len(set(programs)):
        raise WrongPerson(_("Both have an open case in one program. Close one of them first."))


def _move(
    source: Participant, target: Participant, *, by: User
) -> Iterator[tuple[Link, list[str]]]:
    """Point each row at the target, link by link. A row that the target has already stays."""
    for link in links_to(Participant):
        if moves(link):
            rows = link.model.objects.filter(**{link.name: source}).order_by("pk")  # type: ignore[attr-defined]  # each table declares it
            reason = Reason.PEOPLE_MERGED
            yield link, [str(r.pk) for r in rows if _point(r, link, target, by=by, reason=reason)]


def _point(row: models.Model, link: Link, target: Participant, *, by: User, reason: Reason) -> bool:
    setattr(row, link.name, target)
    try:
        with transaction.atomic():
            audit.save(row, by=by, reason=reason)
    except IntegrityError:  # the target has this very thing already, or would be its own kin
        return False
    return True


def _fill(keep: Participant, drop: Participant, *, by: User) -> Iterator[tuple[str, list[str]]]:
    """Fill what is blank in the kept file, and yield by table what was filled."""
    yield Participant._meta.label_lower, _filled(keep, drop)
    pair = _abouts(keep, drop)
    if pair:
        yield About._meta.label_lower, _filled(*pair)
        audit.save(pair[0], by=by, reason=Reason.PEOPLE_MERGED)


def _filled(into: models.Model, source: models.Model) -> list[str]:
    names = [field.name for field in sealed_fields(type(into)) if field.name not in NOT_FILLED]
    if isinstance(into, Participant):
        names.append("zone")
    filled = [n for n in names if _is_blank(into, n) and not _is_blank(source, n)]
    for name in filled:
        setattr(into, name, getattr(source, name))
    return filled


def _empty_again(merge: Merge, keep: Participant, drop: Participant, *, by: User) -> None:
    """Take out what was filled in, unless someone has corrected it since."""
    _emptied(keep, drop, merge.filled.get(Participant._meta.label_lower, []))
    names = merge.filled.get(About._meta.label_lower, [])
    pair = _abouts(keep, drop)
    if names and pair:
        _emptied(*pair, names)
        audit.save(pair[0], by=by, reason=Reason.PEOPLE_PARTED)


def _emptied(filled: models.Model, source: models.Model, names: list[str]) -> None:
    for name in names:
        if getattr(filled, name) == getattr(source, name):
            setattr(filled, name, _default(filled, name))


def _is_blank(row: models.Model, name: str) -> bool:
    value = getattr(row, name)
    return value in BLANK or value == _default(row, name)


def _default(row: models.Model, name: str) -> Any:
    return row._meta.get_field(name).get_default()  # type: ignore[union-attr]  # a column


def _abouts(keep: Participant, drop: Participant) -> tuple[About, About] | None:
    """Return what both told about their lives, where both did."""
    found = {row.participant_id: row for row in About.objects.filter(participant__in=[keep, drop])}
    return (found[keep.pk], found[drop.pk]) if len(found) == 2 else None


def _add_names(keep: Participant, drop: Participant) -> list[str]:
    """Let the kept file be found by the names of the other, and return what was added."""
    has = {keep.name_to_use, *keep.street_names}
    names = [name for name in [drop.name_to_use, *drop.street_names] if name and name not in has]
    keep.street_names = [*keep.street_names, *names]
    return names


def _save_both(keep: Participant, drop: Participant, *, by: User, reason: Reason) -> None:
    for person in (keep, drop):
        audit.save(person, by=by, reason=reason)
        make_findable(participant=person)


def _label(link: Link) -> str:
    return f"{link.model._meta.label_lower}.{link.name}"
