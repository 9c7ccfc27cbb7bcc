"""How choices are laid out, and from which rows one may choose."""

from typing import Any

from django import forms

GRID = {"data-layout": "grid"}


ROW = {"data-layout": "row"}


def offer(form: forms.Form, name: str, rows: Any) -> None:
    """Fill a drop-down of a form with the rows that its user may choose from."""
    field: Any = form.fields[name]
    field.queryset = rows
