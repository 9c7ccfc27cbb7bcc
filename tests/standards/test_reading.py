"""What the other apps ask of the standards, and what ships with the program."""

import datetime as dt

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.signals import post_migrate
from django.utils import translation

from cvi.accounts.models import Program
from cvi.standards import reading
from cvi.standards.models import (
    SINCE,
    Basis,
    ConsentRule,
    Instrument,
    ListItem,
    PhaseStandard,
    Threshold,
    ValueList,
)
from cvi.standards.seeding import seed

TODAY = dt.date(2026, 11, 22)
pytestmark = pytest.mark.django_db


def replace(model, day, *, new=None, **lineage):
    """End a shipped standard the day before `day`, and let a new version follow."""
    old = model.objects.get(**lineage)
    model.objects.filter(pk=old.pk).update(ends_on=day - dt.timedelta(days=1))
    if new is not None:
        old.pk, old.version, old.starts_on = None, old.version + 1, day
        old.id = model._meta.pk.get_default()
        for name, value in new.items():
            setattr(old, name, value)
        model.objects.bulk_create([old])


class TestLists:
    @pytest.mark.parametrize("name", ValueList.values)
    def test_every_list_has_values_in_two_languages(self, name):
        values = reading.items(name)

        assert len(values) > 2
        assert all(value.label_en and value.label_es for value in values)

    def test_speak_the_language_of_the_page(self):
        with translation.override("es"):
            assert ("moved", "Se mudó") in reading.choices("exit_reason")

        assert ("moved", "Moved away") in reading.choices("exit_reason")

    def test_come_in_the_order_of_their_places(self):
        replace(ListItem, TODAY, new={"position": 99}, list="exit_reason", code="completed")

        assert reading.choices("exit_reason", on=TODAY)[-1][0] == "completed"
        assert reading.choices("exit_reason", on=TODAY - dt.timedelta(days=1))[0][0] == "completed"

    def test_offer_no_retired_value_but_to_a_record_that_has_it(self):
        replace(ListItem, TODAY, list="exit_reason", code="moved")

        assert "moved" not in dict(reading.choices("exit_reason", on=TODAY))
        assert dict(reading.choices("exit_reason", on=TODAY, keep="moved"))["moved"] == "Moved away"

    def test_call_a_retired_value_by_its_name(self):
        replace(ListItem, TODAY, list="exit_reason", code="moved")

        assert reading.label("exit_reason", "moved") == "Moved away"

    def test_call_an_unknown_code_by_itself(self):
        assert reading.label("exit_reason", "gone") == "gone"

    def test_call_a_renamed_value_by_its_newest_name(self):
        replace(ListItem, TODAY, new={"label_en": "Away"}, list="exit_reason", code="moved")

        assert reading.labels("exit_reason", "barrier")["exit_reason"]["moved"] == "Away"


class TestNumbers:
    @pytest.mark.parametrize(
        ("code", "value"),
        [
            ("re_offer_after_days", 28),
            ("re_offer_until_days", 42),
            ("criteria_purge_days", 30),
            ("consent_max_months", 12),
            ("consent_renew_prompt_days", 30),
            ("note_correct_hours", 24),
            ("inactive_after_days", 30),
            ("inactive_after_days_high_risk", 14),
        ],
    )
    def test_ship_as_the_field_knows_them(self, code, value):
        assert reading.number(code) == value

    def test_of_a_program_go_before_those_for_all(self):
        assert reading.number("caseload_max", program=Program.HOSPITAL) == 25
        assert reading.number("caseload_max", program=Program.OUTREACH) == 20
        assert reading.number("caseload_max") == 20

    def test_come_several_at_once(self):
        found = reading.numbers("caseload_min", "caseload_max", program=Program.GVI)

        assert found == {"caseload_min": 8, "caseload_max": 12}

    def test_are_those_of_the_day(self):
        replace(Threshold, TODAY, new={"number": 35}, code="re_offer_after_days")

        assert reading.number("re_offer_after_days", on=TODAY) == 35
        assert reading.number("re_offer_after_days", on=TODAY - dt.timedelta(days=1)) == 28

    def test_that_nobody_knows_are_an_error(self):
        with pytest.raises(Threshold.DoesNotExist):
            reading.number("no_such_number")

    def test_stay_within_their_bounds(self):
        months = Threshold.objects.filter(code="consent_max_months")

        with pytest.raises(IntegrityError), transaction.atomic():
            months.update(number=13)


class TestPrograms:
    def test_seven_criteria_of_which_four_must_be_met(self):
        found = reading.criteria_set(Program.OUTREACH)

        assert (found.threshold, len(found.parts.all()), found.basis) == (4, 7, Basis.DEMO)
        ages = found.parts.get(code="age")
        assert (ages.min_age, ages.max_age) == (16, 25)

    @pytest.mark.parametrize("program", Program.values)
    def test_each_program_has_criteria_and_demo_phases(self, program):
        found = reading.criteria_set(program)
        phases = reading.phases(program)

        assert 1 <= found.threshold <= len(found.parts.all())
        assert [p.code for p in phases] == ["engage", "stabilize", "sustain", "alumni"]
        assert [p.min_contacts_per_week for p in phases] == [4, 3, 1, 0.25]
        assert {p.basis for p in phases} == {Basis.DEMO}

    def test_a_hospital_follows_up_eight_times_in_a_year(self):
        protocol = reading.protocol(Program.HOSPITAL, "after_discharge")

        steps = [(s.due_after, s.unit) for s in protocol.parts.all()]
        days = [(n, "days") for n in (7, 14, 30, 60, 90, 180, 365)]
        assert steps == [(72, "hours"), *days]

    def test_the_first_follow_up_is_due_from_24_to_72_hours(self):
        first = reading.protocol(Program.HOSPITAL, "after_discharge").parts.all()[0]
        home = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)

        assert first.opens_at(home) == home + dt.timedelta(hours=24)
        assert first.due_at(home) == first.closes_at(home) == home + dt.timedelta(hours=72)

    def test_the_ptsd_screen_is_due_at_four_to_six_weeks(self):
        step = next(
            s
            for s in reading.protocol(Program.HOSPITAL, "after_discharge").parts.all()
            if s.instrument == "pc_ptsd_5"
        )
        home = dt.datetime(2026, 9, 1, 12, tzinfo=dt.UTC)

        assert step.opens_at(home) == home + dt.timedelta(weeks=4)
        assert step.closes_at(home) == home + dt.timedelta(weeks=6)

    @pytest.mark.parametrize(
        ("program", "code"), [("reentry", "after_release"), ("gvi", "after_notification")]
    )
    def test_within_72_hours_then_four_checkpoints(self, program, code):
        steps = reading.protocol(program, code).parts.all()

        assert [s.due_after for s in steps] == [72, 30, 90, 180, 365]
        assert [s.kind for s in steps[1:]] == ["checkpoint"] * 4

    def test_checkpoints_are_for_every_program(self):
        assert reading.protocol(Program.OUTREACH, "checkpoints").program == ""

    def test_what_is_due_is_a_known_kind_and_a_known_screening(self):
        kinds = {value.code for value in reading.items("follow_up_kind")}
        screenings = {found.code for found in reading.instruments()} | {""}

        for program, code in (("hospital", "after_discharge"), ("gvi", "after_notification")):
            steps = reading.protocol(program, code).parts.all()
            assert {s.kind for s in steps} <= kinds
            assert {s.instrument for s in steps} <= screenings


class TestRules:
    def test_north_carolina_gives_two_years(self):
        rule = reading.deadline_rule("NC")

        assert rule.last_day(dt.date(2025, 3, 1)) == dt.date(2027, 3, 1)
        assert "police_report" in rule.documents

    def test_another_state_gets_a_rule_that_says_it_is_not_confirmed(self):
        rule = reading.deadline_rule("TX")

        assert (rule.report_within_hours, rule.file_within_days) == (72, 365)
        assert rule.basis == Basis.UNCONFIRMED
        assert rule.source

    def test_papers_are_values_of_the_list(self):
        papers = {value.code for value in reading.items("compensation_document")}

        for state in ("nc", "tx"):
            rule = reading.deadline_rule(state)
            assert {*rule.documents, *rule.documents_if_killed} <= papers

    def test_who_is_under_18_needs_a_guardian_until_a_state_says_otherwise(self):
        rule = reading.consent_rule("NC", ConsentRule.Service.MENTAL_HEALTH)

        assert (rule.state, rule.min_age, rule.guardian_required) == ("any", 18, True)
        assert rule.basis == Basis.UNCONFIRMED


class TestInstruments:
    def test_built_in_ones_have_all_their_questions(self):
        counts = {
            code: reading.instrument(code).items.filter(kind="scored").count()
            for code in ("pc_ptsd_5", "pcl_5", "phq_2", "phq_9")
        }

        assert counts == {"pc_ptsd_5": 5, "pcl_5": 20, "phq_2": 2, "phq_9": 9}

    @pytest.mark.parametrize("code", ["pc_ptsd_5", "pcl_5", "phq_2", "phq_9"])
    def test_the_highest_total_is_what_their_answers_add_up_to(self, code):
        found = reading.instrument(code)

        most = max(points for points, _words in found.answer_choices)
        assert found.max_score == most * found.items.filter(kind="scored").count()

    @pytest.mark.parametrize(
        ("code", "cut"), [("pc_ptsd_5", 4), ("pcl_5", 31), ("phq_2", 3), ("phq_9", 10)]
    )
    def test_are_positive_from_their_cut_off_on(self, code, cut):
        found = reading.instrument(code)

        assert found.is_positive(cut)
        assert not found.is_positive(cut - 1)

    def test_pc_ptsd_5_asks_about_the_event_first(self):
        first = reading.instrument("pc_ptsd_5").items.all()[0]

        assert first.kind == "gate"

    def test_only_question_9_of_the_phq_9_opens_a_safety_task(self):
        flagged = [
            i.position for i in reading.instrument("phq_9").items.all() if i.opens_safety_task
        ]

        assert flagged == [9]

    @pytest.mark.parametrize(
        ("score", "band"), [(0, "Minimal"), (9, "Mild"), (10, "Moderate"), (27, "Severe")]
    )
    def test_a_total_lies_in_a_band(self, score, band):
        assert reading.instrument("phq_9").band_of(score).label_en == band

    def test_the_phq_speaks_spanish(self):
        found = reading.instrument("phq_9")

        with translation.override("es"):
            assert found.is_in_spanish
            assert found.items.all()[0].label == "Poco interés o placer en hacer cosas"
            assert found.answer_choices[0] == (0, "Ningún día")

    def test_without_a_spanish_wording_the_english_one_is_shown(self):
        found = reading.instrument("pcl_5")

        with translation.override("es"):
            assert not found.is_in_spanish
            assert found.items.all()[0].label.startswith("Repeated")

    @pytest.mark.parametrize("code", ["ace", "oras", "lsi_r", "yset"])
    def test_of_licensed_ones_there_is_no_question(self, code):
        found = reading.instrument(code)

        assert not found.is_built_in
        assert not found.items.exists()
        assert found.band_of(3) is None

    def test_safety_is_off_and_says_why(self):
        assert "safety" not in {found.code for found in reading.instruments()}
        assert Instrument.objects.get(code="safety").note_en.startswith("Off:")

    def test_a_version_is_found_when_it_is_over(self):
        replace(Instrument, TODAY, new={"cut": 3}, code="pc_ptsd_5")
        first = Instrument.objects.get(code="pc_ptsd_5", version=1)

        assert reading.instrument_version(first.pk).cut == 4
        assert reading.instrument("pc_ptsd_5", on=TODAY).cut == 3


class TestQueries:
    @pytest.mark.parametrize(
        ("ask", "queries"),
        [
            (lambda: reading.choices("referral_source"), 1),
            (lambda: reading.labels("referral_source", "exit_reason", "barrier"), 1),
            (lambda: reading.phases("outreach"), 1),
            (lambda: reading.number("caseload_max", program="gvi"), 1),
            (lambda: reading.numbers("caseload_min", "caseload_max"), 1),
            (lambda: reading.deadline_rule("nc"), 1),
            (lambda: reading.consent_rule("nc", "share"), 1),
            (lambda: reading.criteria_set("outreach"), 2),
            (lambda: reading.protocol("hospital", "after_discharge"), 2),
            (lambda: reading.instrument("phq_9"), 3),
        ],
    )
    def test_are_few_and_always_the_same(self, django_assert_num_queries, ask, queries):
        with django_assert_num_queries(queries):
            ask()


class TestSeeds:
    def test_nothing_is_added_twice(self):
        before = ListItem.objects.count(), PhaseStandard.objects.count()

        seed(using="default")

        assert (ListItem.objects.count(), PhaseStandard.objects.count()) == before

    def test_what_a_site_retired_stays_retired(self):
        replace(ListItem, TODAY, list="exit_reason", code="moved")

        seed(using="default")

        assert ListItem.objects.get(list="exit_reason", code="moved").ends_on is not None

    def test_what_a_new_release_brings_is_added(self):
        ListItem.objects.filter(list="exit_reason", code="moved").delete()

        seed(using="default")

        assert ListItem.objects.get(list="exit_reason", code="moved").starts_on == SINCE

    def test_come_after_every_migrate(self):
        receivers = [key[0] for key, *_rest in post_migrate.receivers]

        assert "standards_seeds" in receivers

    def test_wait_for_their_tables(self, monkeypatch):
        monkeypatch.setattr(apps.get_model("standards", "Band")._meta, "db_table", "not_there_yet")

        seed(using="default")

    def test_say_where_a_doubtful_value_comes_from(self):
        for model in apps.get_app_config("standards").get_models():
            if hasattr(model, "LINEAGE"):
                doubtful = model.objects.filter(basis=Basis.PUBLISHED, source="")
                assert not doubtful.exists()


class TestDays:
    def test_nothing_ends_before_it_starts(self):
        value = ListItem.objects.first()
        value.starts_on, value.ends_on = TODAY, TODAY - dt.timedelta(days=1)

        with pytest.raises(ValidationError):
            value.clean()

    def test_nor_in_the_database(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            ListItem.objects.filter(code="moved").update(ends_on=dt.date(1999, 1, 1))

    def test_both_days_count(self):
        value = ListItem(starts_on=TODAY, ends_on=TODAY)

        assert value.is_in_force(TODAY)
        assert not value.is_in_force(TODAY + dt.timedelta(days=1))
