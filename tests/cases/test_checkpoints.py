"""Checkpoints: due by the plan of the program, answered with a source, sealed, counted fairly."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import Program, User
from cvi.accounts.roles import Role
from cvi.cases import checkpoints, services
from cvi.cases.checkpoints import Slot
from cvi.cases.errors import CaseClosed, WrongDay
from cvi.cases.models import Case, Checkpoint, FollowUp
from cvi.cases.models.checkpoints import QUESTIONS
from cvi.cases.services import Finding, Identity, Opening
from cvi.standards.models import Protocol, ProtocolStep
from tests.cast import Cast, SignIn


def days_ago(number: int) -> dt.date:
    return timezone.localdate() - dt.timedelta(days=number)


def enrolled(cast: Cast, worker: User, days: int, team: Any = None) -> Case:
    """Open a case that was enrolled so many days ago."""
    team = team or cast.harbor_team
    identity = Identity(name_to_use="Zedd Testperson")
    person = services.register_participant(agency=team.agency, identity=identity, by=cast.system)
    opening = Opening(team=team, worker=worker, opened_on=days_ago(days))
    return services.open_new_case(participant=person, opening=opening, by=cast.system)


def own_days(program: str, *days: int) -> None:
    """Give a program checkpoints of its own."""
    plan = Protocol(
        program=program, code="checkpoints", label_en="Own", begins_with=Protocol.Start.ENROLLMENT
    )
    plan.save()
    for place, day in enumerate(days):
        ProtocolStep(
            protocol=plan, kind="checkpoint", due_after=day, window_after=30, position=place
        ).save()


def finding(outcome: str = "reached", on: dt.date | None = None, **answers: str) -> Finding:
    said = {question: {"answer": answer, "source": "self"} for question, answer in answers.items()}
    return Finding(outcome, on or timezone.localdate(), said, "Sealed words")


def slot_of(case: Case, day: int) -> Slot:
    return next(s for s in checkpoints.slots_of([case]) if (s.due_on - s.started_on).days == day)


def today_rows(browser: Client) -> list[Any]:
    rows = browser.get("/today/").context["due"]
    return [row for row in rows if row.reason.startswith("Checkpoint")]


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return enrolled(cast, mo, 95)


class TestDays:
    def test_are_30_90_180_and_365_after_enrolling(self, case: Case) -> None:
        days = [(slot.due_on - case.enrolled_on).days for slot in checkpoints.slots_of([case])]

        assert days == [30, 90, 180, 365]

    def test_are_a_programs_own_where_it_has_some(self, case: Case) -> None:
        own_days(Program.OUTREACH, 182, 365, 547)

        days = [(slot.due_on - case.enrolled_on).days for slot in checkpoints.slots_of([case])]

        assert days == [182, 365, 547]

    def test_count_from_release_where_that_began_a_plan(self, cast: Cast) -> None:
        rey = cast.reentry_coordinator()
        case = enrolled(cast, rey, 200, cast.reentry_team)
        services.start_protocol(case=case, code="after_release", start=days_ago(40), by=rey)

        slots = checkpoints.slots_of([case])

        assert [slot.started_on for slot in slots] == [days_ago(40)] * 4
        assert [slot.protocol for slot in slots] == ["after_release"] * 4

    def test_begin_only_with_enrolling(self, cast: Cast, mo: User, sign_in: SignIn) -> None:
        case = cast.case(mo)
        Case.objects.update(enrolled_on=None)

        page = sign_in(mo).get(reverse("cases:checkpoint_new", args=[case.pk]))

        assert "Checkpoints begin on the day they are enrolled." in page.content.decode()

    def test_that_were_answered_stay_when_the_plan_changes(self, case: Case, mo: User) -> None:
        services.record_checkpoint(slot=slot_of(case, 90), finding=finding(alive="yes"), by=mo)
        own_days(Program.OUTREACH, 182)

        slots = checkpoints.slots_of([case])

        assert [((s.due_on - s.started_on).days, bool(s.row)) for s in slots] == [
            (90, True),
            (182, False),
        ]


class TestHasCome:
    @pytest.mark.parametrize(("enrolled_ago", "is_reached"), [(89, False), (90, True), (400, True)])
    def test_when_a_case_is_old_enough(
        self, cast: Cast, mo: User, enrolled_ago: int, is_reached: bool
    ) -> None:
        case = enrolled(cast, mo, enrolled_ago)

        assert slot_of(case, 90).has_come is is_reached

    def test_for_those_nobody_found_too(self, case: Case, mo: User) -> None:
        services.record_checkpoint(slot=slot_of(case, 90), finding=finding("not_found"), by=mo)

        assert slot_of(case, 90).has_come

    @pytest.mark.parametrize(("died_ago", "counts"), [(4, True), (6, False), (None, False)])
    def test_not_for_those_who_died_before(
        self, cast: Cast, case: Case, died_ago: int | None, counts: bool
    ) -> None:
        person = case.participant
        day = days_ago(died_ago).isoformat() if died_ago else None
        person.death = {"on": day, "cause": "unknown"}

        assert slot_of(case, 90).has_come is counts


class TestToday:
    @pytest.mark.parametrize(
        ("days", "is_shown", "is_late"),
        [(75, 0, 0), (76, 1, 0), (90, 1, 0), (91, 1, 1), (111, 1, 1), (112, 0, 0)],
    )
    def test_shows_it_from_the_first_to_the_last_day(
        self, cast: Cast, mo: User, sign_in: SignIn, days: int, is_shown: int, is_late: int
    ) -> None:
        case = enrolled(cast, mo, days)

        rows = today_rows(sign_in(mo))

        assert [row.is_late for row in rows] == [bool(is_late)] * is_shown
        assert all(str(case.pk) in row.action_url for row in rows)

    def test_does_not_show_what_was_answered(self, case: Case, mo: User, sign_in: SignIn) -> None:
        services.record_checkpoint(slot=slot_of(case, 90), finding=finding(alive="yes"), by=mo)

        assert today_rows(sign_in(mo)) == []

    def test_shows_again_whom_nobody_found(self, case: Case, mo: User, sign_in: SignIn) -> None:
        for _each in range(2):
            services.record_checkpoint(slot=slot_of(case, 90), finding=finding("not_found"), by=mo)

        assert len(today_rows(sign_in(mo))) == 1
        assert Checkpoint.objects.get().tries == 2

    def test_shows_a_leader_those_of_others_when_late_for_long(
        self, cast: Cast, mo: User, sign_in: SignIn
    ) -> None:
        enrolled(cast, mo, 92)
        enrolled(cast, mo, 93)

        rows = today_rows(sign_in(cast.supervisor()))

        assert len(rows) == 1

    def test_asks_as_many_queries_for_many_as_for_one(
        self, cast: Cast, mo: User, sign_in: SignIn, django_assert_max_num_queries
    ) -> None:
        browser = sign_in(mo)
        for _each in range(6):
            enrolled(cast, mo, 95)
        browser.get("/today/")

        with django_assert_max_num_queries(37):
            browser.get("/today/")

    def test_leads_a_plan_that_began_with_a_release_to_the_same_page(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        rey = cast.reentry_coordinator()
        case = enrolled(cast, rey, 200, cast.reentry_team)
        services.start_protocol(case=case, code="after_release", start=days_ago(30), by=rey)
        FollowUp.objects.exclude(kind="checkpoint").delete()
        day = days_ago(0)

        urls = [row.action_url for row in sign_in(rey).get("/today/").context["due"]]

        assert checkpoints.url_of(case.pk, day) in urls


class TestPage:
    def url(self, case: Case, which: dt.date | None = None) -> str:
        page = reverse("cases:checkpoint_new", args=[case.pk])
        return f"{page}?which={which}" if which else page

    def typed(self, case: Case, **changes: str) -> dict[str, str]:
        answers = dict.fromkeys(QUESTIONS, "not_asked")
        return {
            "which": slot_of(case, 90).due_on.isoformat(),
            "outcome": "reached",
            "asked_on": timezone.localdate().isoformat(),
            "source": "self",
            "note": "Kept words",
            **answers,
            "alive": "yes",
            "free": "yes",
            "free_source": "public",
            "housed": "declined",
            **changes,
        }

    def test_keeps_each_answer_with_how_it_is_known(
        self, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        answer = sign_in(mo).post(self.url(case), self.typed(case))

        row = Checkpoint.objects.get()
        assert answer.url == reverse("desk:plan", args=[case.participant_id])
        assert (row.answer_to("alive"), row.source_of("alive")) == ("yes", "self")
        assert (row.answer_to("free"), row.source_of("free")) == ("yes", "public")
        assert (row.answer_to("housed"), row.source_of("housed")) == ("declined", "")
        assert (row.answer_to("working"), row.note) == ("not_asked", "Kept words")

    def test_keeps_unknown_declined_and_not_asked_apart(
        self, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        changes = {"alive": "unknown", "free": "declined", "housed": "not_asked", "source": ""}

        sign_in(mo).post(self.url(case), self.typed(case, **changes))

        row = Checkpoint.objects.get()
        said = [row.answer_to(name) for name in ("alive", "free", "housed")]
        assert said == ["unknown", "declined", "not_asked"]

    def test_counts_a_try_without_an_answer(self, case: Case, mo: User, sign_in: SignIn) -> None:
        sign_in(mo).post(self.url(case), self.typed(case, outcome="not_found"))

        row = Checkpoint.objects.get()
        assert (row.outcome, row.tries, row.answers) == ("not_found", 1, {})

    def test_shows_what_was_answered_to_correct_it(
        self, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        slot, browser = slot_of(case, 90), sign_in(mo)
        browser.post(self.url(case), self.typed(case))

        shown = browser.get(self.url(case, slot.due_on)).context["form"]
        browser.post(self.url(case, slot.due_on), self.typed(case, alive="unknown"))

        assert (shown["alive"].value(), shown["free_source"].value()) == ("yes", "public")
        row = Checkpoint.objects.get()
        assert row.answer_to("alive") == "unknown"
        assert row.history.count() == 2

    def test_goes_on_to_the_page_about_a_death(self, case: Case, mo: User, sign_in: SignIn) -> None:
        answer = sign_in(mo).post(self.url(case), self.typed(case, alive="no"))

        assert answer.url == reverse("cases:death_record", args=[case.pk])

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"which": "2020-01-01"}, "which"),
            ({"outcome": "perhaps"}, "outcome"),
            ({"outcome": ""}, "outcome"),
            ({"asked_on": "2999-01-01"}, "asked_on"),
            ({"asked_on": "2027-02-30"}, "asked_on"),
            ({"asked_on": "2001-01-01"}, "__all__"),
            ({"source": "rumour"}, "source"),
            ({"source": ""}, "source"),
            ({"alive": "zombie"}, "alive"),
            ({"alive": "not_asked", "free": "", "housed": "not_asked"}, "__all__"),
            ({"alive": "a\x00b"}, "alive"),
            ({"housed": "x" * 10_000}, "housed"),
        ],
    )
    def test_keeps_what_was_typed_and_saves_nothing_when_something_is_wrong(
        self, case: Case, mo: User, sign_in: SignIn, changes: dict[str, str], field: str
    ) -> None:
        page = sign_in(mo).post(self.url(case), self.typed(case) | changes)

        assert field in page.context["form"].errors
        assert "Kept words" in page.content.decode()
        assert not Checkpoint.objects.exists()

    @pytest.mark.parametrize("note", ["x" * 10_000, "a\x00b"])
    def test_refuses_a_note_that_is_too_long_or_odd(
        self, case: Case, mo: User, sign_in: SignIn, note: str
    ) -> None:
        page = sign_in(mo).post(self.url(case), self.typed(case, note=note))

        assert "note" in page.context["form"].errors
        assert not Checkpoint.objects.exists()

    @pytest.mark.parametrize("note", ["😀 مفتاح", "<b>&"])
    def test_takes_any_language(self, case: Case, mo: User, sign_in: SignIn, note: str) -> None:
        sign_in(mo).post(self.url(case), self.typed(case, note=note))

        assert Checkpoint.objects.get().note == note

    def test_is_hidden_from_strangers(self, cast: Cast, case: Case, sign_in: SignIn) -> None:
        stranger = sign_in(cast.user("sol", Role.SUPERVISOR, cast.hill_team))

        assert stranger.get(self.url(case)).status_code == 404

    def test_asks_to_sign_in_first(self, case: Case, client: Client) -> None:
        assert client.get(self.url(case)).status_code == 302

    def test_is_shut_for_whom_it_was_only_shown(
        self, cast: Cast, case: Case, sign_in: SignIn
    ) -> None:
        other = cast.messenger("nia", cast.harbor_night_team())
        cast.lend(case, other)

        assert sign_in(other).get(self.url(case)).status_code == 403

    def test_keeps_no_answer_in_the_open(self, case: Case, mo: User, sign_in: SignIn) -> None:
        sign_in(mo).post(self.url(case), self.typed(case, free="no", note="Zanzibar"))

        with connection.cursor() as cursor:
            for table in ("cases_checkpoint", "cases_historicalcheckpoint"):
                cursor.execute(f"SELECT * FROM {table}")  # noqa: S608  a name from above
                (row,) = cursor.fetchall()
                assert not any(word in repr(row) for word in ("Zanzibar", "public", "declined"))


class TestPlan:
    def test_shows_a_row_each_and_a_column_a_question(
        self, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        said = finding(alive="yes", free="unknown", housed="declined")
        services.record_checkpoint(slot=slot_of(case, 90), finding=said, by=mo)

        page = sign_in(mo).get(reverse("desk:plan", args=[case.participant_id]))

        rows = page.context["checkpoints"]["rows"]
        assert [row[1] for row in rows] == ["Missed", "Asked", "To come", "To come"]
        assert rows[1][2:] == [
            "Yes", "Did not ask", "Don't know", "Did not ask", "Prefer not to say", "Did not ask",
        ]  # fmt: skip

    def test_stands_on_the_timeline_without_its_answers(
        self, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        said = finding(free="no")
        services.record_checkpoint(slot=slot_of(case, 90), finding=said, by=mo)

        text = sign_in(mo).get(reverse("desk:participant", args=[case.participant_id]))

        assert "Day 90: Asked" in text.content.decode()
        assert "Sealed words" not in text.content.decode()


class TestService:
    def test_does_the_follow_up_that_it_is(self, cast: Cast) -> None:
        rey = cast.reentry_coordinator()
        case = enrolled(cast, rey, 200, cast.reentry_team)
        services.start_protocol(case=case, code="after_release", start=days_ago(31), by=rey)

        services.record_checkpoint(slot=slot_of(case, 30), finding=finding(alive="yes"), by=rey)

        done = FollowUp.objects.get(protocol="after_release", step="30d")
        assert done.outcome == FollowUp.Outcome.REACHED

    def test_refuses_what_was_asked_before_its_days(self, case: Case, mo: User) -> None:
        early = finding(on=days_ago(20), alive="yes")

        with pytest.raises(WrongDay):
            services.record_checkpoint(slot=slot_of(case, 90), finding=early, by=mo)

    def test_refuses_a_closed_case(self, case: Case, mo: User) -> None:
        services.close_case(case=case, status="closed", closed_on=days_ago(0), by=mo)
        slot = slot_of(Case.objects.get(), 90)

        with pytest.raises(CaseClosed):
            services.record_checkpoint(slot=slot, finding=finding(alive="yes"), by=mo)

    def test_takes_back_an_answer_whose_history_stays(self, case: Case, mo: User) -> None:
        for said in (finding(alive="yes"), finding("not_found")):
            services.record_checkpoint(slot=slot_of(case, 90), finding=said, by=mo)

        row = Checkpoint.objects.get()
        assert (row.outcome, row.answers, row.history.count()) == ("not_found", {}, 2)
