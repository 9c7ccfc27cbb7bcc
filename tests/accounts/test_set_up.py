"""The commands with which a real installation begins."""

import re

import pytest
from django.core.management import CommandError, call_command

from cvi.accounts.models import Agency, Membership, Team
from tests.cast import Cast


def set_up(name: str = "adam") -> None:
    call_command("set_up_office", "Example City OVP", "--administrator", name, "--name", "Adam")


class TestSetUpOffice:
    def test_invites_the_first_administrator(
        self, db: None, capsys: pytest.CaptureFixture[str]
    ) -> None:
        set_up()

        held = Membership.objects.get()
        assert (held.role, held.agency.kind) == ("administrator", "ovp")
        assert re.search(r"One-time code for adam: \S+", capsys.readouterr().out)

    def test_is_done_once(self, db: None) -> None:
        set_up()

        with pytest.raises(CommandError, match="administrator already"):
            set_up("eve")
        assert Agency.objects.count() == 1


class TestSetUpTeam:
    def test_adds_a_team_and_its_agency(self, db: None) -> None:
        call_command("set_up_team", "Example Peace", "outreach", "Example street team")
        call_command("set_up_team", "Example Peace", "reentry", "Example reentry team")

        assert Agency.objects.get().kind == "community"
        assert Team.objects.count() == 2

    def test_refuses_a_name_that_is_taken(self, cast: Cast) -> None:
        with pytest.raises(CommandError, match="already"):
            call_command("set_up_team", "Harbor Peace", "outreach", "Harbor street team")
