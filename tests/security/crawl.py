"""Walks every page as one person: opens it, and sends its form filled in."""

import base64
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django import forms
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template import Context
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from cvi.accounts.widgets import MemorableDateField, PhoneField
from cvi.standards.views import SAVE
from cvi.vault.fields import Sealed
from cvi.vault.keyring import open_ring
from tests.security.pages import PAGES, Page

Ids = dict[str, UUID]
KEPT_APART = {"audit", "sessions"}
A_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)


def address(name: str, ids: Ids) -> str:
    """Return the address of a page about these records."""
    return reverse(name, args=[ids[kind] for kind in PAGES[name].about])


def reachable(ids: Ids) -> Iterator[tuple[str, Page]]:
    """Yield the pages about nothing, or about records of which there is one."""
    return ((name, page) for name, page in PAGES.items() if set(page.about) <= set(ids))


def send(
    browser: Client, name: str, ids: Ids, word: str, *, extra: dict[str, Any] | None = None
) -> Any:
    """Send a page's forms, filled in with what they offer; every text in them carries `word`."""
    return shown_and_sent(browser, name, ids, word, extra=extra)[-1]


def shown_and_sent(
    browser: Client,
    name: str,
    ids: Ids,
    word: str,
    *,
    extra: dict[str, Any] | None = None,
    said: dict[str, Any] | None = None,
) -> list[Any]:
    """Open a page, where it is one that opens, and send its forms; return both answers.

    `extra` is sent besides what the forms ask, `said` in place of what they are filled in with.
    """
    url = address(name, ids)
    shown = [] if PAGES[name].is_post else [browser.get(url)]
    typed = filled_all(forms_in(*shown), word)
    return [*shown, browser.post(url, {**(extra or {}), SAVE: "on", **typed, **(said or {})})]


def filled_all(found: list[forms.BaseForm], word: str) -> dict[str, Any]:
    """Fill in all forms of a page at once."""
    typed: dict[str, Any] = {}
    for form in found:
        typed |= filled(form, word)
    return typed


def forms_in(*answers: Any) -> list[forms.BaseForm]:
    """Return every form of a page, or of none."""
    contexts = [context for answer in answers for context in answer.context or ()]
    values = [v for c in contexts if isinstance(c, Context) for v in c.flatten().values()]
    return list({id(form): form for form in values if isinstance(form, forms.BaseForm)}.values())


def filled(form: forms.BaseForm, word: str) -> dict[str, Any]:
    """Fill in a form: the first real choice, today, and `word` as every text."""
    typed: dict[str, Any] = {}
    for name, field in form.fields.items():
        given = form.get_initial_for_field(field, name)
        whole = form.add_prefix(name)
        typed |= {whole: given} if _is_set(field, given) else _typed(whole, field, word)
    return typed


def is_refused(form: forms.BaseForm, key: str, typed: dict[str, Any]) -> bool:
    """Answer whether the form's own field stops what was typed under `key`."""
    data = MultiValueDict({k: v if isinstance(v, list) else [v] for k, v in typed.items()})
    for name, field in form.fields.items():
        whole = form.add_prefix(name)
        if key == whole or (isinstance(field, MemorableDateField) and key.startswith(f"{whole}_")):
            return _stops(field, field.widget.value_from_datadict(data, MultiValueDict(), whole))
    return False


def texts_in(form: forms.BaseForm) -> set[str]:
    """Return the boxes of a form for free text."""
    fields = form.fields.items()
    return {form.add_prefix(n) for n, f in fields if type(f) in FREE and not f.widget.is_hidden}


FREE = {forms.CharField, forms.EmailField, PhoneField}


def _stops(field: forms.Field, value: Any) -> bool:
    if isinstance(field, forms.BooleanField):
        return True  # a tick holds no id
    try:
        field.clean(value)
    except forms.ValidationError:
        return True
    return False


def _is_set(field: forms.Field, given: Any) -> bool:
    """Answer whether the page itself says what a field is sent with."""
    return bool(given) and (field.widget.is_hidden or isinstance(field, forms.UUIDField))


AS_A_PERSON_WOULD = {
    "signature": "[[[1, 2], [3, 4]]]",
    "value": "215-555-0188",  # of a contact point, of which the first kind is a phone
}


def _typed(name: str, field: forms.Field, word: str) -> dict[str, Any]:
    if name in AS_A_PERSON_WOULD:
        return {name: AS_A_PERSON_WOULD[name]}
    if isinstance(field, MemorableDateField):
        return {f"{name}_month": "6", f"{name}_day": "5", f"{name}_year": "1991"}
    if isinstance(field, forms.DateField):
        days = 1 if name.endswith("expires_on") else 0
        return {name: (timezone.localdate() + dt.timedelta(days)).isoformat()}
    if isinstance(field, forms.FileField):
        return {name: SimpleUploadedFile(f"{word}.png", A_PICTURE)}
    if isinstance(field, forms.ChoiceField):
        value = _choice(field)
        return {name: [value] if isinstance(field, forms.MultipleChoiceField) else value}
    return {name: _text(field, word)}


def _text(field: forms.Field, word: str) -> str:
    if isinstance(field, PhoneField):
        return "215-555-0188"
    if isinstance(field, forms.BooleanField):
        return "on"
    if isinstance(field, forms.EmailField):
        return f"{word}@example.org"
    return "1" if isinstance(field, forms.IntegerField) else word


def _choice(field: Any) -> str:
    """Return the first choice; of choices in groups the last of the first, as of an agency's."""
    groups = [list(label) for _value, label in field.choices if isinstance(label, list | tuple)]
    values = [v for v in _values([groups[0][-1]] if groups else field.choices) if v]
    return values[0] if values else ""


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


WRITES = re.compile(r'(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "?(\w+)')


@contextmanager
def written() -> Iterator[set[str]]:
    """Gather the names of the tables that are written to meanwhile."""
    tables: set[str] = set()

    def listen(execute: Any, statement: str, *rest: Any) -> Any:
        tables.update(WRITES.findall(statement))
        return execute(statement, *rest)

    with connection.execute_wrapper(listen):
        yield tables


def told(tables: set[str] | None = None) -> dict[str, list[dict[str, Any]]]:
    """Return every row of all or some tables but trail and sessions, opened where sealed."""
    with open_ring(None):
        return {
            model._meta.label: [_row(row) for row in model._base_manager.all()]
            for model in apps.get_models()
            if model._meta.app_label not in KEPT_APART
            and not hasattr(model, "instance_type")
            and (tables is None or model._meta.db_table in tables)
        }


def _row(row: Any) -> dict[str, Any]:
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return {k: bytes(v) if isinstance(v, memoryview | Sealed) else v for k, v in values.items()}
