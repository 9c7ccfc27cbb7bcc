"""Today, my people, and a participant's page."""

import datetime as dt
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.roles import Role
from cvi.cases import services as cases
from cvi.cases.models import Case, Participant
from cvi.desk.views import people as people_page
from cvi.outreach import services as outreach
from cvi.outreach.services import ContactDetails
from tests.cast import Cast, SignIn

TODAY = "/today/"
PEOPLE = "/people/"


def page_of(case: Case) -> str:
    return reverse("desk:participant", args=[case.participant_id])


def sharing_of(case: Case) -> str:
    return reverse("desk:sharing", args=[case.participant_id])


class TestToday:
    def test_puts_the_latest_first_and_shows_each_person_once(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        mo = cast.messenger()
        late, later = cast.case(mo, name="Zed Late"), cast.case(mo, name="Zoe Later")
        day = timezone.localdate()
        for case, days in [(late, 2), (later, 9), (later, 1)]:
            due_on = day - dt.timedelta(days=days)
            cases.plan_follow_up(case=case, kind="check_in", due_on=due_on, by=mo)

        rows = sign_in(mo).get(TODAY).context["due"]

        assert [row.case for row in rows] == [later, late]

    def test_names_the_people_not_reached_for_a_week(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        quiet, new = cast.case(mo, name="Zed Quiet"), cast.case(mo, name="Zoe New")
        Case.objects.filter(pk=quiet.pk).update(opened_on=dt.date(2025, 1, 5))

        rows = sign_in(mo).get(TODAY).context["due"]

        assert [row.case for row in rows] == [quiet]
        assert new not in [row.case for row in rows]

    def test_says_what_to_do_when_nobody_is_due(self, cast: Cast, sign_in: SignIn) -> None:
        text = sign_in(cast.messenger()).get(TODAY).content.decode()

        assert "Nobody is due today." in text

    def test_shows_nobody_of_another_team(self, cast: Cast, sign_in: SignIn) -> None:
        case = cast.case(team=cast.hill_team, name="Yuri Notmine")
        day = timezone.localdate()
        cases.plan_follow_up(case=case, kind="check_in", due_on=day, by=cast.system)

        text = sign_in(cast.supervisor()).get(TODAY).content.decode()

        assert "Yuri Notmine" not in text

    def test_asks_as_many_queries_for_many_people_as_for_one(
        self, cast: Cast, sign_in: SignIn, django_assert_num_queries
    ) -> None:
        mo = cast.messenger()
        browser = sign_in(mo)
        for number in range(8):
            case = cast.case(mo, name=f"Zed Number {number}")
            cases.plan_follow_up(
                case=case, kind="check_in", due_on=timezone.localdate(), by=cast.system
            )
        browser.get(TODAY)

        with django_assert_num_queries(36):
            browser.get(TODAY)


class TestPeople:
    def test_lists_the_people_seen_by_name(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        second, first = cast.case(mo, name="zoe Example"), cast.case(mo, name="Abe Example")

        listed = [case for case, _day in sign_in(mo).get(PEOPLE).context["people"]]

        assert listed == [first, second]

    def test_finds_a_misspelled_name(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        wanted = cast.case(mo, name="Marquise Sampleton")
        cast.case(mo, name="Abe Example")

        found = [
            case
            for case, _day in sign_in(mo)
            .post(PEOPLE, {"name": "markis samplton"})
            .context["people"]
        ]

        assert found == [wanted]

    def test_shows_a_hundred_and_the_rest_when_asked(
        self, cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(people_page, "PEOPLE_SHOWN", 2)
        sue = cast.supervisor()
        for number in range(3):
            cast.case(name=f"Zedd Number {number}")
        browser = sign_in(sue)

        first, whole = browser.get(PEOPLE), browser.get(f"{PEOPLE}?all")

        assert (len(first.context["people"]), first.context["more"]) == (2, 1)
        assert len(whole.context["people"]) == 3

    def test_says_when_the_next_follow_up_is(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        case = cast.case(mo)
        day = timezone.localdate() + dt.timedelta(days=3)
        cases.plan_follow_up(case=case, kind="check_in", due_on=day, by=mo)

        assert sign_in(mo).get(PEOPLE).context["people"] == [(case, day)]

    def test_never_finds_someone_unseen(self, cast: Cast, sign_in: SignIn) -> None:
        cast.case(team=cast.hill_team, name="Yuri Notmine")

        found = [
            case
            for case, _day in sign_in(cast.messenger())
            .post(PEOPLE, {"name": "Yuri Notmine"})
            .context["people"]
        ]

        assert found == []

    def test_offers_to_add_someone_only_where_that_is_allowed(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        clinician = cast.user("cleo", Role.CLINICIAN, cast.mercy_team)
        add = f'href="{reverse("cases:person_new")}"'

        assert add in sign_in(cast.messenger()).get(PEOPLE).content.decode()
        assert add not in sign_in(clinician).get(PEOPLE).content.decode()

    def test_is_refused_to_a_manager(self, cast: Cast, sign_in: SignIn) -> None:
        assert sign_in(cast.manager()).get(PEOPLE).status_code == 403


class TestPersonNew:
    def test_registers_a_person_with_a_case_of_ones_own(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        typed = {"name_to_use": "Zora Newcomer", "team": cast.harbor_team.pk}

        answer = sign_in(mo).post(reverse("cases:person_new"), typed)

        case = Case.objects.get()
        assert answer.url == reverse("desk:case_start", args=[case.pk])
        assert (case.participant.name_to_use, case.worker) == ("Zora Newcomer", mo)
        assert case.participant.agency == cast.harbor

    def test_refuses_a_team_that_is_not_ones_own(self, cast: Cast, sign_in: SignIn) -> None:
        typed = {"name_to_use": "Zora Newcomer", "team": cast.hill_team.pk}

        answer = sign_in(cast.messenger()).post(reverse("cases:person_new"), typed)

        assert "team" in answer.context["form"].errors
        assert not Participant.objects.exists()

    def test_keeps_what_was_typed_when_something_is_wrong(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        typed = {
            "name_to_use": "Zora Newcomer",
            "team": cast.harbor_team.pk,
            "birth_date_month": "2",
            "birth_date_day": "30",
            "birth_date_year": "2001",
            "phone": "12",
        }

        answer = sign_in(cast.messenger()).post(reverse("cases:person_new"), typed)

        assert set(answer.context["form"].errors) == {"birth_date", "phone"}
        assert 'value="Zora Newcomer"' in answer.content.decode()
        assert not Participant.objects.exists()


class TestParticipant:
    def test_shows_a_logged_contact_on_the_timeline(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        case = cast.case(mo)
        details = ContactDetails("call", "reached", ["check_in"], "5_15", note="Doing well")
        outreach.log_contact(case=case, contact=details, by=mo)

        text = sign_in(mo).get(page_of(case)).content.decode()

        assert "Doing well" in text
        assert "Zedd Testperson" in text

    def test_hides_the_person_from_a_stranger(self, cast: Cast, sign_in: SignIn) -> None:
        case = cast.case(team=cast.hill_team)

        assert sign_in(cast.supervisor()).get(page_of(case)).status_code == 404

    def test_answers_the_same_for_a_person_who_does_not_exist(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        mo = sign_in(cast.messenger())
        other, nobody = cast.case(team=cast.hill_team).participant_id, uuid.uuid4()

        pages = [mo.get(reverse("desk:participant", args=[pk])) for pk in (other, nobody)]
        ids = "|".join([str(other), str(nobody), r"[A-Za-z0-9]{64}"])
        one, two = [re.sub(ids, "", page.content.decode()) for page in pages]

        assert one == two

    def test_of_a_hospital_asks_for_no_contacts_of_the_street(
        self, cast: Cast, sign_in: SignIn, django_assert_max_num_queries
    ) -> None:
        case = cast.case(team=cast.mercy_team)
        browser = sign_in(cast.specialist())

        with django_assert_max_num_queries(32) as asked:  # one asks the trail how fast one reads
            browser.get(page_of(case))

        assert not any("outreach_contact" in query["sql"] for query in asked.captured_queries)

    def test_offers_to_stop_sharing_to_those_who_may(self, cast: Cast, sign_in: SignIn) -> None:
        clara = cast.user("clara", Role.CLINICIAN, cast.mercy_team)
        hana = cast.specialist()
        case = cast.case(team=cast.mercy_team)
        cast.consent(case, cast.harbor, "name")

        offered, not_offered = [
            "Stop sharing" in sign_in(user).get(sharing_of(case)).content.decode()
            for user in (hana, clara)
        ]

        assert (offered, not_offered) == (True, False)

    def test_shows_nothing_of_a_case_in_a_program_one_does_not_see(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        gia = cast.gvi_coordinator()
        case = cast.case(team=cast.gvi_team)
        opening = cases.Opening(team=cast.reentry_team)
        other = cases.open_new_case(participant=case.participant, opening=opening, by=cast.system)
        cases.add_note(case=other, text="Only for reentry", by=cast.system)

        text = sign_in(gia).get(page_of(case)).content.decode()

        assert "Only for reentry" not in text
        assert "Reentry" not in text

    def test_asks_as_many_queries_for_a_long_past_as_for_a_short_one(
        self, cast: Cast, sign_in: SignIn, django_assert_num_queries
    ) -> None:
        mo = cast.messenger()
        case = cast.case(mo)
        for _number in range(6):
            details = ContactDetails("call", "reached", ["check_in"], "5_15")
            outreach.log_contact(case=case, contact=details, by=mo)
            cases.set_goal(case=case, domain="work", words="A job", by=mo)
            cases.add_note(case=case, text="Hello", by=mo)
        browser = sign_in(mo)
        browser.get(page_of(case))

        with django_assert_num_queries(32):  # one of them asks the trail how fast one reads
            browser.get(page_of(case))
