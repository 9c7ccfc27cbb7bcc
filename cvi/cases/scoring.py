"""How the answers to a screening add up, and which of them is a danger whatever the sum."""

from collections.abc import Mapping

from cvi.standards.models import Instrument, InstrumentItem

Points = Mapping[str, int]
"""Points of each answered question, by its position as text; a skipped one is not in it."""


def score(instrument: Instrument, points: Points) -> int | None:
    """Return the total; 0 where the first question ends it, None where any answer is missing."""
    items = list(instrument.items.all())
    gates = [item for item in items if item.kind == InstrumentItem.Kind.GATE]
    if any(points.get(str(gate.position)) == 0 for gate in gates):
        return 0
    scored = [item for item in items if item.kind == InstrumentItem.Kind.SCORED]
    given = [points.get(str(item.position)) for item in scored]
    return None if None in given else sum(filter(None, given))


def is_danger(instrument: Instrument, points: Points) -> bool:
    """Answer whether any answer is a safety matter today, whatever the total."""
    flagged = [item for item in instrument.items.all() if item.opens_safety_task]
    return any(points.get(str(item.position), 0) > 0 for item in flagged)
