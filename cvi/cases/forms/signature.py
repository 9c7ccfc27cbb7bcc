"""A signature drawn with a finger: strokes of points, never a picture from outside."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cvi.cases.services.consents import Strokes

MAX_STROKES, MAX_POINTS = 100, 4000
SIZE = 1000


class SignatureWidget(forms.HiddenInput):
    """A box to sign in. Without scripts it stays hidden, and one signs on paper."""

    input_type = "hidden"
    template_name = "cases/widgets/signature.html"

    @property
    def is_hidden(self) -> bool:
        """Show the label of the box."""
        return False


class SignatureField(forms.Field):
    """Strokes as JSON: lists of points x, y in thousandths of the box."""

    widget = SignatureWidget
    default_error_messages = {"strokes": _("We could not read the signature. Please sign again.")}

    def to_python(self, value: Any) -> Strokes | None:
        """Read the strokes, or say that they are none."""
        if not value:
            return None
        try:
            strokes = json.loads(value)
        except (TypeError, ValueError, RecursionError):
            raise self._unread() from None
        if not _are_strokes(strokes):
            raise self._unread()
        return strokes or None

    def _unread(self) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages["strokes"], code="strokes")


def _are_strokes(strokes: Any) -> bool:
    if not isinstance(strokes, list) or len(strokes) > MAX_STROKES:
        return False
    points = [point for stroke in strokes if isinstance(stroke, list) for point in stroke]
    is_list = all(isinstance(stroke, list) for stroke in strokes)
    return is_list and len(points) <= MAX_POINTS and all(map(_is_point, points))


def _is_point(point: Any) -> bool:
    is_pair = isinstance(point, list) and len(point) == 2
    return is_pair and all(type(place) is int and 0 <= place <= SIZE for place in point)
