"""What `audit_verify` finds besides the chain: edits that never came near it."""

import datetime as dt
import json
import logging
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cvi.audit import chain, proof, tasks, triggers
from cvi.audit.models import AuditEvent, AuditHead, AuditLink, AuditPending
from cvi.cases.models import Case
from tests.cast import Cast


@pytest.fixture
def case(cast: Cast) -> Case:
    made = cast.case()
    chain.link()
    return made


@pytest.fixture
def behind_the_back(db: None) -> Any:
    """Someone who owns the database and has taken the triggers away, and puts them back."""
    triggers.remove()
    return triggers.install


class TestWholeTrail:
    def test_has_no_fault_and_is_told_by_its_length(
        self, case: Case, capsys: pytest.CaptureFixture[str], record_property: Any
    ) -> None:
        call_command("audit_verify")

        told = capsys.readouterr().out
        record_property("figure", f"audit_verify on {connection.vendor}: {told.splitlines()[0]}")
        assert f"{AuditEvent.objects.count()} links verified" in told
        versions = proof.prove().versions
        assert versions > 10
        assert f"{versions} versions of rows, each with its line" in told

    def test_is_walked_in_batches(self, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
        whole = proof.prove()
        monkeypatch.setattr(proof, "ROWS_AT_ONCE", 2)

        assert proof.prove() == whole


class TestFirstFault:
    def test_is_told_first_after_an_edit(self, case: Case, behind_the_back: Any) -> None:
        link = AuditLink.objects.get(seq=4)
        AuditEvent.objects.filter(pk=link.event_id).update(role="somebody")
        AuditLink.objects.filter(seq=6).delete()

        with pytest.raises(CommandError) as told:
            call_command("audit_verify")

        assert str(told.value).startswith(f"broken at 4: event {link.event_id} was changed\n")

    def test_is_told_first_after_a_deletion(self, case: Case, behind_the_back: Any) -> None:
        link = AuditLink.objects.get(seq=4)
        AuditEvent.objects.filter(pk=link.event_id).delete()
        AuditEvent.objects.filter(pk=AuditLink.objects.get(seq=5).event_id).update(role="x")

        with pytest.raises(CommandError) as told:
            call_command("audit_verify")

        assert str(told.value).startswith(f"gap at 4: event {link.event_id} is gone\n")

    def test_is_not_drowned_by_the_others(self, case: Case, behind_the_back: Any) -> None:
        AuditEvent.objects.update(role="x")

        with pytest.raises(CommandError) as told:
            call_command("audit_verify")

        lines = str(told.value).splitlines()
        assert lines[0].startswith("broken at 1:")
        assert len(lines) == 21
        assert lines[-1].startswith("and ")


class TestQueue:
    def test_an_event_that_waits_for_over_an_hour_is_named(self, cast: Cast) -> None:
        event = AuditEvent.objects.order_by("pk")[0]
        AuditPending.objects.filter(event_id=event.pk).delete()
        chain.link()

        assert proof.prove().faults == []
        with time_machine.travel(timezone.now() + dt.timedelta(hours=2)):
            faults = proof.prove().faults

        assert faults == [f"unlinked for over an hour: event {event.pk}"]

    def test_an_event_that_was_gone_before_it_was_linked_is_named_and_holds_up_nobody(
        self, cast: Cast, behind_the_back: Any
    ) -> None:
        gone = AuditEvent.objects.order_by("pk")[0]
        AuditEvent.objects.filter(pk=gone.pk).delete()

        while chain.link():
            pass

        behind_the_back()
        # The row whose line is gone is named too.
        assert proof.prove().faults[0] == f"gone before it was linked: event {gone.pk}"
        assert AuditPending.objects.count() == 1


class TestTriggers:
    def test_are_all_in_place(self, db: None) -> None:
        assert triggers.missing() == []

    def test_are_named_when_they_are_gone(self, case: Case, behind_the_back: Any) -> None:
        faults = proof.prove().faults

        rule = "change" if connection.vendor == "postgresql" else "delete"
        named = f"trigger audit_auditevent_no_{rule} on audit_auditevent"
        assert f"{named} is missing or does not refuse" in faults
        assert len(faults) == len(triggers.missing()) > 20

    def test_are_named_when_they_refuse_nothing(self, case: Case) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql "
                    "AS $$ BEGIN RETURN NEW; END $$"
                )
            else:
                cursor.execute("DROP TRIGGER audit_auditlink_no_delete")
                cursor.execute(
                    "CREATE TRIGGER audit_auditlink_no_delete BEFORE DELETE ON audit_auditlink "
                    "BEGIN SELECT 1; END"
                )

        rule = "change" if connection.vendor == "postgresql" else "delete"
        assert f"trigger audit_auditlink_no_{rule} on audit_auditlink" in triggers.missing()

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite switches none off")
    def test_are_named_when_they_are_switched_off(self, case: Case) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE audit_disclosure DISABLE TRIGGER audit_disclosure_no_change"
            )

        assert triggers.missing() == ["trigger audit_disclosure_no_change on audit_disclosure"]


class TestVersions:
    def test_a_version_without_a_line_is_named(self, case: Case) -> None:
        case.status = Case.Status.INACTIVE
        case.save()
        version = case.history.latest()

        assert proof.prove().faults == [
            f"no line for cases.case {case.pk}, version {version.history_id}"
        ]

    def test_a_version_that_pretends_to_have_a_line_is_named(self, case: Case) -> None:
        version = case.history.first()
        version.history_id = None
        version.pk = chain.AuditEvent().pk
        version.save(force_insert=True)

        assert len(proof.prove().faults) == 1

    def test_of_an_earlier_day_can_be_left_out(self, case: Case) -> None:
        case.save()
        tomorrow = timezone.now() + dt.timedelta(days=1)

        verdict = proof.prove(since=tomorrow)

        assert (verdict.faults, verdict.versions) == ([], 0)
        call_command("audit_verify", "--since", f"{timezone.localdate() + dt.timedelta(days=1)}")


class TestAnchors:
    def test_go_to_the_log_as_one_line_of_json(
        self, case: Case, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.INFO, logger="cvi.audit.anchors"):
            tasks.log_anchor.call_local()

        assert json.loads(caplog.messages[0])["anchor"] == str(chain.anchor())

    def test_are_logged_every_hour(self) -> None:
        plan, day = tasks.log_anchor.task_class(), dt.datetime(2026, 1, 1)  # noqa: DTZ001

        minutes = [day + dt.timedelta(minutes=number) for number in range(24 * 60)]

        assert [m.minute for m in minutes if plan.validate_datetime(m)] == [0] * 24

    def test_of_a_log_find_a_tail_that_was_cut(
        self, case: Case, behind_the_back: Any, tmp_path: Path
    ) -> None:
        log, end = tmp_path / "site.log", chain.anchor()
        log.write_text(f"WARNING something else\nworker | {json.dumps(end.as_json())}\n")
        call_command_verify(log, behind_the_back)

        triggers.remove()
        last = AuditLink.objects.get(seq=end.seq - 1)
        cut = AuditLink.objects.get(seq=end.seq)
        AuditEvent.objects.filter(pk=cut.event_id).delete()
        cut.delete()
        AuditHead.objects.update(seq=last.seq, mac=last.mac)

        with pytest.raises(CommandError, match=f"cut at {last.seq}: 1 anchored links are gone"):
            call_command_verify(log, behind_the_back)


def call_command_verify(log: Path, put_back: Any) -> None:
    put_back()
    call_command("audit_verify", "--anchors", str(log))
