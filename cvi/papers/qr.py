"""The square that a camera reads: an address on paper, so that nobody types it."""

import segno
from django.utils.safestring import SafeString, mark_safe


def square(text: str) -> SafeString:
    """Draw a text as a square of dots, to stand in a page."""
    drawing: str = segno.make(text, micro=False).svg_inline(omitsize=True, dark="#000")
    return mark_safe(drawing)  # noqa: S308  segno draws it; the text is in it as dots only
