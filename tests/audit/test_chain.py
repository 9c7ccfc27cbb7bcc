"""The chain over the trail, and what the database refuses by itself."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from cvi.accounts.models import User
from cvi.audit import chain, proof, tasks, triggers
from cvi.audit import services as audit
from cvi.audit.chain import Anchor
from cvi.audit.models import AuditEvent, AuditHead, AuditLink, AuditPending, Disclosure, Maintenance
from cvi.audit.reasons import Reason
from tests.cast import Cast


@pytest.fixture
def trail(cast: Cast) -> list[AuditEvent]:
    """A linked trail of some length."""
    cast.case()
    chain.link()
    return list(AuditEvent.objects.order_by("pk"))


@pytest.fixture
def behind_the_back(db: None) -> Any:
    """Someone who owns the database and has taken the triggers away."""
    triggers.remove()


class TestLink:
    def test_chains_every_event_once_in_order(self, trail: list[AuditEvent]) -> None:
        links = AuditLink.objects.order_by("seq")

        assert [row.event_id for row in links] == [event.pk for event in trail]
        assert not AuditPending.objects.exists()
        assert chain.link() == 0

    def test_goes_on_where_it_stopped(self, cast: Cast, trail: list[AuditEvent]) -> None:
        cast.case()
        chain.link()

        assert chain.verify().faults == []
        assert chain.anchor().seq == AuditEvent.objects.count()

    def test_is_planned_every_two_seconds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        delays: list[int] = []
        monkeypatch.setattr(tasks.link_trail, "schedule", lambda delay: delays.append(delay))

        tasks.plan_linking.call_local()

        assert delays == list(range(0, 60, 2))

    def test_is_done_by_the_worker(self, cast: Cast) -> None:
        cast.case()

        tasks.link_trail.call_local()

        assert not AuditPending.objects.exists()

    def test_leaves_it_to_whoever_holds_the_head(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        cast.case()
        monkeypatch.setattr(chain, "_head", lambda: None)

        assert chain.link() == 0


class TestVerify:
    def test_finds_nothing_wrong_with_a_whole_chain(self, trail: list[AuditEvent]) -> None:
        verdict = chain.verify(chain.anchor())

        assert (verdict.faults, verdict.links) == ([], len(trail))

    def test_names_an_event_that_was_changed(
        self, trail: list[AuditEvent], behind_the_back: None
    ) -> None:
        AuditEvent.objects.filter(pk=trail[2].pk).update(role="someone")

        assert chain.verify().faults == [f"broken at 3: event {trail[2].pk} was changed"]

    def test_names_an_event_that_is_gone(
        self, trail: list[AuditEvent], behind_the_back: None
    ) -> None:
        AuditEvent.objects.filter(pk=trail[2].pk).delete()

        assert chain.verify().faults == [f"gap at 3: event {trail[2].pk} is gone"]

    def test_names_a_gap(self, trail: list[AuditEvent], behind_the_back: None) -> None:
        AuditLink.objects.filter(seq=3).delete()

        assert chain.verify().faults[0] == "gap at 3: 1 links are gone"

    def test_names_a_link_that_was_changed(
        self, trail: list[AuditEvent], behind_the_back: None
    ) -> None:
        AuditLink.objects.filter(seq=3).update(mac=bytes(32))

        assert "broken at 3: the link was changed" in chain.verify().faults

    def test_finds_a_cut_tail_by_the_head(
        self, trail: list[AuditEvent], behind_the_back: None
    ) -> None:
        AuditLink.objects.filter(seq=len(trail)).delete()

        assert chain.verify().faults == [
            f"cut at {len(trail) - 1}: the head stands at {len(trail)}"
        ]

    def test_finds_a_cut_tail_by_an_anchor_though_the_head_was_moved(
        self, trail: list[AuditEvent], behind_the_back: None
    ) -> None:
        known = chain.anchor()
        AuditLink.objects.filter(seq=known.seq).delete()
        last = AuditLink.objects.get(seq=known.seq - 1)
        AuditHead.objects.update(seq=last.seq, mac=last.mac)

        assert chain.verify().faults == []
        assert chain.verify(known).faults == [f"cut at {last.seq}: 1 anchored links are gone"]

    def test_finds_another_chain_by_an_anchor(self, trail: list[AuditEvent]) -> None:
        assert chain.verify(Anchor(2, bytes(32))).faults == [
            "broken at 2: not the link that was anchored"
        ]


class TestCommand:
    def test_prints_the_end_of_the_chain(
        self, trail: list[AuditEvent], capsys: pytest.CaptureFixture[str]
    ) -> None:
        call_command("audit_verify", anchor=chain.anchor())

        told = capsys.readouterr().out
        assert f"{len(trail)} links verified. Anchor: {chain.anchor()}" in told
        assert "1 anchors fit" in told

    def test_links_what_is_pending_first(self, cast: Cast) -> None:
        cast.case()

        call_command("audit_verify")

        assert not AuditPending.objects.exists()

    def test_fails_at_a_fault(self, trail: list[AuditEvent], behind_the_back: None) -> None:
        AuditEvent.objects.filter(pk=trail[0].pk).delete()

        with pytest.raises(CommandError, match="gap at 1") as failed:
            call_command("audit_verify", "--anchor", str(chain.anchor()))

        assert failed.value.returncode == 1

    def test_speaks_of_rows_by_id_only(self) -> None:
        rows = [AuditLink(seq=3), AuditPending(), AuditHead(), Maintenance(pk=4)]

        assert list(map(str, rows)) == [
            "link 3",
            "pending None",
            "head of the chain",
            "maintenance 4",
        ]


class TestTriggers:
    def test_stand_on_every_table_of_the_trail_and_every_history(self, db: None) -> None:
        with connection.cursor() as cursor:
            table = "sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "postgresql":
                table = "(SELECT tgname AS name FROM pg_trigger WHERE NOT tgisinternal) t"
            cursor.execute(f"SELECT name FROM {table}")  # noqa: S608
            there = {name for (name,) in cursor.fetchall()}

        assert {name for _table, name in triggers.installed_names()} <= there

    @pytest.mark.parametrize("change", ["update", "delete"])
    def test_refuse_to_change_an_event(self, trail: list[AuditEvent], change: str) -> None:
        rows = AuditEvent.objects.filter(pk=trail[0].pk)

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(role="x") if change == "update" else rows.delete()

    def test_refuse_to_lose_a_version_of_a_row(self, cast: Cast) -> None:
        case = cast.case()

        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            case.history.all().delete()
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            case.history.update(status="closed")

    def test_let_maintenance_change_a_version_and_leave_the_count(self, cast: Cast) -> None:
        case = cast.case()

        with audit.maintenance(reason=Reason.CASE_UPDATED, by=cast.system) as counts:
            counts["cases_historicalcase"] = case.history.update(status="inactive")

        event = AuditEvent.objects.get(resource="history")
        assert event.detail == {"cases_historicalcase": case.history.count()}
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            case.history.update(status="closed")

    def test_let_maintenance_delete_nothing(self, cast: Cast) -> None:
        case = cast.case()

        with (
            pytest.raises(DatabaseError, match="append-only"),
            audit.maintenance(reason=Reason.CASE_UPDATED, by=cast.system),
        ):
            case.history.all().delete()

    def test_refuse_to_write_over_an_event(self, trail: list[AuditEvent]) -> None:
        with pytest.raises(DatabaseError), transaction.atomic():
            trail[0].save(force_insert=True)

    def test_refuse_to_change_a_disclosure(self, cast: Cast) -> None:
        assert "audit_disclosure" in triggers.APPEND_ONLY
        assert Disclosure._meta.db_table == "audit_disclosure"


WRITERS, EACH = 16, 5


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_sixteen_writers_at_once_make_one_chain_without_a_gap(
    cast: Cast, record_property: Callable[[str, object], None]
) -> None:
    actor = User.objects.get(pk=cast.system.pk)

    def write(_number: int) -> None:
        for _time in range(EACH):
            with transaction.atomic():
                audit.noted(audit.Action.VIEWED, "test", by=actor, detail={})
            chain.link()
        connection.close()

    began = time.monotonic()
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    while chain.link():
        pass

    verdict, seconds = proof.prove(), time.monotonic() - began
    record_property(
        "figure",
        f"chain: {WRITERS} writers at once, {WRITERS * EACH} lines in {seconds:.1f} s; "
        f"{verdict.links} links and {verdict.versions} versions of rows verified, "
        f"{len(verdict.faults)} faults",
    )
    assert verdict.faults == []
    links = list(AuditLink.objects.order_by("seq").values_list("seq", flat=True))
    assert links == list(range(1, len(links) + 1))
    assert verdict.links == AuditEvent.objects.count()
    assert AuditEvent.objects.filter(resource="test").count() == WRITERS * EACH
