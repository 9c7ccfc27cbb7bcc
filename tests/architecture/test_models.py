"""What the models promise: no names left in other apps, no text that nobody classified."""

import inspect
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, models
from django.urls import get_resolver
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from tests.architecture.plain_text import PLAIN_TEXT
from tests.architecture.source import modules

TEXT = (models.CharField, models.TextField, models.JSONField)
GRANTS = (UserObjectPermissionBase, GroupObjectPermissionBase)


def is_ours(model):
    return model._meta.app_config.name.startswith("cvi.")


def is_sealed(field):
    return type(field).__module__.startswith("cvi.vault")


def our_models():
    return [
        model for model in apps.get_models() if is_ours(model) and not hasattr(model, "history_id")
    ]


def crossings(our):
    """Yield each link from one app of ours to another."""
    for model in our:
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
            target = field.related_model if field.is_relation else None
            is_crossing = target and target._meta.app_label != model._meta.app_label
            if is_crossing and is_ours(target):
                yield field


def names_left_behind(fields):
    """Find links that add a name to another app's model."""
    return [
        str(field)
        for field in fields
        if not issubclass(field.model, GRANTS) and not field.remote_field.hidden
    ]


def unprotected(fields):
    """Find links that would let another app's row take ours with it."""
    return [
        str(field)
        for field in fields
        if not issubclass(field.model, GRANTS)
        and field.remote_field.on_delete is not models.PROTECT
    ]


def unclassified(fields):
    """Find text columns that are neither sealed, nor a code, nor excused by name."""
    return [
        str(field)
        for field in fields
        if isinstance(field, TEXT)
        and not is_sealed(field)
        and not field.choices
        and str(field) not in PLAIN_TEXT
    ]


def telling(model):
    """Find sealed columns that a row's name would give away."""
    text = inspect.getsource(model.__str__)
    return [str(f) for f in model._meta.concrete_fields if is_sealed(f) and f".{f.name}" in text]


def test_apps_leave_no_names_in_each_other():
    assert names_left_behind(crossings(our_models())) == []


def test_links_across_apps_are_protected():
    assert unprotected(crossings(our_models())) == []


def test_grants_hang_on_what_they_are_for():
    grants = [model for model in our_models() if issubclass(model, GRANTS)]

    names = {model._meta.get_field("content_object").remote_field.related_name for model in grants}

    assert names <= {"grants"}


def test_every_text_column_is_classified():
    fields = [field for model in our_models() for field in model._meta.concrete_fields]

    assert unclassified(fields) == []


def test_no_excuse_outlives_its_column():
    columns = {str(field) for model in our_models() for field in model._meta.concrete_fields}

    assert set(PLAIN_TEXT) - columns == set()


def test_a_row_is_called_by_nothing_sealed():
    assert [name for model in our_models() for name in telling(model)] == []


def view_modules(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from view_modules(pattern.url_patterns)
        else:
            view = inspect.unwrap(pattern.callback)
            if view.__module__.startswith("cvi."):
                yield Path(inspect.getfile(view)).resolve()


def test_every_page_of_ours_is_scanned():
    assert set(view_modules(get_resolver().url_patterns)) - set(modules("views")) == set()


class TestTheRulesCanFail:
    """On models made for the purpose, never in the database."""

    @pytest.fixture
    def loose(self):
        class Loose(models.Model):
            owner = models.ForeignKey("accounts.User", models.CASCADE)
            note = models.TextField()

            class Meta:
                app_label = "desk"

        yield Loose
        apps.all_models["desk"].pop("loose")
        apps.clear_cache()
        assert "desk_loose" not in connection.introspection.django_table_names()

    def test_on_a_loose_link(self, loose):
        fields = list(crossings([loose]))

        assert names_left_behind(fields) == ["desk.Loose.owner"]
        assert unprotected(fields) == ["desk.Loose.owner"]

    def test_on_unclassified_text(self, loose):
        assert unclassified(loose._meta.concrete_fields) == ["desk.Loose.note"]

    def test_on_a_telling_name(self, loose, monkeypatch):
        monkeypatch.setattr("tests.architecture.test_models.is_sealed", lambda field: True)
        monkeypatch.setattr(loose, "__str__", lambda self: self.note)

        assert telling(loose) == ["desk.Loose.note"]
