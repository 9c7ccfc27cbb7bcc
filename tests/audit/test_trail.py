"""The trail: every write and every look leaves its line, and nothing else."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse

from cvi.audit import reading
from cvi.audit import services as audit
from cvi.audit.errors import SilentReporterFilter
from cvi.audit.middleware import RefusalMiddleware
from cvi.audit.models import AuditEvent, Disclosure
from cvi.audit.reasons import Reason
from cvi.cases.models import Case, Goal, Participant
from tests.cast import Cast, SignIn


class TestSave:
    def test_writes_row_history_and_event_together(self, cast: Cast) -> None:
        case = cast.case()

        history = case.history.get(history_change_reason=Reason.CASE_OPENED)
        event = AuditEvent.objects.get(object_id=case.pk, reason=Reason.CASE_OPENED)
        assert history.history_user == cast.system
        assert (event.actor_id, event.action) == (cast.system.pk, "created")
        assert event.subject_id == case.participant_id

    def test_refuses_a_value_that_breaks_a_rule_and_writes_nothing(self, cast: Cast) -> None:
        case = cast.case()
        goal = Goal(case=case, key=case.participant.key, domain="no such", words="A job")

        with pytest.raises(ValidationError):
            audit.save(goal, by=cast.system, reason=Reason.GOAL_SET)

        assert not Goal.objects.exists()
        assert not AuditEvent.objects.filter(reason=Reason.GOAL_SET).exists()

    def test_keeps_the_history_of_a_deleted_row(self, cast: Cast) -> None:
        case = cast.case()
        goal = Goal(case=case, key=case.participant.key, domain="work", words="A job")
        audit.save(goal, by=cast.system, reason=Reason.GOAL_SET)

        audit.delete(goal, by=cast.system, reason=Reason.GOAL_UPDATED)

        assert Goal.history.count() == 2
        assert AuditEvent.objects.filter(action="deleted").count() == 1


class TestEvent:
    def test_carries_a_seal_that_an_edit_breaks(self, cast: Cast) -> None:
        event = AuditEvent.objects.first()
        assert event
        assert bytes(event.row_mac) == event.compute_mac()

        event.actor_id = uuid.uuid4()

        assert bytes(event.row_mac) != event.compute_mac()

    def test_keeps_its_seal_over_a_trip_to_the_database(self, cast: Cast) -> None:
        for event in AuditEvent.objects.newest_first():
            assert bytes(event.row_mac) == event.compute_mac()

    def test_is_called_by_its_id(self) -> None:
        event, disclosure = AuditEvent(), Disclosure()

        assert str(event.pk) in str(event)
        assert str(disclosure.pk) in str(disclosure)


class TestListed:
    def test_names_the_ids_of_a_set_once_a_session(self, cast: Cast) -> None:
        mo, session = cast.messenger(), dict[str, Any]()
        ids = [uuid.uuid4(), uuid.uuid4()]

        for _time in range(2):
            audit.listed(Case, ids, session=session, by=mo)

        first, second = AuditEvent.objects.filter(action="listed").order_by("pk")
        assert first.detail["ids"] == sorted(map(str, ids))
        assert "ids" not in second.detail
        assert second.detail["count"] == 2


class TestRefusal:
    def test_of_a_person_unseen_is_kept_although_the_page_was_rolled_back(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        mo, case = cast.messenger(), cast.case(team=cast.hill_team)

        sign_in(mo).get(reverse("desk:participant", args=[case.participant_id]))

        event = AuditEvent.objects.get(outcome="unseen")
        assert (event.actor_id, event.object_id) == (mo.pk, case.participant_id)
        assert event.detail == {"page": "desk:participant"}
        assert event.role == "messenger"

    def test_of_an_ability_is_kept_apart(self, cast: Cast, sign_in: SignIn) -> None:
        sign_in(cast.manager()).get(reverse("desk:people"))

        assert AuditEvent.objects.get(outcome="not_allowed").detail == {"page": "desk:people"}

    def test_leaves_other_exceptions_alone(self, cast: Cast) -> None:
        request = RequestFactory().get("/")
        request.user = cast.messenger()

        RefusalMiddleware(lambda _request: None).process_exception(request, Http404())  # type: ignore[arg-type,return-value]

        assert not AuditEvent.objects.exclude(outcome="ok").exists()


class TestErrorReport:
    def test_shows_nothing_that_a_person_typed(self) -> None:
        reporter = SilentReporterFilter()
        request = RequestFactory().post("/", {"name": "Zedd Testperson"})

        assert reporter.is_active(request)
        assert reporter.get_post_parameters(request) == {}
        assert list(reporter.get_traceback_frame_variables(request, None)) == []  # type: ignore[arg-type]


def test_no_row_is_called_by_a_name(cast: Cast) -> None:
    case = cast.case()

    assert "Zedd" not in f"{case} {case.participant} {Participant.objects.get()!r}"


class TestReading:
    def test_goes_on_where_the_page_before_ended(self, cast: Cast) -> None:
        whole = reading.events(reading.Search(), before=None, limit=5)

        rest = reading.events(reading.Search(), before=whole[1].id, limit=3)

        assert rest == whole[2:]
