"""Age bands, counted on the day that a report is about."""

from typing import NamedTuple


class Band(NamedTuple):
    """An age band. `last` is None where it has no upper end."""

    first: int
    last: int | None

    @property
    def label(self) -> str:
        """How a report writes it."""
        return f"{self.first}+" if self.last is None else f"{self.first}–{self.last}"


VOCA = (Band(0, 12), Band(13, 17), Band(18, 24), Band(25, 59), Band(60, None))
"""Source: OVC, VOCA victim assistance performance measures (OMB 1121-0243)."""

PRACTICE = (Band(0, 13), Band(14, 17), Band(18, 24), Band(25, 30), Band(31, 35), Band(36, None))
"""As programs of violence intervention count."""


def band_of(age: int | None, bands: tuple[Band, ...] = VOCA) -> Band | None:
    """Return the band that an age falls in, or None where the age is not known."""
    if age is None:
        return None
    return next(band for band in bands if band.last is None or age <= band.last)
