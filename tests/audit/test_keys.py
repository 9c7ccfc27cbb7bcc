"""What happens to keys leaves its line."""

import pytest
from django.core.management import call_command

from cvi.audit import keys, tasks
from cvi.audit.models import AuditEvent
from cvi.audit.reasons import Reason
from cvi.cases.models import Participant
from cvi.vault import master as vault_master
from cvi.vault.errors import MasterKeyMissing, RecordSealed
from cvi.vault.keyring import open_ring
from cvi.vault.master import MasterKeys
from tests.architecture import rules
from tests.architecture.source import faults, python_files, shown
from tests.cast import Cast


class TestMasterKey:
    def test_is_noted_once_when_it_is_first_in_use(self, db: None) -> None:
        for _hour in range(2):
            tasks.note_master_key.call_local()

        event = AuditEvent.objects.get(reason=Reason.MASTER_KEY_SEEN)
        assert (event.actor_id, event.detail) == (None, {"number": 1})

    def test_is_noted_when_it_is_another(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        keys.note_master_key()
        known = vault_master.master()
        roots = {**known.roots, "kek": {1: b"another key of thirty-two bytes."}}
        monkeypatch.setattr(keys, "master", lambda: MasterKeys(roots, known.active))

        keys.note_master_key()

        assert AuditEvent.objects.filter(reason=Reason.MASTER_KEY_SEEN).count() == 2

    def test_that_is_missing_is_not_noted(self, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing() -> None:
            raise MasterKeyMissing("gone")

        monkeypatch.setattr(keys, "master", missing)

        keys.note_master_key()

        assert not AuditEvent.objects.filter(reason=Reason.MASTER_KEY_SEEN).exists()


class TestDataKey:
    def test_that_is_destroyed_leaves_a_line_by_whoever_did_it(self, cast: Cast) -> None:
        case, mo = cast.case(), cast.messenger()

        keys.destroy_key(key=case.participant.key, by=mo)

        event = AuditEvent.objects.get(reason=Reason.KEY_DESTROYED)
        assert (event.actor_id, event.object_id) == (mo.pk, case.participant.key_id)
        with open_ring(None), pytest.raises(RecordSealed):
            _name = Participant.objects.get().name_to_use

    def test_is_destroyed_nowhere_without_its_line(self) -> None:
        others = [
            p for p in python_files("cvi") if not shown(p).startswith(("cvi/vault/", "cvi/audit/"))
        ]
        found = faults(rules.imports_under("cvi.vault.services.destroy_key"), others)

        assert found == []


class TestVerification:
    def test_of_all_sealed_values_is_noted_with_its_count(self, cast: Cast) -> None:
        cast.case()

        call_command("vault_verify", verbosity=0)

        event = AuditEvent.objects.get(reason=Reason.KEYS_VERIFIED)
        assert event.actor_id == cast.system.pk
        assert event.detail["values"] > 10
        assert event.detail["failed"] == 0
