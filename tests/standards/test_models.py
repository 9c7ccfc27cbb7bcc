"""Program models: two teams of one program, each with its own phases, criteria and numbers."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.cases import loads
from cvi.standards import reading, services
from cvi.standards.models import CriteriaSet, PhaseStandard, ProgramModel
from tests.standards.office import DAY, url


def model(code):
    return ProgramModel.objects.get(code=code)


def works_by(team, code, cast):
    services.assign_model(team=team, model=model(code), by=cast.system)
    return team


class TestShipped:
    @pytest.mark.parametrize(
        ("code", "program"),
        [
            ("cure_violence", "outreach"),
            ("roca", "outreach"),
            ("advance_peace", "outreach"),
            ("gryd_family", "outreach"),
            ("ncst", "outreach"),
            ("pivot_to_peace", "hospital"),
            ("chop_vip", "hospital"),
            ("louisville_gvi", "gvi"),
            ("new_orleans_reentry", "reentry"),
        ],
    )
    def test_says_where_it_comes_from(self, db, code, program):
        found = reading.program_model(code)

        assert found.program == program
        assert found.source
        assert found.label_es

    def test_no_part_of_one_pretends_to_be_set_by_the_office(self, db):
        for table in (PhaseStandard, CriteriaSet):
            assert not table.objects.exclude(model="").filter(basis="office").exists()


class TestFallback:
    def test_goes_from_the_model_to_the_program_to_everyone(self, db):
        assert reading.number("caseload_max", program="outreach", model="roca") == 25
        assert reading.number("caseload_max", program="gvi", model="louisville_gvi") == 12
        assert reading.number("quiet_days", program="outreach", model="roca") == 7

    def test_of_phases(self, db):
        own = [phase.code for phase in reading.phases("outreach", model="roca")]
        plain = reading.phases("outreach", model="cure_violence")

        assert own[0] == "precontemplation"
        assert plain == reading.phases("outreach")

    def test_of_criteria(self, db):
        assert reading.criteria_set("outreach", model="gryd_family").threshold == 2
        assert reading.criteria_set("outreach", model="roca").code == "cure_violence"

    def test_of_follow_up_plans(self, db):
        own = reading.protocol("outreach", "checkpoints", model="advance_peace")

        assert [step.due_after for step in own.parts.all()] == [182, 365, 548]
        assert reading.protocol("outreach", "checkpoints", model="roca").model == "roca"
        assert reading.protocol("outreach", "checkpoints").program == ""

    def test_of_values(self, db):
        own = dict(reading.choices("service_type", model="advance_peace"))

        assert len(own) == 7
        assert "life_map" not in dict(reading.choices("service_type"))
        assert dict(reading.choices("service_type", model="cure_violence")) == dict(
            reading.choices("service_type")
        )
        assert "housing" in dict(
            reading.choices("service_type", model="advance_peace", keep="housing")
        )


class TestSideBySide:
    """A Roca-like team with stages and a Cure Violence team with phases, in one city."""

    @pytest.fixture
    def two(self, cast, manager, tomorrow):
        """Let one team work by each; Roca gets criteria of its own, on the settings page."""
        works_by(cast.harbor_team, "roca", cast)
        works_by(cast.hill_team, "cure_violence", cast)
        sent = {
            "program": "outreach",
            "model": "roca",
            "label_en": "Young people at the highest risk",
            "label_es": "Jóvenes con el mayor riesgo",
            "threshold": "1",
            "starts_on": tomorrow - DAY,
            "lines-TOTAL_FORMS": "1",
            "lines-INITIAL_FORMS": "0",
            "lines-0-label_en": "Nobody else reaches them",
            "lines-0-label_es": "Nadie más les alcanza",
        }
        answer = manager.post(url("add", "criteria"), sent | {"save": "1"})
        assert answer.status_code == 302, answer.context["sheet"].form.errors
        return cast

    def shown(self, cast, sign_in, team, name):
        worker = cast.messenger(team.name.split()[0].lower(), team)
        case = cast.case(worker, team)
        browser = sign_in(worker)
        return case, browser.get(reverse(f"cases:{name}", args=[case.pk]))

    def test_each_case_shows_its_own_phases(self, two, sign_in):
        roca, first = self.shown(two, sign_in, two.harbor_team, "case_status")
        cure, second = self.shown(two, sign_in, two.hill_team, "case_status")

        stages = [code for code, _label in first.context["form"].fields["phase"].choices]
        phases = [code for code, _label in second.context["form"].fields["phase"].choices]
        assert (roca.phase, cure.phase) == ("precontemplation", "engage")
        assert stages[1:] == [phase.code for phase in reading.phases("outreach", model="roca")]
        assert phases[1:] == [phase.code for phase in reading.phases("outreach")]

    def test_each_case_asks_its_own_criteria(self, two, sign_in):
        _case, first = self.shown(two, sign_in, two.harbor_team, "eligibility_new")
        _case, second = self.shown(two, sign_in, two.hill_team, "eligibility_new")

        assert "Nobody else reaches them" in first.content.decode()
        assert "Nobody else reaches them" not in second.content.decode()
        assert second.context["criteria_set"].code == "seven_criteria"

    def test_each_worker_has_the_caseload_of_their_team(self, two):
        two.messenger("a", two.harbor_team)
        two.messenger("b", two.hill_team)

        targets = [loads.of_team(team)[0].target for team in (two.harbor_team, two.hill_team)]

        assert targets == [25, 20]


class TestAssign:
    def address(self, code):
        return reverse("desk:model_assign", args=[model(code).pk])

    def test_shows_the_effect_and_saves_nothing_at_first(self, cast, manager):
        cast.case()

        answer = manager.post(self.address("roca"), {"teams": [cast.harbor_team.pk]})

        cast.harbor_team.refresh_from_db()
        move = answer.context["moves"][0]
        assert (move.team, move.cases, move.kept) == (cast.harbor_team, 1, [("Engage", 1)])
        assert cast.harbor_team.model == ""

    def test_a_case_keeps_its_phase_with_the_old_name(self, cast, manager, sign_in):
        mo = cast.messenger()
        case = cast.case(mo)

        manager.post(self.address("roca"), {"teams": [cast.harbor_team.pk], "save": "1"})

        case.refresh_from_db()
        form = sign_in(mo).get(reverse("cases:case_status", args=[case.pk])).context["form"]
        page = sign_in(mo).get(reverse("cases:case_course", args=[case.pk])).content.decode()
        assert case.team.model == "roca"
        assert case.phase == "engage"
        assert dict(form.fields["phase"].choices)["engage"] == "Engage"
        assert "Engage" in page

    def test_a_team_that_is_left_out_goes_back_to_its_program(self, cast, manager):
        works_by(cast.harbor_team, "roca", cast)

        manager.post(self.address("roca"), {"teams": [], "save": "1"})

        cast.harbor_team.refresh_from_db()
        assert cast.harbor_team.model == ""

    def test_offers_no_team_of_another_program(self, cast, manager):
        answer = manager.post(self.address("roca"), {"teams": [cast.gvi_team.pk], "save": "1"})

        cast.gvi_team.refresh_from_db()
        assert "teams" in answer.context["form"].errors
        assert cast.gvi_team.model == ""

    def test_is_the_managers_alone(self, cast, sign_in):
        for user in (cast.administrator(), cast.supervisor()):
            assert sign_in(user).get(self.address("roca")).status_code == 403


class TestPages:
    @pytest.mark.parametrize("code", ["roca", "chop_vip", "new_orleans_reentry"])
    def test_show_a_model_in_full(self, manager, code):
        answer = manager.get(reverse("standards:model", args=[model(code).pk]))

        assert answer.status_code == 200
        assert all(part.rows for part in answer.context["parts"] if part.kind.slug != "numbers")

    def test_copy_takes_everything_that_is_its_own(self, manager):
        address = reverse("standards:model_copy", args=[model("advance_peace").pk])

        manager.post(address, {"label_en": "Our fellowship", "label_es": "Nuestra beca"})

        copy = reading.program_model("our_fellowship")
        assert copy.basis == "office"
        assert [p.length_days for p in reading.phases("outreach", model=copy.code)] == [548]
        steps = reading.protocol("outreach", "checkpoints", model=copy.code).parts.all()
        assert [step.due_after for step in steps] == [182, 365, 548]
        assert len(reading.choices("service_type", model=copy.code)) == 7

    def test_copy_refuses_a_name_that_is_there(self, manager):
        address = reverse("standards:model_copy", args=[model("advance_peace").pk])

        answer = manager.post(address, {"label_en": "Roca", "label_es": "Roca"})

        assert "already" in str(answer.context["form"].errors)

    def test_a_model_in_use_is_not_retired(self, cast, manager):
        works_by(cast.harbor_team, "roca", cast)

        answer = manager.post(
            url("retire", "models", model("roca").pk), {"last_day": timezone.localdate()}
        )

        assert "not retired" in str(answer.context["form"].errors)

    def test_a_model_of_another_program_is_refused(self, manager, tomorrow):
        sent = {"program": "gvi", "model": "roca", "code": "quiet_days", "number": "3"}

        answer = manager.post(url("add", "numbers"), sent | {"starts_on": tomorrow, "save": "1"})

        assert "model" in answer.context["sheet"].form.errors

    def test_a_number_for_one_role(self, cast, manager, tomorrow):
        sent = {"program": "outreach", "role": "navigator", "code": "caseload_max", "number": "9"}

        manager.post(url("add", "caseload"), sent | {"starts_on": tomorrow - DAY, "save": "1"})

        found = reading.numbers_by_role("caseload_max", program="outreach")
        assert found == {"": 20, "navigator": 9}


class TestWorkDays:
    @pytest.mark.parametrize(
        ("day", "number", "expected"),
        [
            ("2026-11-24", 2, "2026-11-27"),  # Thanksgiving lies between
            ("2026-11-20", 1, "2026-11-23"),  # a Friday
            ("2026-07-02", 1, "2026-07-06"),  # the Fourth is a Saturday, observed on Friday
            ("2027-12-23", 1, "2027-12-27"),  # Christmas is observed on the 24th
            ("2026-11-23", 0, "2026-11-23"),
        ],
    )
    def test_leave_out_weekends_and_holidays(self, db, day, number, expected):
        found = reading.work_days_after(dt.date.fromisoformat(day), number)

        assert found.isoformat() == expected

    def test_know_the_holiday_of_one_agency(self, cast, manager):
        day = timezone.localdate() + dt.timedelta(days=30)
        day += dt.timedelta(days=(7 - day.weekday()) % 7 + 1)  # a Tuesday
        names = {"label_en": "Founders day", "label_es": "Día de la fundación"}
        sent = {"day": day, "agency": cast.harbor.pk, "starts_on": timezone.localdate(), **names}

        answer = manager.post(url("add", "holidays"), sent | {"save": "1"})

        before = day - DAY
        assert answer.status_code == 302
        assert reading.work_days_after(before, 1, agency_id=cast.harbor.pk) > day
        assert reading.work_days_after(before, 1, agency_id=cast.hill.pk) == day

    def test_refuse_one_that_begins_after_its_day(self, manager, tomorrow):
        names = {"label_en": "Founders day", "label_es": "Día de la fundación"}
        sent = {"day": tomorrow, "starts_on": tomorrow + DAY, **names}

        answer = manager.post(url("add", "holidays"), sent | {"save": "1"})

        assert "starts_on" in answer.context["sheet"].form.errors


class TestCountedEffects:
    def effect(self, manager, code, **values):
        from cvi.standards.models import Threshold
        from tests.standards.office import filled, kind_of

        number = Threshold.objects.get(code=code, program="", model="", role="")
        address = url("change", kind_of(number), number.pk)
        return manager.post(address, filled(manager, address) | values).context["counted"]

    def test_of_a_caseload(self, cast, manager):
        mo = cast.messenger()
        for name in ("One", "Two"):
            cast.case(mo, name=f"{name} Testperson")

        assert self.effect(manager, "caseload_max", number="1") == [
            "1 worker would be above; now 0."
        ]

    def test_of_quiet_days(self, cast, manager):
        case = cast.case()
        long_ago = timezone.localdate() - dt.timedelta(days=20)
        type(case).objects.filter(pk=case.pk).update(opened_on=long_ago)

        assert "now 1" in self.effect(manager, "quiet_days", number="30")[0]

    @pytest.mark.parametrize(
        "code", ["keep_contact_note_months", "keep_consent_years", "criteria_purge_days"]
    )
    def test_of_times_to_keep(self, cast, manager, code):
        assert self.effect(manager, code, number="20") == [
            "0 records would be past their time; now 0."
        ]

    def test_say_nothing_where_nobody_can_count(self, manager):
        assert self.effect(manager, "keep_mediation_story_days", number="30") == []
