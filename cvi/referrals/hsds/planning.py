"""Compares a file with the directory: which rows are new, which change, which go, what is wrong."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import models

from cvi.accounts.models import Zone
from cvi.referrals.hsds.cells import Refused, Wrong
from cvi.referrals.hsds.reading import Fault, Row, Rows
from cvi.referrals.hsds.tables import PARTS, TABLES, Column, Ref, Table
from cvi.referrals.models import TaxonomyTerm

AT_ONCE = 500
Found = dict[str, dict[str, int]]


@dataclass
class Plan:
    """What writing a file would do: what is new and what changes in the order of the tables."""

    new: list[models.Model] = field(default_factory=list)
    changed: list[models.Model] = field(default_factory=list)
    gone: list[models.Model] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=lambda: {t: Counter() for t in TABLES})
    faults: list[Fault] = field(default_factory=list)

    @property
    def found(self) -> Found:
        """How much is new, changed, the same and gone, by table."""
        return {table: dict(counts) for table, counts in self.counts.items() if counts}


def plan_of(rows: Rows) -> Plan:
    """Return what writing these rows would do, without writing anything."""
    return _Planner(rows).plan()


class _Planner:
    """Goes through the tables in their order and knows the rows that those before have."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.made = Plan(faults=list(rows.faults))
        self.known: dict[str, dict[str, models.Model]] = {}
        self.ids: dict[str, dict[str, UUID]] = {name: {} for name in TABLES}
        self.gone: set[UUID] = set()
        self.zones = {zone.name.casefold(): zone for zone in Zone.objects.all()}

    def plan(self) -> Plan:
        """Plan table by table."""
        for table in TABLES.values():
            self._know(table)
        for table in TABLES.values():
            for row in self.rows.rows[table.name].values():
                self._plan_row(table, row)
        for name in PARTS:
            self._plan_gone(TABLES[name])
        self.made.gone.reverse()
        return self.made

    def _know(self, table: Table) -> None:
        """Fetch what the directory has of the rows of a table, and of those they point at."""
        wanted = set(self.rows.rows[table.name])
        for other in TABLES.values():
            for ref in other.refs:
                if ref.table == table.name:
                    rows = self.rows.rows[other.name].values()
                    wanted |= {pk for row in rows if (pk := row.values.get(ref.name))}
        self.known[table.name] = {row.hsds_id: row for row in _fetched(table.model, wanted)}
        if table.name == "taxonomy_terms":
            self._recognize_terms()
        self.ids[table.name] |= {pk: row.pk for pk, row in self.known[table.name].items()}

    def _recognize_terms(self) -> None:
        """Take a category of Open Eligibility in a file for the one that we have already."""
        ours = TaxonomyTerm.objects.filter(taxonomy=TaxonomyTerm.OPEN_ELIGIBILITY)
        by_name = {term.name.casefold(): term for term in ours}
        terms = self.rows.rows["taxonomy_terms"]
        for pk in [pk for pk in terms if pk not in self.known["taxonomy_terms"]]:
            values = terms[pk].values
            same = by_name.get(values.get("name", "").casefold())
            taxonomy = values.get("taxonomy", "").casefold().replace("_", " ")
            if same and "open eligibility" in taxonomy.replace("-", " "):
                self.ids["taxonomy_terms"][pk] = same.pk
                del terms[pk]

    def _plan_row(self, table: Table, row: Row) -> None:
        before = self.known[table.name].get(row.id)
        made = before or table.model(hsds_id=row.id)
        values = dict(self._values(table, row, is_new=before is None))
        if table.has_parent and not self._has_parent(table, row):
            self.made.faults.append(row.fault("id", Wrong.OF_NOTHING))
        differing = {n: v for n, v in values.items() if getattr(made, n) != v}
        for name, value in differing.items():
            setattr(made, name, value)
        self._check_whole(table, row, made)
        self.ids[table.name][row.id] = made.pk
        self._count(table, made, before, is_same=not differing)

    def _count(self, table: Table, made: Any, before: Any, *, is_same: bool) -> None:
        if before is None:
            self.made.new.append(made)
        elif not is_same:
            self.made.changed.append(made)
        kind = "new" if before is None else "same" if is_same else "changed"
        self.made.counts[table.name][kind] += 1

    def _values(self, table: Table, row: Row, *, is_new: bool) -> Iterator[tuple[str, Any]]:
        """Yield what a row says; of columns that it does not have, nothing."""
        for column in table.columns:
            if column.name in row.values or (is_new and column.is_required):
                yield from self._value(column, row, table)
        for ref in table.refs:
            if ref.name in row.values or (is_new and ref.is_required):
                yield from self._link(ref, row)

    def _value(self, column: Column, row: Row, table: Table) -> Iterator[tuple[str, Any]]:
        text = row.values.get(column.name, "")
        if not text and column.is_required:
            self.made.faults.append(row.fault(column.name, Wrong.REQUIRED))
            return
        if column.attr == "zone":
            yield from self._zone(text, row)
            return
        target: Any = table.model._meta.get_field(column.attr)
        if not text and target.choices and target.has_default():
            yield column.attr, target.get_default()
            return
        try:
            value = column.read(text)
        except Refused as refused:
            self.made.faults.append(row.fault(column.name, refused.wrong))
            return
        if isinstance(value, str) and target.max_length and len(value) > target.max_length:
            self.made.faults.append(row.fault(column.name, Wrong.LONG))
            return
        yield column.attr, value

    def _zone(self, text: str, row: Row) -> Iterator[tuple[str, Any]]:
        zone = self.zones.get(text.casefold())
        if text and zone is None:
            self.made.faults.append(row.fault("cvi_zone", Wrong.ZONE))
        else:
            yield "zone_id", zone.pk if zone else None

    def _link(self, ref: Ref, row: Row) -> Iterator[tuple[str, Any]]:
        text = row.values.get(ref.name, "")
        if not text:
            if ref.is_required:
                self.made.faults.append(row.fault(ref.name, Wrong.REQUIRED))
            elif ref.name in row.values:
                yield f"{ref.attr}_id", None
            return
        pk = self.ids[ref.table].get(text)
        if pk is not None:
            yield f"{ref.attr}_id", pk
        elif ref.attr == "parent":  # an outline may stop above the categories that are used
            later = self.rows.rows[ref.table].get(text)
            yield "parent_id", self._id_of(later) if later else None
        else:
            self.made.faults.append(row.fault(ref.name, Wrong.NOT_FOUND))

    def _id_of(self, row: Row) -> UUID | None:
        """Return the id of a row of the same table that comes later, if it was planned by now."""
        return self.ids[row.table].get(row.id)

    def _has_parent(self, table: Table, row: Row) -> bool:
        has_said = any(ref.name in row.values for ref in table.parents)
        is_known = row.id in self.known[table.name]
        return any(row.values.get(ref.name) for ref in table.parents) or (is_known and not has_said)

    def _check_whole(self, table: Table, row: Row, made: Any) -> None:
        if table.name == "services" and _ages_are_turned(made):
            self.made.faults.append(row.fault("maximum_age", Wrong.AGES))
        if table.name == "schedules":
            has_months = made.freq == made.Freq.MONTHLY
            if not has_months and any(len(code) > 2 for code in made.day_codes):
                self.made.faults.append(row.fault("byday", Wrong.DAYS))

    def _plan_gone(self, table: Table) -> None:
        """Find the parts that the file leaves out, though it names what they are part of."""
        kept = set(self.rows.rows[table.name])
        for ref in table.refs:
            for some in _chunks(self._owners(table, ref)):
                for row in table.model.objects.filter(**{f"{ref.attr}__in": some}):
                    if row.hsds_id not in kept and row.pk not in self.gone:
                        self.gone.add(row.pk)
                        self.made.gone.append(row)
                        self.made.counts[table.name]["gone"] += 1

    def _owners(self, table: Table, ref: Ref) -> list[UUID]:
        """Return what the file names with all its parts of a table, and what goes itself."""
        told = {
            pk for name, column, pk in self.rows.told if (name, column) == (table.name, ref.name)
        }
        owners = [self.ids[ref.table][pk] for pk in told if pk in self.ids[ref.table]]
        return owners + [
            row.pk for row in self.made.gone if isinstance(row, TABLES[ref.table].model)
        ]


def _ages_are_turned(made: Any) -> bool:
    least, most = made.minimum_age, made.maximum_age
    return least is not None and most is not None and most < least


def _fetched(model: type[Any], hsds_ids: set[str]) -> Iterator[Any]:
    for some in _chunks(sorted(hsds_ids)):
        yield from model.objects.filter(hsds_id__in=some)


def _chunks(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
