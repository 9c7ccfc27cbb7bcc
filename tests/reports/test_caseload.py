"""The caseload report on screen."""

import datetime as dt

import pytest
from django.urls import reverse_lazy
from django.utils import timezone

from cvi.accounts.models import User
from cvi.audit.models import AuditEvent
from cvi.cases import services as cases
from cvi.cases.services import Identity, Opening
from cvi.reports.caseload import count_caseload, overdue_chart, places_of, reportable_cases
from cvi.reports.measures import MEASURES, average_stay
from cvi.reports.questions import NO_WORKER, Question
from cvi.vault.keyring import open_ring

URL = reverse_lazy("reports:caseload")


def counted(user, **asked):
    """Return each table as {label: {measure: number}}, and the totals as the table "all"."""
    found = reportable_cases(User.objects.get(pk=user.pk))
    caseload = count_caseload(found, Question(**asked), places_of(found))
    codes = [measure.code for measure in MEASURES]
    tables = {
        table.cut: {line.label: dict(zip(codes, line.numbers, strict=True)) for line in table.lines}
        for table in caseload.tables
    }
    return {**tables, "all": dict(zip(codes, caseload.totals, strict=True))}


def finding(user):
    found = reportable_cases(user)
    return overdue_chart(count_caseload(found, Question(), places_of(found))).finding


class TestCounts:
    def test_of_everything(self, cast, city):
        assert counted(cast.manager())["all"] == {
            "open": 3,
            "opened": 2,
            "closed": 1,
            "overdue": 3,
            "reached": 1,
            "tried": 1,
        }

    def test_by_worker_with_a_row_for_nobody(self, cast, city):
        workers = counted(cast.manager())["worker"]

        assert list(workers) == ["Hank", "Mo", "No worker yet"]
        assert workers["Mo"] == {
            "open": 1,
            "opened": 1,
            "closed": 1,
            "overdue": 2,
            "reached": 1,
            "tried": 1,
        }
        assert workers["No worker yet"]["open"] == 1

    def test_by_team_and_program(self, cast, city):
        found = counted(cast.manager())

        assert {name: line["open"] for name, line in found["team"].items()} == {
            "Harbor street team (Harbor Peace)": 2,
            "Hill street team (Hill Forward)": 1,
        }
        assert {name: line["open"] for name, line in found["program"].items()} == {
            "Street outreach": 3
        }

    def test_add_up_in_every_table(self, cast, city):
        found = counted(cast.manager())

        for cut in ("worker", "team", "program"):
            for measure in MEASURES:
                total = sum(line[measure.code] for line in found[cut].values())
                assert total == found["all"][measure.code]

    def test_of_one_team_for_its_supervisor(self, cast, city):
        found = counted(cast.supervisor())

        assert list(found["team"]) == ["Harbor street team (Harbor Peace)"]
        assert found["all"]["open"] == 2

    def test_of_nothing_for_who_may_not_count(self, cast, city):
        assert counted(cast.messenger("ray"))["all"]["open"] == 0

    @pytest.mark.parametrize(
        ("asked", "number"), [({"program": "outreach"}, 3), ({"program": "gvi"}, 0)]
    )
    def test_of_a_program(self, cast, city, asked, number):
        assert counted(cast.manager(), **asked)["all"]["open"] == number

    def test_of_a_worker_or_of_nobody(self, cast, city):
        manager = cast.manager()

        assert counted(manager, worker=str(city["mo"].pk))["all"]["overdue"] == 2
        assert counted(manager, worker=NO_WORKER)["all"]["open"] == 1

    def test_of_a_day_in_the_past(self, cast, city, ago):
        found = counted(cast.manager(), first=ago(60), last=ago(30))

        assert found["all"]["open"] == 2
        assert found["all"]["closed"] == 0
        assert found["all"]["overdue"] == 0

    def test_forget_a_follow_up_when_it_is_done(self, cast, city, overdue):
        follow_up = overdue(city["mine"])
        cases.finish_follow_up(follow_up=follow_up, outcome="reached", by=cast.system)

        assert counted(cast.manager())["all"]["overdue"] == 3

    def test_leave_out_the_follow_ups_of_a_closed_case(self, cast, city, ago):
        cases.close_case(case=city["mine"], status="closed", closed_on=ago(0), by=cast.system)

        assert counted(cast.manager())["all"]["overdue"] == 1

    def test_tell_two_workers_of_one_name_apart(self, cast, city):
        twin = cast.messenger("mo2")
        User.objects.filter(pk=twin.pk).update(name="Mo")
        cast.case(worker=twin)

        assert {"Mo (mo)", "Mo (mo2)"} <= set(counted(cast.manager())["worker"])

    def test_take_as_many_queries_however_many_cases(self, cast, city, django_assert_num_queries):
        found = reportable_cases(cast.manager())
        places = places_of(found)
        with django_assert_num_queries(len(MEASURES)):
            count_caseload(found, Question(), places)
        for _number in range(5):
            cast.case()

        with django_assert_num_queries(len(MEASURES)):
            count_caseload(found, Question(), places)

    def test_open_no_key(self, cast, city):
        with open_ring(()) as ring:
            counted(cast.manager())

        assert ring.opened == set()


class TestPage:
    def test_shows_the_tables_the_exceptions_and_that_it_is_internal(self, cast, city, sign_in):
        page = sign_in(cast.manager()).get(URL).content.decode()

        assert "This counts all programs, all teams, all workers" in page
        assert "Harbor street team" in page
        assert "No worker yet" in page
        assert "Internal" in page
        assert city["mine"].participant.code in page

    def test_names_no_participant(self, cast, city, sign_in):
        assert b"Zedd" not in sign_in(cast.manager()).get(URL).content

    def test_repeats_the_filters(self, cast, city, sign_in):
        asked = {"team": str(cast.hill_team.pk), "first": "2026-01-05", "last": "2026-02-06"}

        page = sign_in(cast.manager()).get(URL, asked).content.decode()

        assert "Hill street team (Hill Forward), all workers, Jan 5, 2026 to Feb 6, 2026" in page

    def test_says_what_to_do_when_nothing_matches(self, cast, city, sign_in):
        page = sign_in(cast.manager()).get(URL, {"program": "gvi"}).content

        assert b"No cases match" in page

    def test_works_in_an_empty_city(self, cast, sign_in):
        assert b"No cases match" in sign_in(cast.manager()).get(URL).content

    @pytest.mark.parametrize(
        ("asked", "error"),
        [
            ({"first": "2026-02-06", "last": "2026-01-05"}, b"Choose a day before the last one"),
            ({"last": "2999-01-01"}, b"Choose today or a day before"),
            ({"first": "0001-01-01"}, b"Check the year"),
            ({"team": "x"}, b"not one of the available choices"),
        ],
    )
    def test_keeps_what_was_typed_and_counts_nothing(self, cast, city, sign_in, asked, error):
        page = sign_in(cast.manager()).get(URL, asked).content

        assert error in page
        assert b"By worker" not in page
        assert all(value.encode() in page for value in asked.values() if value != "x")

    def test_does_not_offer_a_supervisor_another_team(self, cast, city, sign_in):
        page = sign_in(cast.supervisor()).get(URL)

        assert b"Hill" not in page.content

    def test_leaves_a_line_with_the_filters(self, cast, city, sign_in):
        manager = cast.manager()
        sign_in(manager).get(URL, {"program": "outreach"})

        line = AuditEvent.objects.get(resource="reports.caseload", actor_id=manager.pk)

        assert line.detail["program"] == "outreach"

    @pytest.mark.parametrize("role", ["messenger", "specialist", "auditor", "administrator"])
    def test_refuses_who_may_not_count(self, cast, city, sign_in, role):
        user = getattr(cast, role)("eve")

        assert sign_in(user).get(URL).status_code == 403
        assert AuditEvent.objects.filter(actor_id=user.pk, outcome="not_allowed").exists()

    def test_sends_a_stranger_to_sign_in(self, client, db):
        assert client.get(URL).status_code == 302

    def test_asks_as_many_questions_however_many_cases(
        self, cast, city, sign_in, django_assert_max_num_queries
    ):
        browser = sign_in(cast.manager())
        for _number in range(10):
            cast.case(team=cast.gvi_team)

        with django_assert_max_num_queries(20):
            browser.get(URL)


class TestFinding:
    def test_names_who_has_most(self, cast, city):
        assert finding(cast.manager()) == (
            "Harbor street team (Harbor Peace) has the most overdue follow-ups: 2 of 3."
        )

    def test_names_the_worker_where_there_is_one_team(self, cast, city):
        assert finding(cast.supervisor()) == "Mo has all 2 overdue follow-ups."

    def test_names_nobody_alone_where_some_have_as_many(self, cast, overdue):
        overdue(cast.case())
        overdue(cast.case(team=cast.hill_team))

        assert finding(cast.manager()) == (
            "Harbor street team (Harbor Peace) and others have the most overdue follow-ups: "
            "1 each of 2."
        )

    def test_speaks_of_one_as_of_one(self, cast, overdue):
        overdue(cast.case())

        assert finding(cast.manager()) == "No worker yet has the only overdue follow-up."

    def test_says_when_there_is_none(self, cast):
        cast.case()

        assert finding(cast.manager()) == "No follow-up is overdue."


class TestDay:
    def test_of_a_deadline_is_not_overdue_yet(self, cast, overdue):
        overdue(cast.case(), days=0)

        assert counted(cast.manager())["all"]["overdue"] == 0

    def test_after_a_deadline_is(self, cast, overdue):
        overdue(cast.case(), days=1)

        assert counted(cast.manager())["all"]["overdue"] == 1

    def test_of_closing_counts_as_closed(self, cast, today):
        case = cast.case()
        cases.close_case(case=case, status="closed", closed_on=today, by=cast.system)

        found = counted(cast.manager())["all"]

        assert (found["open"], found["closed"]) == (0, 1)

    def test_before_the_first_does_not_count(self, cast, contact):
        contact(cast.case(), days=10)

        found = counted(cast.manager(), first=Question().last - dt.timedelta(days=5))

        assert found["all"]["reached"] == 0


class TestAverageStay:
    """Worked example 4: exits after 90, 200 and 310 days make 600 days in 3 cases."""

    @pytest.fixture
    def exits(self, cast):
        today = timezone.localdate()
        for days in (90, 200, 310):
            person = cases.register_participant(
                agency=cast.harbor, identity=Identity(name_to_use="Zedd Leaver"), by=cast.system
            )
            day = today - dt.timedelta(days=days)
            opening = Opening(team=cast.harbor_team, opened_on=day)
            case = cases.open_new_case(participant=person, opening=opening, by=cast.system)
            cases.close_case(case=case, status="graduated", closed_on=today, by=cast.system)

    def test_is_the_days_of_those_who_left_by_the_cases_closed(self, cast, exits):
        cast.case()
        found = reportable_cases(cast.manager())

        assert average_stay(found, Question()) == 600 / 3 == 200

    def test_stands_on_the_page(self, cast, exits, sign_in):
        page = sign_in(cast.manager()).get(URL).content.decode()

        assert "Average length of stay of those whose case closed: 200 days" in page

    def test_is_nothing_where_nobody_left(self, cast, sign_in):
        cast.case()
        manager = cast.manager()

        assert average_stay(reportable_cases(manager), Question()) is None
        page = sign_in(manager).get(URL).content.decode()
        assert "Average length of stay" not in page
