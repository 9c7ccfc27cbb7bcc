"""Writing down who someone is, how to reach them, their family, and that they died."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from cvi.cases import portrait
from cvi.cases import services as cases
from cvi.cases.ages import PRACTICE, VOCA, band_of
from cvi.cases.models import About, Case, ContactPoint, Participant
from cvi.cases.values import RaceEthnicity
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


class TestWho:
    def test_keeps_all_that_was_said(self, case: Case, browser: Any) -> None:
        said = {
            **WHO,
            "street_names": "Lucky\nZ-Man\n\nLucky",
            "pronouns": "they",
            "race_ethnicity": ["black", "white"],
            "race_source": "self",
            "gender": "non_binary",
            "orientation": "declined",
            "sex_for_federal_report": "male",
        }

        answer = browser.post(page("participant_edit", case), said)

        assert answer.url == reverse("desk:about", args=[case.participant_id])
        person, about = person_of(case), About.objects.get()
        assert person.street_names == ["Lucky", "Z-Man"]
        assert (person.gender, person.race_ethnicity) == ("non_binary", ["black", "white"])
        assert (about.pronouns, about.race_source) == ("they", "self")
        assert (about.orientation, about.sex_for_federal_report) == ("declined", "male")

    def test_needs_the_name_only_and_asks_nothing_else(self, case: Case, browser: Any) -> None:
        browser.post(page("participant_edit", case), WHO)

        about = About.objects.get()
        assert {about.race_source, about.orientation} == {"not_asked"}
        assert about.sex_for_federal_report == "unknown"

    def test_takes_one_answer_about_ethnicity_as_complete(self, case: Case, browser: Any) -> None:
        said = {**WHO, "race_ethnicity": ["hispanic"], "race_source": "self"}

        answer = browser.post(page("participant_edit", case), said, follow=True)

        assert person_of(case).race_ethnicity == [RaceEthnicity.HISPANIC]
        shown = answer.content.decode()
        assert "Hispanic or Latino" in shown
        assert "race" not in shown.replace("Race and ethnicity", "").casefold().split()

    @pytest.mark.parametrize("answer", ["declined", "not_asked"])
    def test_refuses_an_answer_beside_none(self, case: Case, browser: Any, answer: str) -> None:
        said = {**WHO, "race_ethnicity": ["black", answer]}

        form = browser.post(page("participant_edit", case), said).context["form"]

        assert set(form.errors) == {"race_ethnicity"}

    def test_keeps_unknown_declined_and_not_asked_apart(self, case: Case, browser: Any) -> None:
        for answer, shown in [
            ("unknown", "Don't know"),
            ("declined", "Prefer not to say"),
            ("not_asked", ""),
        ]:
            browser.post(page("life_edit", case), {"veteran": answer})

            facts = portrait.life(About.objects.get(), portrait.words())
            assert About.objects.get().veteran == answer
            assert [fact.value for fact in facts] == ([shown] if shown else [])

    @pytest.mark.parametrize("name", [EMOJI, RIGHT_TO_LEFT, "Ána-María d'Été", "李"])
    def test_keeps_names_of_every_script(self, case: Case, browser: Any, name: str) -> None:
        answer = browser.post(page("participant_edit", case), {"name_to_use": name}, follow=True)

        assert person_of(case).name_to_use == name
        assert name.replace("'", "&#x27;") in answer.content.decode()

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("name_to_use", LONG),
            ("name_to_use", NUL),
            ("name_to_use", ""),
            ("street_names", "y" * 61),
            ("street_names", "\n".join(f"Name {n}" for n in range(21))),
            ("street_names", LONG),
            ("street_names", NUL),
            ("pronouns", LONG),
            ("about_how_old", "0"),
            ("about_how_old", "200"),
            ("about_how_old", "-3"),
            ("about_how_old", "twenty"),
            ("about_how_old", "9" * 5000),
            ("gender", "offender"),
            ("race_source", "guess"),
            ("race_ethnicity", "citizen"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, case: Case, browser: Any, field: str, typed: str
    ) -> None:
        said = {**WHO, "gender_words": "Kept words", field: typed}

        answer = browser.post(page("participant_edit", case), said)

        assert set(answer.context["form"].errors) == {field}
        assert "Kept words" in answer.content.decode()
        assert not About.objects.exists()
        assert person_of(case).street_names == []

    @pytest.mark.parametrize(
        "day",
        [("2", "30", "2001"), ("13", "1", "2001"), ("1", "1", "1850"), ("1", "1", "2999")],
    )
    def test_refuses_a_birth_date_that_cannot_be(
        self, case: Case, browser: Any, day: tuple[str, str, str]
    ) -> None:
        parts = dict(zip(("month", "day", "year"), day, strict=True))
        said = {**WHO, **{f"birth_date_{part}": value for part, value in parts.items()}}

        answer = browser.post(page("participant_edit", case), said)

        assert set(answer.context["form"].errors) == {"birth_date"}
        assert person_of(case).birth_date == dt.date(2001, 2, 3)
        assert f'value="{day[2]}"' in answer.content.decode()

    def test_shows_the_legal_name_on_no_other_page(self, case: Case, browser: Any) -> None:
        changes = {"legal_name": "Zeddicus Paperperson"}
        cases.update_participant(participant=case.participant, changes=changes, by=case.worker)

        for url in (
            page("participant_edit", case),
            reverse("desk:about", args=[case.participant_id]),
            reverse("desk:participant", args=[case.participant_id]),
        ):
            assert "Paperperson" not in browser.get(url).content.decode()

    def test_leaves_a_line_when_the_legal_name_is_opened(self, case: Case, browser: Any) -> None:
        changes = {"legal_name": "Zeddicus Paperperson"}
        cases.update_participant(participant=case.participant, changes=changes, by=case.worker)

        shown = browser.get(page("legal_name", case)).content.decode()

        events = apps.get_model("audit", "AuditEvent").objects
        assert "Paperperson" in shown
        assert events.filter(reason="legal_name_opened", object_id=case.participant_id).exists()


class TestAge:
    def test_guesses_where_there_is_no_birth_date(self, case: Case, browser: Any) -> None:
        browser.post(page("participant_edit", case), {**WHO, "about_how_old": "20"})

        person = person_of(case)
        later = timezone.localdate() + dt.timedelta(days=3 * 366)
        assert (person.birth_date, person.age, person.is_age_a_guess) == (None, 20, True)
        assert person.age_on(later) == 23
        assert portrait.age_in_words(person) == "about 20"

    def test_counts_from_a_birth_date_where_there_is_one(self, case: Case, browser: Any) -> None:
        said = {**WHO, **born(dt.date(2000, 5, 10)), "about_how_old": "20"}

        browser.post(page("participant_edit", case), said)

        assert not person_of(case).is_age_a_guess

    @pytest.mark.parametrize(
        ("day", "age", "band"),
        [(dt.date(2025, 5, 9), 24, "18–24"), (dt.date(2025, 5, 10), 25, "25–59")],
    )
    def test_falls_in_the_band_of_the_day_of_the_report(
        self, day: dt.date, age: int, band: str
    ) -> None:
        person = Participant(birth_date=dt.date(2000, 5, 10))

        assert person.age_on(day) == age
        assert band_of(person.age_on(day), VOCA).label == band

    def test_has_no_band_where_it_is_not_known(self) -> None:
        assert band_of(Participant().age_on(dt.date(2025, 5, 9))) is None
        assert [band_of(age, PRACTICE).label for age in (13, 36)] == ["0–13", "36+"]


class TestReach:
    def test_keeps_where_and_how(self, case: Case, browser: Any, cast: Cast) -> None:
        said = {
            "stays_at": "Corner of 5th",
            "zone": cast.zone.pk,
            "language": "other",
            "language_words": "Haitian Creole",
            "interpreter": "yes",
            "reading_help": "declined",
            "access_needs": ["hearing", "mobility"],
        }

        browser.post(page("reach_edit", case), said)

        about = About.objects.get()
        assert (about.stays_at, about.language_words) == ("Corner of 5th", "Haitian Creole")
        assert (about.interpreter, about.reading_help) == ("yes", "declined")
        assert about.access_needs == ["hearing", "mobility"]
        assert person_of(case).zone == cast.zone

    def test_refuses_an_address_of_someone_without_one(self, case: Case, browser: Any) -> None:
        said = {"stays_at": "Corner of 5th", "has_no_address": "on"}

        form = browser.post(page("reach_edit", case), said).context["form"]

        assert set(form.errors) == {"stays_at"}

    def test_adds_changes_and_takes_a_number_away(self, case: Case, browser: Any) -> None:
        ContactPoint.objects.all().delete()
        said = {"kind": "phone", "value": "(215) 555-0177", "safe_to_leave_voicemail": "no"}

        browser.post(page("contact_point_new", case), said)
        point = ContactPoint.objects.get()
        assert (point.value, point.safe_to_leave_voicemail) == ("+12155550177", "no")
        assert point.safe_to_text == "not_asked"

        changed = {**said, "safe_to_text": "yes", "best_time": "after 6"}
        browser.post(page("contact_point_change", case, point.pk), changed)
        point.refresh_from_db()
        assert (point.safe_to_text, point.best_time) == ("yes", "after 6")

        browser.post(page("contact_point_remove", case, point.pk))
        assert not ContactPoint.objects.exists()
        assert ContactPoint.history.filter(history_type="-").exists()

    @pytest.mark.parametrize(
        ("kind", "value"),
        [("phone", "12"), ("email", "nobody"), ("social", LONG), ("social", NUL), ("social", "")],
    )
    def test_refuses_what_reaches_nobody(
        self, case: Case, browser: Any, kind: str, value: str
    ) -> None:
        said = {"kind": kind, "value": value, "best_time": "Kept words"}

        answer = browser.post(page("contact_point_new", case), said)

        assert set(answer.context["form"].errors) == {"value"}
        assert "Kept words" in answer.content.decode()
        assert ContactPoint.objects.count() == 1

    def test_changes_nothing_of_someone_else(self, case: Case, cast: Cast, browser: Any) -> None:
        other = cast.case(case.worker, name="Zoe Otherperson").participant.contact_points.get()

        assert browser.get(page("contact_point_change", case, other.pk)).status_code == 404


class TestLife:
    def test_keeps_what_was_said_first(self, case: Case, browser: Any) -> None:
        browser.post(page("life_edit", case), {"housing": "shelter", "work": "declined"})
        browser.post(page("life_edit", case), {"housing": "own", "work": "full_time"})

        about = About.objects.get()
        assert (about.housing, about.baseline["housing"]["was"]) == ("own", "shelter")
        facts = {fact.label: fact.value for fact in portrait.life(about, portrait.words())}
        assert facts["Home"] == "Own place, rented or owned (at first: Shelter)"
        assert facts["Work"] == "Works full time (at first: Prefer not to say)"

    def test_refuses_what_is_on_no_list(self, case: Case, browser: Any) -> None:
        form = browser.post(page("life_edit", case), {"housing": "castle"}).context["form"]

        assert set(form.errors) == {"housing"}
        assert not About.objects.exists()


OF_BUILDINGS = {"cvi.referrals.models.directory", "cvi.referrals.models.listing"}
"""Tables of the service directory: where its offices stand is on their doors."""


def columns_about_people() -> list[Any]:
    """Return the columns of all other tables; those of their versions are the same."""
    tables = [model for model in apps.get_models() if not hasattr(model, "instance_type")]
    models = [model for model in tables if model.__module__ not in OF_BUILDINGS]
    return [field for model in models for field in model._meta.get_fields()]


@pytest.mark.parametrize("word", ["immigra", "citizen", "visa", "photo", "picture", "latitude"])
def test_what_is_never_asked_has_no_column(word: str) -> None:
    assert [str(f) for f in columns_about_people() if word in str(f).casefold()] == []


def test_no_column_holds_a_place_on_the_map() -> None:
    names = {field.name for field in columns_about_people()}

    assert names & {"gps", "geo", "lat", "lng", "lon", "longitude", "coordinates"} == set()
    assert "location" not in names


def test_the_page_asks_as_much_for_many_as_for_few(
    case: Case, cast: Cast, browser: Any, django_assert_num_queries: Any
) -> None:
    url = reverse("desk:about", args=[case.participant_id])
    for number in range(5):
        changes = {"name": f"Zelda {number}", "relation": "sibling"}
        what = {"participant": case.participant, "by": case.worker}
        cases.save_relative(relative=None, changes=changes, **what)
        kin = cast.case(case.worker, name=f"Zoe {number}").participant
        cases.link_kin(kin=kin, relation="cousin", **what)
    browser.get(url)

    with django_assert_num_queries(21):
        browser.get(url)
