"""An office's own workbook, imported."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from cvi.accounts import services as accounts
from cvi.accounts.models import Program, User
from cvi.cases.models import Case, Participant
from cvi.outreach.models import Contact
from cvi.reports.caseload import count_caseload, places_of, reportable_cases
from cvi.reports.measures import MEASURES
from cvi.reports.questions import Question
from tests.cast import Cast, SignIn
from tests.records.office_workbook import make_office_workbook


@pytest.fixture
def office(cast: Cast) -> Cast:
    """The city's office with street outreach of its own, and the workers its workbook names."""
    team = accounts.set_up_team(
        agency=cast.ovp, program=Program.OUTREACH, name="City street team", by=cast.system
    )
    cast.messenger("mo", team)
    cast.supervisor("sue", team)
    cast.gvi_coordinator()
    cast.reentry_coordinator()
    return cast


def run_import(*files: object, **options: object) -> str:
    out = StringIO()
    options = {"agency": "Office of Violence Prevention", "by": "sue", **options}
    call_command("import_cases", *files, **options, stdout=out, stderr=StringIO())
    return out.getvalue()


class TestAnOfficeWorkbook:
    def test_is_imported_but_for_what_cannot_be(
        self, office: Cast, sign_in: SignIn, tmp_path
    ) -> None:
        made = make_office_workbook(tmp_path / "caseload.xlsx")

        said = run_import(made.path)

        assert [line for line in said.splitlines() if ", row " in line] == [
            "  Caseload (all), row 60, Birth date: This birth date has not come yet. Correct it.",
            "  Caseload (all), row 230, Open date: The case was opened before the person was "
            "born. Correct one date.",
            "  Caseload (all), row 411, Program: This is not on the list. Write one of: Street "
            "outreach, Hospital-based violence intervention, Group violence intervention, Reentry.",
        ]
        assert "3 rows cannot be imported yet." in said
        assert f"To import: {len(made.people)} people, 497 cases, {made.contacts} contacts." in said
        assert not Participant.objects.exists()

        said = run_import(made.path, write=True)

        assert f"Imported: {len(made.people)} people, 497 cases, {made.contacts} contacts." in said
        assert cases_by_worker() == made.cases_by_worker
        assert open_by_worker_in_the_report(office) == made.cases_by_worker
        assert Participant.objects.filter(zone__name="Eastside").exists()

        said = run_import(made.path, write=True)

        assert "Imported: 0 people, 0 cases, 0 contacts." in said
        assert f"Here already: 497 cases, {made.contacts} contacts." in said
        assert Case.objects.count() == 497
        assert Contact.objects.count() == made.contacts

        self.log_a_contact_of_ones_own(office, sign_in)

    def log_a_contact_of_ones_own(self, office: Cast, sign_in: SignIn) -> None:
        case = Case.objects.filter(worker__username="mo", program=Program.OUTREACH)[0]
        before = Contact.objects.filter(case=case).count()
        tapped = {"mode": "call", "reached": "no", "miss": "no_answer"}
        tapped["occurred_on"] = timezone.localdate().isoformat()

        answer = sign_in(case.worker).post(reverse("outreach:contact_log", args=[case.pk]), tapped)

        assert answer.url == reverse("desk:today")
        assert Contact.objects.filter(case=case).count() == before + 1


def cases_by_worker() -> Counter[str]:
    counted = Case.objects.values_list("worker__username").annotate(Count("pk"))
    return Counter({username or "": count for username, count in counted})


def open_by_worker_in_the_report(office: Cast) -> Counter[str]:
    """Ask the caseload report as the office's manager."""
    found = reportable_cases(office.manager())
    caseload = count_caseload(found, Question(), places_of(found))
    table = next(table for table in caseload.tables if table.cut == "worker")
    at = next(n for n, measure in enumerate(MEASURES) if measure.code == "open")
    usernames = {str(user.pk): user.username for user in User.objects.all()}
    return Counter({usernames.get(line.code, ""): line.numbers[at] for line in table.lines})
