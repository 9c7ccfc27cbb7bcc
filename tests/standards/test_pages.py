"""The settings pages: who opens them, what they show, and how a standard is changed."""

import pytest
from django.urls import reverse

from cvi.audit.models import AuditEvent
from cvi.standards import reading
from cvi.standards.kinds import KINDS
from cvi.standards.models import (
    Basis,
    ListItem,
)
from tests.standards.office import DAY, change, errors, filled, url, value


class TestSettings:
    def test_show_every_kind(self, manager):
        answer = manager.get(reverse("standards:settings"))

        assert [kind.slug for kind, _count in answer.context["kinds"]] == [k.slug for k in KINDS]
        assert all(count for _kind, count in answer.context["kinds"])

    def test_stand_in_the_managers_links(self, manager):
        answer = manager.get(reverse("standards:settings"))

        assert reverse("desk:settings") in [link.url for link in answer.context["nav"]]

    @pytest.mark.parametrize("who", ["messenger", "supervisor", "auditor", "administrator"])
    def test_open_for_no_other_role(self, cast, sign_in, who):
        answer = sign_in(getattr(cast, who)()).get(reverse("standards:settings"))

        assert answer.status_code == 403

    def test_are_behind_the_sign_in(self, client, db):
        answer = client.get(reverse("standards:settings"))

        assert answer.url.startswith(reverse("account_login"))

    def test_know_no_other_kind(self, manager):
        assert manager.get(url("list", "people")).status_code == 404

    def test_know_no_standard_of_another_kind(self, manager):
        assert manager.get(url("change", "numbers", value().pk)).status_code == 404


class TestList:
    @pytest.mark.parametrize("kind", [kind.slug for kind in KINDS])
    def test_shows_a_kind_and_its_form(self, manager, kind):
        answer = manager.get(url("list", kind))

        entries = [e for group in answer.context["groups"] for e in group.entries]
        assert entries
        assert manager.get(url("add", kind)).status_code == 200
        assert manager.get(url("change", kind, entries[0].newest.pk)).status_code == 200

    def test_says_which_values_are_not_confirmed(self, manager):
        answer = manager.get(url("list", "consent"))

        assert "Not confirmed" in answer.content.decode()

    def test_shows_what_will_change(self, manager, tomorrow):
        change(manager, value(), label_en="Lives elsewhere", starts_on=tomorrow)

        text = manager.get(url("list", "lists")).content.decode()

        assert "Moved away" in text
        assert "Lives elsewhere" in text

    @pytest.mark.parametrize("kind", [kind.slug for kind in KINDS])
    def test_takes_as_many_queries_for_many_as_for_few(
        self, manager, kind, django_assert_num_queries
    ):
        model = next(k.model for k in KINDS if k.slug == kind)
        manager.get(url("list", kind))
        with CountedQueries() as few:
            manager.get(url("list", kind))

        model.objects.bulk_create(
            model(**{**same(row), "code": f"{row.code[:30]}_{n}"})
            for row in model.objects.all()
            for n in range(3)
        )
        with CountedQueries() as many:
            manager.get(url("list", kind))

        assert many.count == few.count


class CountedQueries:
    def __enter__(self):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self.captured = CaptureQueriesContext(connection)
        self.captured.__enter__()
        return self

    def __exit__(self, *rest):
        self.captured.__exit__(*rest)
        self.count = len(self.captured)


def same(row):
    """Return what a row says, but for its id."""
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name != "id"}


class TestChange:
    def test_shows_the_effect_and_saves_nothing_at_first(self, manager, tomorrow):
        address = url("change", "lists", value().pk)
        sent = filled(manager, address) | {"label_en": "Lives elsewhere", "starts_on": tomorrow}

        answer = manager.post(address, sent)

        text = answer.content.decode()
        assert "Moved away → Lives elsewhere" in text
        assert "Save new version" in text
        assert next((d.version, d.starts_on) for d in answer.context["after"]) == (2, tomorrow)
        assert answer.context["after"][1].ends_on == tomorrow - DAY
        assert ListItem.objects.filter(code="moved", list="exit_reason").count() == 1

    def test_lets_a_new_version_follow(self, manager, tomorrow):
        answer = change(manager, value(), label_en="Lives elsewhere", starts_on=tomorrow)

        old, new = ListItem.objects.filter(code="moved", list="exit_reason").order_by("version")
        assert answer.status_code == 302
        assert (old.label_en, old.ends_on) == ("Moved away", tomorrow - DAY)
        assert (new.label_en, new.starts_on, new.ends_on) == ("Lives elsewhere", tomorrow, None)
        assert new.basis == Basis.OFFICE
        assert reading.label("exit_reason", "moved") == "Lives elsewhere"

    def test_leaves_its_lines_on_the_trail(self, manager, tomorrow):
        change(manager, value(), starts_on=tomorrow)

        lines = AuditEvent.objects.filter(reason="standard_changed", resource="standards.listitem")
        assert {line.action for line in lines} == {"changed", "created"}
        assert ListItem.history.count() == 2

    def test_may_begin_today(self, manager, tomorrow):
        change(manager, value(), label_en="Lives elsewhere", starts_on=tomorrow - DAY)

        assert dict(reading.choices("exit_reason"))["moved"] == "Lives elsewhere"

    def test_corrects_what_has_not_begun_in_its_place(self, manager, tomorrow):
        change(manager, value(), label_en="Lives elswhere", starts_on=tomorrow)
        planned = ListItem.objects.get(code="moved", list="exit_reason", version=2)

        change(manager, planned, label_en="Lives elsewhere", starts_on=tomorrow + DAY)

        old, new = ListItem.objects.filter(code="moved", list="exit_reason").order_by("version")
        assert (new.label_en, new.starts_on) == ("Lives elsewhere", tomorrow + DAY)
        assert old.ends_on == tomorrow

    def test_refuses_a_day_that_is_gone(self, manager, tomorrow):
        answer = change(manager, value(), starts_on=tomorrow - 2 * DAY)

        assert "starts_on" in errors(answer)
        assert ListItem.objects.filter(code="moved", list="exit_reason").count() == 1

    def test_refuses_two_versions_on_one_day(self, manager, tomorrow):
        today = tomorrow - DAY
        change(manager, value(), label_en="Lives elsewhere", starts_on=today)
        begun = ListItem.objects.get(code="moved", list="exit_reason", version=2)

        answer = change(manager, begun, label_en="Gone", starts_on=today)

        assert "or later" in str(errors(answer))
        assert not ListItem.objects.filter(version=3).exists()

    def test_refuses_what_someone_else_changed_meanwhile(self, manager, tomorrow):
        change(manager, value(), label_en="Lives elsewhere", starts_on=tomorrow)

        answer = change(manager, value(), label_en="Gone", starts_on=tomorrow + DAY)

        assert "meanwhile" in str(errors(answer))
        assert answer.context["after"] is None
        assert not ListItem.objects.filter(version=3).exists()

    def test_keeps_what_was_typed_where_a_language_is_missing(self, manager, tomorrow):
        answer = change(manager, value(), label_en="Lives elsewhere", label_es="")

        assert "label_es" in errors(answer)
        assert "Lives elsewhere" in answer.content.decode()
        assert not ListItem.objects.filter(version=2).exists()

    @pytest.mark.parametrize("name", ["x" * 10_000, "a\x00b", " "])
    def test_refuses_a_name_that_is_none(self, manager, tomorrow, name):
        answer = change(manager, value(), label_en=name, starts_on=tomorrow)

        assert "label_en" in errors(answer)

    @pytest.mark.parametrize("name", ["🏠 Home", "بيت", "Ñandú"])
    def test_takes_a_name_in_any_writing(self, manager, tomorrow, name):
        change(manager, value(), label_en=name, starts_on=tomorrow)

        assert reading.label("exit_reason", "moved") == name

    def test_sent_twice_saves_once(self, manager, tomorrow):
        address = url("change", "lists", value().pk)
        sent = filled(manager, address) | {"save": "1", "form_mark": "one"}
        sent["starts_on"] = tomorrow

        answers = [manager.post(address, sent) for _time in range(2)]

        assert [answer.status_code for answer in answers] == [302, 302]
        assert ListItem.objects.filter(code="moved", list="exit_reason").count() == 2

    def test_brings_a_retired_value_back(self, manager, tomorrow):
        ListItem.objects.filter(pk=value().pk).update(ends_on=tomorrow - 3 * DAY)

        change(manager, value(), starts_on=tomorrow - DAY)

        assert "moved" in dict(reading.choices("exit_reason"))
        assert value().ends_on == tomorrow - 3 * DAY
