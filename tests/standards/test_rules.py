"""What the settings pages add and retire, and what they refuse."""

import pytest

from cvi.audit.models import AuditEvent
from cvi.standards import reading
from cvi.standards.models import (
    ConsentRule,
    CriteriaSet,
    DeadlineRule,
    Instrument,
    ListItem,
    PhaseStandard,
    Protocol,
    Threshold,
)
from tests.standards.office import DAY, change, errors, filled, kind_of, url, value


class TestAdd:
    def test_adds_a_value_at_the_end_of_its_list(self, manager, tomorrow):
        sent = {
            "list": "exit_reason",
            "label_en": "Found their way",
            "label_es": "Encontró su camino",
            "starts_on": tomorrow - DAY,
        }

        looked = manager.post(url("add", "lists"), sent)
        answer = manager.post(url("add", "lists"), sent | {"save": "1"})

        assert looked.status_code == 200
        assert answer.status_code == 302
        assert reading.choices("exit_reason")[-1] == ("found_their_way", "Found their way")

    def test_refuses_a_name_that_is_there(self, manager, tomorrow):
        sent = {"list": "exit_reason", "label_en": "Moved", "label_es": "Se fue"}

        answer = manager.post(url("add", "lists"), sent | {"starts_on": tomorrow, "save": "1"})

        assert "already" in str(errors(answer))
        assert not answer.context["looked"]

    def test_gives_a_program_its_own_number(self, manager, tomorrow):
        sent = {"code": "caseload_max", "program": "reentry", "number": "30", "save": "1"}

        manager.post(url("add", "caseload"), sent | {"starts_on": tomorrow - DAY})

        assert reading.number("caseload_max", program="reentry") == 30
        assert reading.number("caseload_max") == 20
        assert Threshold.objects.get(program="reentry").label_en == "People a worker has, at most"

    def test_adds_the_rule_of_a_state(self, manager, tomorrow):
        sent = {
            "code": "LA",
            "label_en": "Louisiana",
            "label_es": "Luisiana",
            "file_within_days": "1825",
            "documents": ["application", "police_report"],
            "checked_on": tomorrow - DAY,
            "starts_on": tomorrow - DAY,
            "save": "1",
        }

        manager.post(url("add", "deadlines"), sent)

        rule = reading.deadline_rule("LA")
        assert (rule.file_within_days, rule.documents) == (1825, ["application", "police_report"])

    def test_adds_a_licensed_tool_without_questions(self, manager, tomorrow):
        sent = {
            "label_en": "COMPAS",
            "label_es": "COMPAS",
            "licence": "Licensed",
            "is_on": "on",
            "starts_on": tomorrow - DAY,
            "save": "1",
            "lines-TOTAL_FORMS": "1",
            "lines-INITIAL_FORMS": "0",
            "lines-0-label_en": "Low",
            "lines-0-label_es": "Bajo",
            "lines-0-from_score": "0",
        }

        manager.post(url("add", "screenings"), sent)

        tool = reading.instrument("compas")
        assert not tool.is_built_in
        assert tool.band_of(4).label_en == "Low"


class TestBounds:
    def test_a_consent_lasts_a_year_at_most(self, manager, tomorrow):
        months = Threshold.objects.get(code="consent_max_months")

        answer = change(manager, months, number="13", starts_on=tomorrow)

        assert errors(answer)["number"] == ["Pick a number from 1 to 12."]

    def test_no_more_criteria_must_be_met_than_there_are(self, manager, tomorrow):
        criteria = CriteriaSet.objects.get(program="outreach", model="")

        answer = change(manager, criteria, threshold="8", starts_on=tomorrow)

        assert errors(answer)["threshold"] == ["There are only 7 criteria."]
        assert answer.context["after"] is None

    def test_the_oldest_age_is_not_below_the_youngest(self, manager, tomorrow):
        criteria = CriteriaSet.objects.get(program="outreach", model="")

        answer = change(manager, criteria, **{"lines-6-max_age": "15"})

        assert "max_age" in answer.context["sheet"].lines.errors[6]

    def test_contacts_in_person_are_not_more_than_all(self, manager, tomorrow):
        phase = PhaseStandard.objects.get(program="gvi", code="engage")

        answer = change(manager, phase, min_in_person_per_week="9")

        assert "min_in_person_per_week" in errors(answer)

    def test_a_cut_off_is_not_above_the_highest_total(self, manager, tomorrow):
        answer = change(manager, Instrument.objects.get(code="phq_9"), cut="28")

        assert errors(answer)["cut"] == ["The highest total is 27."]

    def test_exceptions_are_said_in_both_languages(self, manager, tomorrow):
        rule = DeadlineRule.objects.get(code="nc")
        today = tomorrow - DAY

        answer = change(manager, rule, exceptions_es="", checked_on=today)

        assert "exceptions_es" in errors(answer)

    def test_a_state_is_two_letters(self, manager, tomorrow):
        sent = {"code": "share", "state": "N1", "min_age": "18", "label_en": "x", "label_es": "x"}

        answer = manager.post(url("add", "consent"), sent | {"starts_on": tomorrow})

        assert "state" in errors(answer)
        assert not ConsentRule.objects.exclude(state="any").exists()


class TestLines:
    def test_a_new_version_has_lines_of_its_own(self, manager, tomorrow):
        criteria = CriteriaSet.objects.get(program="outreach", model="")
        more = {
            "lines-0-DELETE": "on",
            "lines-7-label_en": "Close to someone who was shot",
            "lines-7-label_es": "Cerca de alguien que recibió un disparo",
            "lines-7-window_days": "90",
        }

        change(manager, criteria, threshold="5", starts_on=tomorrow, **more)

        new = reading.criteria_set("outreach", on=tomorrow)
        codes = [line.code for line in new.parts.all()]
        assert new.threshold == 5
        assert codes[0] == "key_role"
        assert codes[-1] == "close_to_someone_who_was_shot"
        assert len(codes) == 7
        assert reading.criteria_set("outreach").parts.count() == 7
        assert reading.criteria_set("outreach").parts.filter(code="group").exists()

    def test_the_effect_shows_the_lines_that_differ(self, manager, tomorrow):
        protocol = Protocol.objects.get(code="after_release")
        address = url("change", "protocols", protocol.pk)
        sent = filled(manager, address) | {"lines-1-due_after": "45", "starts_on": tomorrow}

        sheet = manager.post(address, sent).context["sheet"]

        assert ["Due after: 30" in line for line in sheet.lines_gone()] == [True]
        assert ["Due after: 45" in line for line in sheet.lines_new()] == [True]

    def test_questions_of_a_screening_come_along_unchanged(self, manager, tomorrow):
        old = Instrument.objects.get(code="pc_ptsd_5")

        change(manager, old, cut="3", starts_on=tomorrow)

        new = reading.instrument("pc_ptsd_5", on=tomorrow)
        words = [(i.kind, i.label_en) for i in old.items.all()]
        assert (new.cut, old.cut) == (3, 4)
        assert [(i.kind, i.label_en) for i in new.items.all()] == words
        assert [i.position for i in new.items.all()] == [1, 2, 3, 4, 5, 6]

    def test_correcting_a_planned_version_keeps_its_questions(self, manager, tomorrow):
        change(manager, Instrument.objects.get(code="phq_9"), cut="9", starts_on=tomorrow)
        planned = Instrument.objects.get(code="phq_9", version=2)

        change(manager, planned, cut="11", starts_on=tomorrow)

        planned.refresh_from_db()
        assert planned.cut == 11
        assert planned.items.filter(opens_safety_task=True).count() == 1
        assert planned.parts.count() == 5

    def test_two_lines_are_not_the_same(self, manager, tomorrow):
        answer = change(
            manager, Instrument.objects.get(code="phq_9"), **{"lines-1-from_score": "0"}
        )

        assert answer.context["sheet"].lines.non_form_errors() == ["Two lines are the same."]

    def test_one_line_stays(self, manager, tomorrow):
        gone = {f"lines-{number}-DELETE": "on" for number in range(2)}

        answer = change(manager, CriteriaSet.objects.get(program="reentry", model=""), **gone)

        assert answer.context["sheet"].lines.non_form_errors() == ["Add one line at least."]

    def test_a_window_does_not_open_before_the_start(self, manager, tomorrow):
        protocol = Protocol.objects.get(code="after_release")

        answer = change(manager, protocol, **{"lines-1-window_before": "31"})

        assert "window_before" in answer.context["sheet"].lines.errors[1]


class TestRetire:
    def retire(self, manager, standard, day):
        return manager.post(url("retire", kind_of(standard), standard.pk), {"last_day": day})

    def test_shows_what_happens_first(self, manager):
        text = manager.get(url("retire", "lists", value().pk)).content.decode()

        assert "They keep it, with its name." in text
        assert "9 others in force" in text

    def test_ends_a_value_and_keeps_its_name(self, manager, tomorrow):
        answer = self.retire(manager, value(), tomorrow - DAY)

        assert answer.status_code == 302
        assert "moved" in dict(reading.choices("exit_reason"))
        assert "moved" not in dict(reading.choices("exit_reason", on=tomorrow))
        assert reading.label("exit_reason", "moved") == "Moved away"
        assert AuditEvent.objects.filter(reason="standard_retired").count() == 1

    def test_refuses_a_day_that_is_gone(self, manager, tomorrow):
        answer = self.retire(manager, value(), tomorrow - 2 * DAY)

        assert "last_day" in answer.context["form"].errors

    def test_refuses_to_end_what_has_not_begun(self, manager, tomorrow):
        change(manager, value(), starts_on=tomorrow + DAY)
        planned = ListItem.objects.get(code="moved", list="exit_reason", version=2)

        answer = self.retire(manager, planned, tomorrow)

        assert "last_day" in answer.context["form"].errors

    @pytest.mark.parametrize(
        ("model", "lineage"),
        [
            (Threshold, {"code": "caseload_max", "program": ""}),
            (DeadlineRule, {"code": "any"}),
            (ConsentRule, {"code": "share"}),
        ],
    )
    def test_refuses_what_the_program_needs(self, manager, tomorrow, model, lineage):
        needed = model.objects.get(**lineage)

        answer = self.retire(manager, needed, tomorrow)

        assert "not retired" in str(answer.context["form"].errors)
        needed.refresh_from_db()
        assert needed.ends_on is None

    def test_lets_a_programs_own_number_go(self, manager, tomorrow):
        own = Threshold.objects.get(code="caseload_max", program="gvi")

        self.retire(manager, own, tomorrow - DAY)

        assert reading.number("caseload_max", program="gvi", on=tomorrow) == 20

    def test_the_list_says_so(self, manager, tomorrow):
        ListItem.objects.filter(pk=value().pk).update(ends_on=tomorrow - 3 * DAY)

        answer = manager.get(url("list", "lists"))

        group = next(g for g in answer.context["groups"] if g.heading == "Why a case is closed")
        assert group.entries[-1].shown.code == "moved"
        assert "Retired" in answer.content.decode()
