"""A referral goes from step to step, each with whose turn it is and by when, and to one end."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from cvi.audit.models import Disclosure
from cvi.cases import services as cases
from cvi.cases.errors import AuthorityMissing, WrongDay, WrongStep
from cvi.referrals import services
from cvi.referrals.life_cycle import CLOSED, COURSE, COURSE_OF_INFORMATION, outcome_of
from cvi.referrals.models import Referral, ReferralMove
from cvi.referrals.services import AlreadySent, Handoff, TriesMissing
from cvi.referrals.tasks import expire_referrals
from cvi.referrals.values import Outcome, ReferralStatus, Side, reason_label
from cvi.standards import reading as standards
from tests.cast import Cast
from tests.referrals.course import accepted, declined, in_days, own, report, sent, tried

_S = ReferralStatus


class TestTheTable:
    def test_every_status_has_a_place_and_every_open_one_someone_whose_turn_it_is(self) -> None:
        assert set(COURSE) == set(_S)
        assert {_S.COMPLETED, _S.CANCELLED, _S.EXPIRED} == CLOSED
        assert all(place.todo for status, place in COURSE.items() if status not in CLOSED)

    @pytest.mark.parametrize("table", [COURSE, COURSE_OF_INFORMATION])
    def test_every_step_leads_to_a_status_and_nothing_leads_on_from_an_end(
        self, table: Any
    ) -> None:
        for status, place in table.items():
            ways = place.by_sender | place.by_receiver
            assert ways <= set(_S)
            assert not (status in CLOSED and ways)

    def test_every_clock_is_a_number_of_the_standards(self, db: None) -> None:
        clocks = {p.clock for t in (COURSE, COURSE_OF_INFORMATION) for p in t.values() if p.clock}

        assert set(standards.numbers(*clocks)) == clocks

    def test_tells_a_start_that_happened_from_tries_that_were_used_up(self) -> None:
        assert outcome_of(_S.UNREACHED, has_started=False) == Outcome.EXHAUSTED
        assert outcome_of(_S.UNREACHED, has_started=True) == Outcome.STARTED
        assert outcome_of(_S.COMPLETED, has_started=True) == Outcome.STARTED
        assert outcome_of(_S.EXPIRED, has_started=False) == Outcome.EXPIRED

    def test_names_every_reason(self) -> None:
        assert reason_label("no_room") == "No room now"
        assert reason_label("age") == "Their age"
        assert reason_label("") == ""


class TestClocks:
    def test_to_be_seen_in_two_work_days(self, cast: Cast) -> None:
        with time_machine.travel(dt.datetime(2026, 5, 8, 16, tzinfo=dt.UTC)):  # a Friday
            assert sent(cast).due_on == dt.date(2026, 5, 12)

    def test_sooner_where_it_is_needed_sooner(self, cast: Cast) -> None:
        assert sent(cast, needed_by=timezone.localdate()).due_on == timezone.localdate()

    @pytest.mark.parametrize(("status", "days"), [("acknowledged", 3), ("waitlisted", 14)])
    def test_of_who_answers(self, cast: Cast, status: str, days: int) -> None:
        assert report(cast, sent(cast), status).due_on == in_days(days)

    def test_of_who_accepted(self, cast: Cast) -> None:
        referral, _case = accepted(cast)

        assert referral.due_on == in_days(7)
        assert report(cast, referral, "scheduled", in_days(5)).due_on == in_days(5)
        assert report(cast, referral, "connected", in_days(0)).due_on is None
        assert report(cast, referral, "receiving").due_on == in_days(30)

    def test_of_the_sender_when_the_team_said_no(self, cast: Cast) -> None:
        referral = declined(cast)

        assert (referral.due_on, referral.is_sender_next) == (in_days(2), True)

    def test_a_list_looked_at_again_runs_anew(self, cast: Cast) -> None:
        referral = report(cast, sent(cast), "waitlisted")
        Referral.objects.update(due_on=in_days(-1))

        assert report(cast, referral, "waitlisted").due_on == in_days(14)


class TestSteps:
    def test_each_is_written_down(self, cast: Cast) -> None:
        referral, _case = accepted(cast)
        report(cast, referral, "scheduled", in_days(3))
        report(cast, referral, "connected", in_days(0))
        report(cast, referral, "completed")

        moves = ReferralMove.objects.filter(referral=referral).order_by("moved_at")
        referral.refresh_from_db()
        assert [(m.before, m.status) for m in moves] == [
            ("", "sent"),
            ("sent", "accepted"),
            ("accepted", "scheduled"),
            ("scheduled", "connected"),
            ("connected", "completed"),
        ]
        assert [m.is_closing for m in moves] == [False] * 4 + [True]
        assert (referral.outcome, referral.connected_on) == (Outcome.STARTED, in_days(0))
        assert not referral.is_open

    @pytest.mark.parametrize("status", ["scheduled", "connected", "completed", "sent", "expired"])
    def test_none_is_skipped(self, cast: Cast, status: str) -> None:
        referral = sent(cast)

        with pytest.raises(WrongStep, match="Sent"):
            report(cast, referral, status, in_days(0))

        assert Referral.objects.get().status == "sent"
        assert ReferralMove.objects.count() == 1

    def test_a_side_does_not_take_the_other_s(self, cast: Cast) -> None:
        referral = sent(cast)

        with pytest.raises(WrongStep):
            own(cast, referral, "acknowledged")
        with pytest.raises(WrongStep):
            report(cast, referral, "cancelled")

    def test_nothing_follows_an_end(self, cast: Cast) -> None:
        referral = own(cast, sent(cast), "cancelled")

        with pytest.raises(WrongStep, match="closed"):
            report(cast, referral, "acknowledged")
        with pytest.raises(WrongStep, match="closed"):
            tried(cast, referral)

    @pytest.mark.parametrize(
        ("status", "days"),
        [("scheduled", -1), ("scheduled", None), ("scheduled", 400), ("connected", 1)],
    )
    def test_takes_no_day_that_cannot_be(self, cast: Cast, status: str, days: int | None) -> None:
        referral, _case = accepted(cast)

        with pytest.raises(WrongDay):
            report(cast, referral, status, None if days is None else in_days(days))

    def test_a_visit_is_not_before_the_referral(self, cast: Cast) -> None:
        referral, _case = accepted(cast)

        with pytest.raises(WrongDay):
            report(cast, referral, "connected", in_days(-1))

    def test_the_database_keeps_the_days(self, cast: Cast) -> None:
        referral = sent(cast)
        rows = Referral.objects.filter(pk=referral.pk)

        for status in ("connected", "scheduled", "not_wanted", "completed"):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(status=status)


class TestNo:
    def test_a_team_may_say_that_they_do_not_qualify(self, cast: Cast) -> None:
        referral = declined(cast, reason="age")

        move = ReferralMove.objects.get(referral=referral, side=Side.RECEIVER)
        assert (referral.status, move.reason, move.why) == ("ineligible", "age", "Their age")

    def test_goes_to_another_team_with_what_was_asked_for(self, cast: Cast) -> None:
        referral = declined(cast)
        cast.consent(referral.case, cast.hill, "name")
        handoff = Handoff(cast.hill_team, ["name"], "today", reroute_of=referral)

        second = services.send_referral(case=referral.case, handoff=handoff, by=cast.system)

        referral.refresh_from_db()
        assert second.reroute_of == referral
        assert (referral.status, referral.outcome) == ("declined", Outcome.DECLINED)
        assert Disclosure.objects.count() == 2

    def test_does_not_go_on_while_it_is_the_team_s_turn(self, cast: Cast) -> None:
        referral = sent(cast)
        cast.consent(referral.case, cast.hill, "name")
        handoff = Handoff(cast.hill_team, ["name"], "today", reroute_of=referral)

        with pytest.raises(WrongStep):
            services.send_referral(case=referral.case, handoff=handoff, by=cast.system)

        assert Referral.objects.count() == Disclosure.objects.count() == 1

    def test_goes_instead_of_nobody_else_s(self, cast: Cast) -> None:
        other = declined(cast)
        case = cast.case(team=cast.mercy_team)
        cast.consent(case, cast.hill, "name")
        handoff = Handoff(cast.hill_team, ["name"], "today", reroute_of=other)

        with pytest.raises(WrongStep):
            services.send_referral(case=case, handoff=handoff, by=cast.system)

    def test_not_now_is_offered_again_on_a_day(self, cast: Cast) -> None:
        referral = sent(cast)

        with pytest.raises(WrongDay):
            own(cast, referral, "not_wanted")
        referral = own(cast, referral, "not_wanted", in_days(20))
        again = own(cast, referral, "not_wanted", in_days(40))

        assert (again.due_on, again.re_offer_on) == (in_days(40), in_days(40))
        closed = services.close_referral(referral=again, by=cast.system)
        assert closed.outcome == Outcome.NOT_WANTED


class TestTries:
    def lost(self, cast: Cast) -> Referral:
        referral, _case = accepted(cast)
        return report(cast, referral, "unreached")

    def test_three_before_one_stops(self, cast: Cast) -> None:
        referral = self.lost(cast)
        tried(cast, referral)
        tried(cast, referral)

        with pytest.raises(TriesMissing, match="1 more time"):
            services.close_referral(referral=referral, by=cast.system)
        tried(cast, referral)
        closed = services.close_referral(referral=referral, by=cast.system)

        assert (closed.status, closed.outcome) == ("unreached", Outcome.EXHAUSTED)
        assert closed.due_on is None

    def test_once_reached_it_goes_on_where_it_was(self, cast: Cast) -> None:
        referral = self.lost(cast)

        tried(cast, referral, is_reached=True)

        referral.refresh_from_db()
        assert (referral.status, referral.due_on) == ("accepted", in_days(7))

    def test_of_one_who_was_helped_goes_on_with_the_help(self, cast: Cast) -> None:
        referral, _case = accepted(cast)
        report(cast, referral, "connected", in_days(0))
        report(cast, referral, "unreached")

        tried(cast, referral, is_reached=True)

        referral.refresh_from_db()
        assert referral.status == "receiving"

    def test_before_anyone_accepted_the_team_answers_again(self, cast: Cast) -> None:
        referral = report(cast, sent(cast), "acknowledged")
        report(cast, referral, "unreached")

        tried(cast, referral, is_reached=True)

        referral.refresh_from_db()
        assert referral.status == "acknowledged"

    def test_count_anew_when_they_were_lost_again(self, cast: Cast) -> None:
        referral = self.lost(cast)
        tried(cast, referral)
        tried(cast, referral, is_reached=True)
        report(cast, referral, "unreached")

        assert services.tries_left(referral=referral) == 3

    def test_are_for_those_who_were_not_reached(self, cast: Cast) -> None:
        with pytest.raises(WrongStep):
            tried(cast, sent(cast))

    def test_the_team_s_turn_is_not_the_sender_s_to_end(self, cast: Cast) -> None:
        with pytest.raises(WrongStep, match="team's turn"):
            services.close_referral(referral=sent(cast), by=cast.system)


class TestInformationOnly:
    def told(self, cast: Cast) -> Referral:
        case = cast.case(team=cast.mercy_team)
        handoff = Handoff(cast.hill_team, ["name"], "today", need="housing", way="info_only")
        return services.send_referral(case=case, handoff=handoff, by=cast.system)

    def test_lets_nothing_out(self, cast: Cast) -> None:
        referral = self.told(cast)
        supervisor = cast.supervisor("ray", team=cast.hill_team)

        assert (referral.snapshot, referral.shared_fields, referral.consent) == ({}, [], None)
        assert not Disclosure.objects.exists()
        assert not Referral.objects.received_by(supervisor).exists()
        assert not Referral.objects.sent_to_teams_of(supervisor).exists()

    def test_is_the_sender_s_to_follow(self, cast: Cast) -> None:
        referral = self.told(cast)

        assert (referral.is_sender_next, referral.due_on) == (True, in_days(7))
        own(cast, referral, "unreached")
        tried(cast, referral, is_reached=True)
        own(cast, referral, "connected", in_days(0))
        own(cast, referral, "unreached")
        tried(cast, referral, is_reached=True)
        referral.refresh_from_db()
        assert (referral.status, referral.is_sender_next) == ("connected", True)
        assert own(cast, referral, "completed").outcome == Outcome.STARTED


class TestSharingEnds:
    def test_the_team_says_nothing_more(self, cast: Cast) -> None:
        referral, _case = accepted(cast)
        cases.revoke_consent(consent=referral.consent, by=cast.system)

        with pytest.raises(AuthorityMissing):
            report(cast, referral, "connected", in_days(0))

    def test_whoever_is_reached_is_not_sent_back_to_the_team(self, cast: Cast) -> None:
        referral = report(cast, sent(cast), "acknowledged")
        report(cast, referral, "unreached")
        cases.revoke_consent(consent=referral.consent, by=cast.system)

        with pytest.raises(AuthorityMissing):
            tried(cast, referral, is_reached=True)


class TestRunsOut:
    def test_what_may_not_be_shared_any_more(self, cast: Cast) -> None:
        referral = sent(cast)
        cases.revoke_consent(consent=referral.consent, by=cast.system)

        expire_referrals.call_local()

        referral.refresh_from_db()
        assert (referral.status, referral.outcome) == ("expired", Outcome.EXPIRED)
        assert ReferralMove.objects.get(status="expired").moved_by == cast.system

    def test_what_nobody_answered(self, cast: Cast) -> None:
        referral, late = sent(cast), sent(cast)
        old = timezone.now() - dt.timedelta(days=31)
        Referral.objects.filter(pk=late.pk).update(sent_at=old)

        assert services.expire_run_out(by=cast.system) == 1

        referral.refresh_from_db()
        late.refresh_from_db()
        assert (referral.status, late.status) == ("sent", "expired")

    def test_but_not_where_a_newer_consent_lets_the_same_out(self, cast: Cast) -> None:
        referral = sent(cast)
        first = referral.consent
        cast.consent(referral.case, cast.harbor, "name")
        newer = cast.consent(referral.case, cast.harbor, "name", "phone")
        cases.revoke_consent(consent=first, by=cast.system)

        assert services.expire_run_out(by=cast.system) == 0

        referral.refresh_from_db()
        assert (referral.status, referral.consent) == ("sent", newer)
        assert services.expire_run_out(by=cast.system) == 0

    def test_help_that_began_stays_a_start(self, cast: Cast) -> None:
        referral, _case = accepted(cast)
        report(cast, referral, "connected", in_days(0))
        cases.revoke_consent(consent=referral.consent, by=cast.system)

        services.expire_run_out(by=cast.system)

        referral.refresh_from_db()
        assert referral.outcome == Outcome.STARTED


def test_a_second_one_waits_until_the_first_is_out_of_the_team_s_hands(cast: Cast) -> None:
    referral = report(cast, sent(cast), "acknowledged")
    handoff = Handoff(cast.harbor_team, ["name"], "today")
    report(cast, referral, "unreached")

    with pytest.raises(AlreadySent):
        services.send_referral(case=referral.case, handoff=handoff, by=cast.system)
