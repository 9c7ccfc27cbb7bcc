"""Writes the whole directory as HSDS: JSON with whole services, or a ZIP of CSV tables."""

import csv
import datetime as dt
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from cvi.referrals.hsds.reading import ADDRESSES
from cvi.referrals.hsds.tables import ADDRESS, MANY, ONE, TABLES, Table

Line = dict[str, Any]
Lines = dict[str, list[Line]]
ADDRESS_COLUMNS = [column.name for column in ADDRESS]


def read_directory() -> Lines:
    """Return the rows of every table as files have them: two queries a table at most."""
    found: Lines = {}
    hsds_ids: dict[str, dict[Any, str]] = {}
    for table in TABLES.values():
        rows = list(table.model.objects.order_by("pk"))
        hsds_ids[table.name] = {row.pk: row.hsds_id for row in rows}
        found[table.name] = [_line(table, row, hsds_ids) for row in rows]
    for line, row in zip(found["locations"], _with_zones(), strict=True):
        line["cvi_zone"] = row
    found[ADDRESSES] = [_address(line) for line in found["locations"] if _has_address(line)]
    for line in found["locations"]:
        for name in ADDRESS_COLUMNS:
            del line[name]
    for line in found["attributes"]:
        line |= {"link_entity": "service", "link_type": "service"}
    return found


def as_json(found: Lines) -> bytes:
    """Return a list of whole services."""
    nest = _Nest(
        {name: _by_owner(name, found) for name in MANY},
        {name: {line["id"]: line for line in lines} for name, lines in found.items()},
    )
    services = [nest.whole("services", line) for line in found["services"]]
    return json.dumps(services, ensure_ascii=False, indent=1).encode()


def as_zip(found: Lines) -> bytes:
    """Return a ZIP with one CSV file a table."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in found.items():
            archive.writestr(f"{name}.csv", _csv(_columns(name), lines))
    return out.getvalue()


def _line(table: Table, row: Any, hsds_ids: dict[str, dict[Any, str]]) -> Line:
    line: Line = {"id": row.hsds_id}
    for ref in table.refs:
        line[ref.name] = hsds_ids[ref.table].get(getattr(row, f"{ref.attr}_id"))
    for column in table.columns:
        if column.attr != "zone":
            line[column.name] = _value(getattr(row, column.attr))
    return line


def _with_zones() -> list[str]:
    rows = TABLES["locations"].model.objects.order_by("pk").select_related("zone")
    return [row.zone.name if row.zone else "" for row in rows]


def _value(value: Any) -> Any:
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def _has_address(line: Line) -> bool:
    return any(line[name] for name in ADDRESS_COLUMNS)


def _address(line: Line) -> Line:
    own = {name: line[name] for name in ADDRESS_COLUMNS}
    is_postal = line["location_type"] == "postal"
    kind = "postal" if is_postal else "physical"
    return {"id": line["id"], "location_id": line["id"], **own, "address_type": kind}


def _by_owner(name: str, found: Lines) -> dict[str, dict[str, list[Line]]]:
    """Return the parts of a table's rows: by the name of the list, then by the row they are of."""
    parts: dict[str, dict[str, list[Line]]] = {}
    for inner, column in MANY[name].items():
        parts[inner] = defaultdict(list)
        for line in found[inner]:
            if line.get(column):
                parts[inner][line[column]].append(line)
    return parts


@dataclass(frozen=True)
class _Nest:
    """Puts rows into one another: `inside` has the parts of each, `by_id` the rows themselves."""

    inside: dict[str, dict[str, dict[str, list[Line]]]]
    by_id: dict[str, dict[str, Line]]

    def whole(self, name: str, line: Line) -> Line:
        """Return a row with all that belongs to it inside."""
        whole = dict(line)
        for inner, (table, column) in ONE.get(name, {}).items():
            if line.get(column):
                whole[inner] = self.whole(table, self.by_id[table][line[column]])
        for inner, parts in self.inside.get(name, {}).items():
            if (name, inner) != ("organizations", "locations"):
                own = parts.get(line["id"], [])
                whole[inner] = [self.whole(inner, part) for part in own]
        return whole


def _columns(name: str) -> list[str]:
    if name == ADDRESSES:
        return ["id", "location_id", *ADDRESS_COLUMNS, "address_type"]
    table = TABLES[name]
    names = [ref.name for ref in table.refs] + [column.name for column in table.columns]
    more = ["link_entity", "link_type"] if name == "attributes" else []
    return [
        "id",
        *(own for own in names if own not in ADDRESS_COLUMNS or name != "locations"),
        *more,
    ]


def _csv(columns: list[str], lines: Iterable[Line]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows({k: "" if v is None else v for k, v in line.items()} for line in lines)
    return out.getvalue()
