"""Whom, which team and which worker a row means; and what a crash leaves behind."""

import json
from typing import Any

import pytest
from django.core.management import CommandError

from cvi.accounts import services as accounts
from cvi.accounts.models import Program
from cvi.audit import services as audit
from cvi.audit.models import AuditEvent
from cvi.audit.reasons import Reason
from cvi.cases import services as case_services
from cvi.cases.errors import AlreadyOpen
from cvi.cases.models import Case, Participant
from cvi.outreach import services as outreach
from cvi.outreach.models import Contact
from cvi.vault.master import master
from cvi.vault.models import DataKey
from tests.cast import Cast
from tests.records.sheets import CALL, CASES, ZEDD, run


class TestWhomARowMeans:
    def test_is_asked_where_a_birth_date_is_missing(self, harbor: Cast, book: Any) -> None:
        said = run(book([ZEDD, [ZEDD[0], "", *ZEDD[2:]]]))

        assert said.count("Write the birth date in each place") == 2
        assert not Participant.objects.exists()

    def test_is_plain_from_a_name_that_only_one_has(self, harbor: Cast, book: Any) -> None:
        run(book([ZEDD], [[CALL[0], "", *CALL[2:]]]))

        assert Contact.objects.get().case == Case.objects.get()

    def test_is_asked_where_two_people_have_a_name(self, harbor: Cast, book: Any) -> None:
        other = [ZEDD[0], "1999-01-01", *ZEDD[2:]]

        said = run(book([ZEDD, other], [[CALL[0], "", *CALL[2:]]]))

        assert "Contacts, row 2, Birth date: This name stands" in said
        assert Participant.objects.count() == 2

    def test_is_not_guessed_where_the_records_hold_two(self, harbor: Cast, book: Any) -> None:
        harbor.case()
        harbor.case()

        assert "The records hold two people" in run(book([ZEDD]))


class TestTeamsAndWorkers:
    def test_a_worker_tells_which_of_two_teams(self, harbor: Cast, book: Any) -> None:
        add_team(harbor)

        said = run(book([ZEDD, ["Faux Fictive", "", "", "outreach", "", "2025-06-02"]]))

        assert Case.objects.get().team == harbor.harbor_team
        assert "row 3, Program: Several teams work in this program." in said

    def test_a_column_tells_which_of_two_teams(self, harbor: Cast, book: Any) -> None:
        team = add_team(harbor)
        row = [*ZEDD[:4], "", ZEDD[5], "night TEAM"]

        run(book([row], header=[*CASES, "Team"]))

        assert Case.objects.get().team == team

    def test_a_worker_of_another_team_is_asked_about(self, harbor: Cast, book: Any) -> None:
        add_team(harbor)
        row = [*ZEDD, "night team"]

        said = run(book([row], header=[*CASES, "Team"]))

        assert "The worker has no role in the team" in said

    def test_two_workers_of_one_name(self, harbor: Cast, book: Any) -> None:
        other = harbor.messenger("mo2")
        other.name = "Mo"
        audit.save(other, by=harbor.system, reason=Reason.USER_UPDATED)

        said = run(book([ZEDD, ["Faux Fictive", "", "", "outreach", "mo2", "2025-06-02"]]))

        assert "row 2, Worker: Several people here have this name." in said
        assert Case.objects.get().worker == other


def add_team(cast: Cast) -> Any:
    return accounts.set_up_team(
        agency=cast.harbor, program=Program.OUTREACH, name="Night team", by=cast.system
    )


class TestACrash:
    def test_leaves_whole_people_and_can_be_run_again(
        self, harbor: Cast, book: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = ["Faux Fictive", "2002-02-02", *ZEDD[2:]]
        path = book([ZEDD, other], [CALL, [*other[:2], *CALL[2:]]])
        with monkeypatch.context() as broken:
            broken.setattr(outreach, "log_contact", stop_at(2, outreach.log_contact))
            with pytest.raises(KeyboardInterrupt):
                run(path)

        assert (Participant.objects.count(), Case.objects.count()) == (1, 1)
        assert Contact.objects.count() == 1

        said = run(path)

        assert "Imported: 1 people, 1 cases, 1 contacts." in said
        assert Contact.objects.count() == 2

    def test_of_one_person_is_named_and_the_next_is_imported(
        self, harbor: Cast, book: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = ["Faux Fictive", "2002-02-02", *ZEDD[2:]]
        refuse = refuse_first(case_services.open_new_case)
        monkeypatch.setattr(case_services, "open_new_case", refuse)

        said = run(book([ZEDD, other], [CALL]))

        assert "Cases, row 2, Name: Not now. Nothing of this person was imported." in said
        assert "Contacts, row 2, Name: Not now." in said
        assert "Imported: 1 people, 1 cases, 0 contacts." in said
        assert Participant.objects.get().name_to_use == "Faux Fictive"


def stop_at(number: int, service: Any) -> Any:
    calls = []

    def stopping(**arguments: Any) -> Any:
        calls.append(1)
        if len(calls) == number:
            raise KeyboardInterrupt
        return service(**arguments)

    return stopping


def refuse_first(service: Any) -> Any:
    calls = []

    def refusing(**arguments: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            raise AlreadyOpen("Not now.")
        return service(**arguments)

    return refusing


def test_a_dry_run_writes_nothing(harbor: Cast, book: Any) -> None:
    rows = {model: model.objects.count() for model in (AuditEvent, DataKey, Participant)}

    said = run(book([ZEDD], [CALL]), write=False)

    assert "To import: 1 people, 1 cases, 1 contacts." in said
    assert "nothing was written" in said
    assert {model: model.objects.count() for model in rows} == rows


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"agency": "Nowhere"}, "There is no agency “Nowhere”. There are: Harbor Peace"),
        ({"by": "nobody"}, "Harbor Peace has no active user “nobody”"),
    ],
)
def test_an_unknown_place_or_user(
    harbor: Cast, book: Any, options: dict[str, str], text: str
) -> None:
    with pytest.raises(CommandError, match=text):
        run(book([ZEDD]), **options)


def test_a_lost_keyring_is_a_sentence(harbor: Cast, book: Any, settings: Any) -> None:
    path = book([ZEDD])
    settings.VAULT_KEYRING = json.dumps({"broken": True})
    master.cache_clear()
    try:
        with pytest.raises(CommandError, match="The keyring cannot be read; nothing was changed"):
            run(path)
    finally:
        master.cache_clear()
