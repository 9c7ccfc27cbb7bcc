"""What an import makes of rows that are doubtful, doubled or wrong."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from cvi.accounts.models import User
from cvi.audit.models import AuditEvent
from cvi.cases import services as case_services
from cvi.cases.models import Case, CaseGrant, ContactPoint, Participant
from cvi.outreach.models import Contact
from cvi.vault.models import DataKey
from tests.cast import Cast
from tests.records.sheets import CALL, CASES, ZEDD, run


class TestWhatIsWritten:
    def test_goes_through_the_services(self, harbor: Cast, book: Any) -> None:
        header = [*CASES, "Nickname", "Cell", "Language"]
        path = book([[*ZEDD, "Zip, Dash", "(215) 555-0123", "español"]], [CALL], header=header)

        run(path)

        person = Participant.objects.get()
        case = Case.objects.get()
        contact = Contact.objects.get()
        assert (person.name_to_use, person.birth_date) == ("Zedd Testperson", dt.date(2001, 2, 3))
        assert (person.street_names, person.language) == (["Zip", "Dash"], "es")
        assert (person.zone, person.agency) == (harbor.zone, harbor.harbor)
        assert ContactPoint.objects.get().value == "+12155550123"
        assert (case.worker.username, case.team) == ("mo", harbor.harbor_team)
        assert case.opened_on == dt.date(2025, 6, 1)
        assert CaseGrant.objects.get().user == case.worker
        assert timezone.localdate(contact.occurred_at) == dt.date(2025, 6, 10)
        assert (contact.worker, contact.mode, contact.outcome) == (case.worker, "call", "reached")
        assert (contact.purposes, contact.duration, contact.note) == (["check_in"], "16_30", "Well")

    def test_leaves_its_line_on_the_trail(self, harbor: Cast, book: Any) -> None:
        run(book([ZEDD], [CALL]))

        line = AuditEvent.objects.get(reason="imported")
        sue = User.objects.get(username="sue")
        assert (line.actor_id, line.role, line.detail) == (sue.pk, "supervisor", {"contacts": 1})
        assert line.object_id == Case.objects.get().pk

    def test_keeps_words_for_which_there_is_no_code(self, harbor: Cast, book: Any) -> None:
        contact = [*CALL[:6], "Goals; birthday", 5, "Well"]

        run(book([ZEDD], [contact]))

        contact = Contact.objects.get()
        assert (contact.purposes, contact.note) == (["goal", "more"], "birthday\nWell")

    def test_closes_what_was_closed(self, harbor: Cast, book: Any) -> None:
        header = [*CASES, "Close date", "Status"]
        again = [*ZEDD[:5], "2025-10-01"]

        run(book([again, [*ZEDD, "2025-08-01", "Graduated"]], [CALL], header=header))

        first, second = Case.objects.order_by("opened_on")
        assert (first.status, first.closed_on) == ("graduated", dt.date(2025, 8, 1))
        assert (second.status, second.closed_on) == ("active", None)
        assert Contact.objects.get().case == first
        assert Participant.objects.count() == 1


class TestARepeatedRow:
    def test_is_one_case(self, harbor: Cast, book: Any) -> None:
        accented = ["TESTPERSON, Zédd", *ZEDD[1:]]

        said = run(book([ZEDD, accented], [CALL, CALL]))

        assert "Imported: 1 people, 1 cases, 1 contacts." in said
        assert "Here already: 1 cases, 1 contacts." in said

    def test_with_another_worker_is_asked_about(self, harbor: Cast, book: Any) -> None:
        said = run(book([ZEDD, [*ZEDD[:4], "sue", ZEDD[5]]]))

        assert "Cases, row 3, Worker: The sheets name two workers" in said
        assert Case.objects.count() == 1

    def test_keeps_two_calls_of_one_day(self, harbor: Cast, book: Any) -> None:
        missed = [*CALL[:5], "No answer", "", "", ""]
        path = book([ZEDD], [missed, CALL])

        run(path)
        said = run(path)

        assert Contact.objects.count() == 2
        assert "Imported: 0 people, 0 cases, 0 contacts." in said

    def test_finds_someone_whom_a_worker_registered(self, harbor: Cast, book: Any) -> None:
        case = harbor.case(worker=User.objects.get(username="mo"))
        opened = case.opened_on.isoformat()
        contact = [*CALL[:2], opened, *CALL[3:]]

        said = run(book([[*ZEDD[:5], opened]], [contact]))

        assert "Imported: 0 people, 0 cases, 1 contacts." in said
        assert Contact.objects.get().case == case

    def test_finds_nobody_of_another_agency(self, harbor: Cast, book: Any) -> None:
        harbor.case(team=harbor.hill_team)

        run(book([ZEDD]))

        assert Participant.objects.filter(agency=harbor.harbor).count() == 1

    def test_adds_what_is_new_since(self, harbor: Cast, book: Any) -> None:
        run(book([ZEDD], [CALL]))
        later = [*CALL[:2], "2025-07-01", *CALL[3:]]

        said = run(book([ZEDD, ["Faux Fictive", "", "", "outreach", "", "2025-06-02"]], [later]))

        assert "Imported: 1 people, 1 cases, 1 contacts." in said
        assert Participant.objects.count() == 2


WRONG_CASES = [
    ({0: ""}, "Name: There is no name"),
    ({0: "Z" * 121}, "Name: This name is too long"),
    ({1: "1850-01-01"}, "Birth date: This birth date is before 1900"),
    ({1: "soon"}, "Birth date: This is no date"),
    ({1: "02/30/2001"}, "Birth date: This is no date"),
    ({2: "Atlantis"}, "Zone: No zone has this name. Write one of: Eastside;"),
    ({3: ""}, "Program: There is no program"),
    ({3: "GVI"}, "Program: This agency has no team in this program"),
    ({4: "Nobody"}, "Worker: Nobody in this agency has this name"),
    ({5: ""}, "Open date: There is no open date"),
    ({5: "2999-01-01"}, "Open date: This open date has not come yet"),
    ({6: "2025-05-31"}, "Close date: The case was closed before it was opened"),
    ({6: "2999-01-01"}, "Close date: This close date has not come yet"),
    ({7: "Closed"}, "Close date: The case has ended."),
    ({6: "2025-08-01", 7: "Active"}, "Status: The case has a close date"),
    ({8: "12"}, "Phone: This is no phone number"),
]
WRONG_CONTACTS = [
    ({0: "Faux Fictive"}, "Date: There is no street outreach case of this person"),
    ({1: "2001-02-04"}, "Date: There is no street outreach case of this person"),
    ({2: ""}, "Date: There is no date"),
    ({2: "2999-01-01"}, "Date: This date has not come yet"),
    ({2: "2025-05-31"}, "Date: The street outreach case was not open on that day"),
    ({3: "Nobody"}, "Nobody in this agency has this name"),
    ({4: ""}, "How: This cell is empty"),
    ({4: "pigeon"}, "How: This is not on the list. Write one of: In person, Call, Text, Other."),
    ({5: ""}, "Reached: This cell is empty"),
    ({7: "a while"}, "Minutes: Write how long it took"),
    ({8: "x" * 501}, "Note: This note is longer than 500"),
    ({6: "y" * 200, 8: "x" * 400}, "Note: The note and the purpose are longer than 500"),
]


def changed(row: list[Any], changes: dict[int, Any], *, length: int) -> list[Any]:
    whole = [*row, *[""] * (length - len(row))]
    return [changes.get(at, cell) for at, cell in enumerate(whole)]


class TestAWrongRow:
    @pytest.mark.parametrize(("changes", "text"), WRONG_CASES)
    def test_of_a_case_is_named_and_leaves_nothing(
        self, harbor: Cast, book: Any, changes: dict[int, Any], text: str
    ) -> None:
        header = [*CASES, "Close date", "Status", "Phone"]
        path = book([changed(ZEDD, changes, length=9)], header=header)
        keys = DataKey.objects.count()

        said = run(path)

        assert f"Cases, row 2, {text}" in said
        assert "1 rows cannot be imported yet." in said
        assert (Participant.objects.count(), Case.objects.count()) == (0, 0)
        assert DataKey.objects.count() == keys

    @pytest.mark.parametrize(("changes", "text"), WRONG_CONTACTS)
    def test_of_a_contact_is_named_and_the_case_is_kept(
        self, harbor: Cast, book: Any, changes: dict[int, Any], text: str
    ) -> None:
        said = run(book([ZEDD], [changed(CALL, changes, length=9)]))

        assert "Contacts, row 2" in said
        assert text in said
        assert (Case.objects.count(), Contact.objects.count()) == (1, 0)

    def test_says_nothing_of_what_stands_in_the_cells(self, harbor: Cast, book: Any) -> None:
        secret = "Zyx Secretperson"
        rows = [changed(ZEDD, {at: secret}, length=6) for at in range(1, 6)]

        said = run(book(rows, [changed(CALL, {at: secret}, length=9) for at in range(1, 9)]))

        assert "Secretperson" not in said

    def test_a_contact_without_any_worker(self, harbor: Cast, book: Any) -> None:
        no_worker = [*ZEDD[:4], "", ZEDD[5]]
        contact = [*CALL[:3], "", *CALL[4:]]

        assert "The case has no worker." in run(book([no_worker], [contact]))

    def test_a_second_open_case_of_one_program(self, harbor: Cast, book: Any) -> None:
        said = run(book([ZEDD, [*ZEDD[:5], "2025-07-01"]]))

        assert "Cases, row 3, Program: This person has an open case in this program" in said
        assert Case.objects.count() == 1

    def test_a_contact_for_a_case_that_is_closed_since(self, harbor: Cast, book: Any) -> None:
        path = book([ZEDD], [CALL])
        run(book([ZEDD]))
        by = User.objects.get(username="sue")
        closed_on = dt.date(2025, 9, 1)
        case = Case.objects.get()
        case_services.close_case(case=case, status="closed", closed_on=closed_on, by=by)

        said = run(book([ZEDD], [CALL]))

        assert path.exists()
        assert "The street outreach case is closed, so no contact can be added." in said
