"""Walks every page as one person: opens it, and sends its form filled in."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.apps import apps
from django.test import Client
from django.urls import reverse

from cvi.accounts.widgets import MemorableDateField, PhoneField
from cvi.vault.fields import Sealed
from cvi.vault.keyring import open_ring
from tests.security.pages import PAGES, Page

Ids = dict[str, UUID]
KEPT_APART = {"audit", "sessions"}


def address(name: str, ids: Ids) -> str:
    """Return the address of a page about these records."""
    return reverse(name, args=[ids[kind] for kind in PAGES[name].about])


def reachable(ids: Ids) -> Iterator[tuple[str, Page]]:
    """Yield the pages about nothing, or about records of which there is one."""
    return ((name, page) for name, page in PAGES.items() if set(page.about) <= set(ids))


def send(
    browser: Client, name: str, ids: Ids, word: str, *, extra: dict[str, Any] | None = None
) -> Any:
    """Send a page's form, filled in with what it offers; every text in it carries `word`."""
    url = address(name, ids)
    shown = None if PAGES[name].is_post else browser.get(url).context
    form = shown.get("form") if shown else None
    typed = filled(form, word) if isinstance(form, forms.BaseForm) else {}
    return browser.post(url, {**(extra or {}), **typed})


def filled(form: forms.BaseForm, word: str) -> dict[str, Any]:
    """Fill in a form: the first real choice, today, and `word` as every text."""
    typed: dict[str, Any] = {}
    for name, field in form.fields.items():
        typed |= _typed(form.add_prefix(name), field, word)
    return typed


def fields_for_ids(form: forms.BaseForm) -> list[str]:
    """Return the fields of a form in which an id could be sent: choices and hidden ones."""
    fields = form.fields.items()
    fits = (forms.ChoiceField, forms.UUIDField)
    return [form.add_prefix(n) for n, f in fields if isinstance(f, fits) or f.widget.is_hidden]


def _typed(name: str, field: forms.Field, word: str) -> dict[str, Any]:
    if isinstance(field, MemorableDateField):
        return {f"{name}_month": "6", f"{name}_day": "5", f"{name}_year": "1991"}
    if isinstance(field, forms.DateField):
        return {name: dt.date.today().isoformat()}  # noqa: DTZ011  as a browser would
    if isinstance(field, PhoneField):
        return {name: "215-555-0188"}
    if isinstance(field, forms.ChoiceField):
        value = next((v for v in _values(field.choices) if v), "")
        return {name: [value] if isinstance(field, forms.MultipleChoiceField) else value}
    if isinstance(field, forms.BooleanField):
        return {name: "on"}
    return {name: "1" if isinstance(field, forms.IntegerField) else word}


def _values(choices: Iterable[Any]) -> Iterator[Any]:
    """Yield the values of choices, those in groups too."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _values(label)
        else:
            yield value


def body_of(answer: Any) -> str:
    """Return a whole answer as text: headers and body."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.headers}{body.decode(errors='ignore')}"


def told() -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table but the trail and the sessions, opened where sealed."""
    with open_ring(None):
        return {
            model._meta.label: [_row(row) for row in model._base_manager.all()]
            for model in apps.get_models()
            if model._meta.app_label not in KEPT_APART and not hasattr(model, "instance_type")
        }


def _row(row: Any) -> dict[str, Any]:
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return {k: bytes(v) if isinstance(v, memoryview | Sealed) else v for k, v in values.items()}
