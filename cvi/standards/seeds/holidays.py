"""Federal holidays of 2026 to 2028, each on the day on which it is observed."""

import datetime as dt
from typing import Any

from cvi.standards.models import Basis

_NAMES = {
    "new_year": ("New Year's Day", "Año Nuevo"),
    "king": ("Birthday of Martin Luther King, Jr.", "Natalicio de Martin Luther King, Jr."),
    "washington": ("Washington's Birthday", "Natalicio de Washington"),
    "memorial": ("Memorial Day", "Día de los Caídos"),
    "juneteenth": ("Juneteenth", "Juneteenth"),
    "independence": ("Independence Day", "Día de la Independencia"),
    "labor": ("Labor Day", "Día del Trabajo"),
    "columbus": ("Columbus Day", "Día de Colón"),
    "veterans": ("Veterans Day", "Día de los Veteranos"),
    "thanksgiving": ("Thanksgiving Day", "Día de Acción de Gracias"),
    "christmas": ("Christmas Day", "Navidad"),
}

# One that falls on a Saturday is observed on the Friday before it, on a Sunday the Monday after.
_DAYS: dict[str, tuple[str, ...]] = {
    "new_year": ("2026-01-01", "2027-01-01", "2027-12-31"),
    "king": ("2026-01-19", "2027-01-18", "2028-01-17"),
    "washington": ("2026-02-16", "2027-02-15", "2028-02-21"),
    "memorial": ("2026-05-25", "2027-05-31", "2028-05-29"),
    "juneteenth": ("2026-06-19", "2027-06-18", "2028-06-19"),
    "independence": ("2026-07-03", "2027-07-05", "2028-07-04"),
    "labor": ("2026-09-07", "2027-09-06", "2028-09-04"),
    "columbus": ("2026-10-12", "2027-10-11", "2028-10-09"),
    "veterans": ("2026-11-11", "2027-11-11", "2028-11-10"),
    "thanksgiving": ("2026-11-26", "2027-11-25", "2028-11-23"),
    "christmas": ("2026-12-25", "2027-12-24", "2028-12-25"),
}

HOLIDAYS: list[dict[str, Any]] = sorted(
    (
        {
            "code": f"day_{day.replace('-', '')}",
            "day": dt.date.fromisoformat(day),
            "label_en": _NAMES[name][0],
            "label_es": _NAMES[name][1],
            "basis": Basis.PUBLISHED,
            "source": "5 U.S.C. 6103 and Executive Order 11582: the day observed",
        }
        for name, days in _DAYS.items()
        for day in days
    ),
    key=lambda row: row["day"],
)
