"""Someone's family, and that they died."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.cases import services as cases
from cvi.cases.models import Case, FollowUp, KinLink, Participant, Relative
from tests.cast import Cast, SignIn

LONG, RIGHT_TO_LEFT, EMOJI, NUL = "x" * 10_000, "زيد تست", "Zedd 🌻", "Zedd\0"
WHO = {"name_to_use": "Zedd Testperson"}


def born(day: dt.date) -> dict[str, str]:
    return {
        "birth_date_month": str(day.month),
        "birth_date_day": str(day.day),
        "birth_date_year": str(day.year),
    }


@pytest.fixture
def case(cast: Cast) -> Case:
    return cast.case(cast.messenger())


@pytest.fixture
def browser(case: Case, sign_in: SignIn) -> Any:
    return sign_in(case.worker)


def page(name: str, case: Case, *more: Any) -> str:
    return reverse(f"cases:{name}", args=[case.pk, *more])


def person_of(case: Case) -> Participant:
    return Participant.objects.get(pk=case.participant_id)


class TestFamily:
    def test_keeps_a_guardian_and_whom_to_call(self, case: Case, browser: Any) -> None:
        said = {
            "name": "Zelda Testperson",
            "relation": "mother",
            "phone": "(215) 555-0166",
            "is_guardian": "on",
            "may_contact": "yes",
            "knows_of_hospital": "no",
        }

        answer = browser.post(page("relative_new", case), said, follow=True)

        one = Relative.objects.get()
        assert (one.name, one.phone, one.is_guardian) == ("Zelda Testperson", "+12155550166", True)
        assert "does not know about the hospital" in answer.content.decode()

        browser.post(page("relative_change", case, one.pk), {**said, "knows_of_hospital": "yes"})
        one.refresh_from_db()
        assert one.knows_of_hospital == "yes"
        browser.post(page("relative_remove", case, one.pk))
        assert not Relative.objects.exists()

    @pytest.mark.parametrize(
        ("field", "typed"),
        [("name", LONG), ("name", NUL), ("name", ""), ("phone", "1"), ("relation", "enemy")],
    )
    def test_says_what_is_wrong(self, case: Case, browser: Any, field: str, typed: str) -> None:
        said = {"name": "Zelda Testperson", "relation": "mother", field: typed}

        answer = browser.post(page("relative_new", case), said)

        assert set(answer.context["form"].errors) == {field}
        assert not Relative.objects.exists()

    def test_calls_nobody_whom_we_may_not_contact(self, case: Case, browser: Any) -> None:
        said = {"name": "Zelda", "relation": "mother", "may_contact": "no"}

        answer = browser.post(page("relative_new", case), {**said, "call_in_emergency": "on"})

        assert set(answer.context["form"].errors) == {"call_in_emergency"}

    def test_links_two_files_and_shows_it_on_both(
        self, case: Case, cast: Cast, browser: Any
    ) -> None:
        mother = cast.case(case.worker, name="Zelda Testperson")
        said = {"kin": mother.participant.code.lower(), "relation": "mother"}

        browser.post(page("kin_new", case), said)

        here = browser.get(reverse("desk:about", args=[case.participant_id]))
        there = browser.get(reverse("desk:about", args=[mother.participant_id]))
        assert [(one.person, one.relation) for one, _url in here.context["kin"]] == [
            (mother.participant, "Mother")
        ]
        assert [(one.person, one.relation) for one, _url in there.context["kin"]] == [
            (case.participant, "Child")
        ]
        browser.post(page("kin_remove", mother, KinLink.objects.get().pk))
        assert not KinLink.objects.exists()

    def test_hints_at_no_family_whose_file_is_not_seen(
        self, case: Case, cast: Cast, browser: Any
    ) -> None:
        hidden = cast.case(team=cast.harbor_team, name="Yuri Hiddenperson")
        what = {"kin": hidden.participant, "relation": "sibling", "by": cast.system}
        cases.link_kin(participant=case.participant, **what)

        shown = browser.get(reverse("desk:about", args=[case.participant_id]))

        assert shown.context["kin"] == []
        assert "Hiddenperson" not in shown.content.decode()

    def test_links_nobody_to_themselves(self, case: Case, browser: Any) -> None:
        said = {"kin": case.participant.code, "relation": "sibling"}

        assert browser.post(page("kin_new", case), said).context["form"].errors
        assert not KinLink.objects.exists()


class TestDeath:
    @pytest.fixture
    def follow_up(self, case: Case) -> FollowUp:
        due = timezone.localdate()
        return cases.plan_follow_up(case=case, kind="check_in", due_on=due, by=case.worker)

    def test_stops_what_was_planned_and_looks_after_those_who_stay(
        self, case: Case, follow_up: FollowUp, browser: Any
    ) -> None:
        day = timezone.localdate() - dt.timedelta(days=1)

        browser.post(page("death_record", case), {"died_on": day.isoformat(), "cause": "gun"})

        follow_up.refresh_from_db()
        person = person_of(case)
        assert (person.died_on, person.death["cause"]) == (day, "gun")
        assert follow_up.outcome == "no_longer_needed"
        kinds = set(FollowUp.objects.open().values_list("kind", flat=True))
        assert kinds == {"family_support", "staff_support"}
        assert Case.objects.get(pk=case.pk).closed_on is None
        shown = browser.get(reverse("desk:participant", args=[case.participant_id]))
        assert "Passed away on" in shown.content.decode()

    def test_corrected_plans_nothing_twice(self, case: Case, browser: Any) -> None:
        browser.post(page("death_record", case), {"died_on": "", "cause": "unknown"})
        browser.post(page("death_record", case), {"died_on": "", "cause": "illness"})

        assert person_of(case).death == {"on": None, "cause": "illness"}
        assert FollowUp.objects.open().count() == 2

    def test_is_taken_back(self, case: Case, browser: Any) -> None:
        browser.post(page("death_record", case), {"died_on": "", "cause": "unknown"})

        browser.post(page("death_undo", case))

        assert not person_of(case).has_died
        assert not FollowUp.objects.open().exists()

    @pytest.mark.parametrize("day", ["2999-01-01", "2000-02-30", "1999-01-01", "1600-01-01", "x"])
    def test_refuses_a_day_that_cannot_be(self, case: Case, browser: Any, day: str) -> None:
        said = {"died_on": day, "cause": "gun"}

        answer = browser.post(page("death_record", case), said)

        assert set(answer.context["form"].errors) == {"died_on"}
        assert not person_of(case).has_died
