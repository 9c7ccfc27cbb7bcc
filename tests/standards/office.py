"""How a settings page is opened and sent, as a browser would."""

import datetime as dt

from django.urls import reverse

from cvi.standards.kinds import KINDS
from cvi.standards.models import ListItem

DAY = dt.timedelta(days=1)


def url(name, kind, *args):
    return reverse(f"standards:standard_{name}", args=[kind, *args])


def kind_of(standard):
    return next(
        kind.slug
        for kind in KINDS
        if kind.model is type(standard) and kind.rows().filter(pk=standard.pk).exists()
    )


def filled(manager, address):
    """Return what a form is filled in with, as a browser would send it."""
    sheet = manager.get(address).context["sheet"]
    forms = [sheet.form, *(sheet.lines or [])]
    sent = {}
    for form in [*forms, *([sheet.lines.management_form] if sheet.lines else [])]:
        for field in form:
            value = field.value()
            if value is not None and value is not False and value != "":
                sent[field.html_name] = value
    return sent


def change(manager, standard, **values):
    address = url("change", kind_of(standard), standard.pk)
    sent = filled(manager, address) | {"save": "1"} | values
    return manager.post(address, sent)


def errors(answer):
    assert answer.status_code == 200
    return answer.context["sheet"].form.errors


def value(code="moved"):
    return ListItem.objects.get(list="exit_reason", code=code, version=1)
