"""Master keys: made once, never guessed, and missed loudly."""

import base64
import json
import stat
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import connection

from cvi.cases.models import Participant
from cvi.vault import checks, keyring, master, services
from cvi.vault.errors import CiphertextRejected, MasterKeyMissing, RecordSealed
from cvi.vault.keyring import Ring, open_ring
from cvi.vault.models import DataKey, Domain, KekRecord
from cvi.vault.secrets import open_secret, seal_secret
from tests.cast import Cast, SignIn


@pytest.fixture(autouse=True)
def fresh_keys() -> Any:
    """Read the keyring anew before and after each test."""
    master.master.cache_clear()
    services._require_known_kek.cache_clear()
    yield
    master.master.cache_clear()
    services._require_known_kek.cache_clear()


def other_keyring() -> str:
    return json.dumps(master.new_keyring())


def ids(found: list[Any]) -> list[str]:
    return [message.id for message in found]


class TestKeyring:
    def test_is_written_once_and_for_its_owner_only(self, tmp_path: Path, settings: Any) -> None:
        settings.VAULT_KEYRING_FILE = tmp_path / "keys" / "keyring.json"

        call_command("vault_init", verbosity=0)

        mode = settings.VAULT_KEYRING_FILE.stat().st_mode
        assert stat.S_IMODE(mode) == 0o400
        with pytest.raises(CommandError, match="not touched"):
            call_command("vault_init")

    def test_cannot_be_made_where_nothing_can_be_written(
        self, tmp_path: Path, settings: Any
    ) -> None:
        (tmp_path / "file").touch()
        settings.VAULT_KEYRING_FILE = tmp_path / "file" / "keyring.json"

        with pytest.raises(CommandError, match="Cannot write"):
            call_command("vault_init")

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "not json",
            "[]",
            '{"kek": []}',
            '{"kek": [{"id": 1, "key": "c2hvcnQ=", "state": "active"}]}',
            '{"kek": [{"id": 1, "key": "!", "state": "active"}]}',
        ],
    )
    def test_that_is_damaged_says_so(self, text: str) -> None:
        with pytest.raises(MasterKeyMissing, match="nothing was changed"):
            master.parse_keyring(text)

    def test_that_is_missing_says_so(self, tmp_path: Path, settings: Any) -> None:
        settings.VAULT_KEYRING, settings.VAULT_KEYRING_FILE = "", tmp_path / "none.json"

        with pytest.raises(MasterKeyMissing, match="no keyring"):
            master.master()

    def test_can_stand_in_the_environment(self, settings: Any) -> None:
        settings.VAULT_KEYRING = other_keyring()

        assert master.master().active_kek == 1

    def test_does_not_know_a_key_that_was_never_in_it(self) -> None:
        with pytest.raises(MasterKeyMissing, match="not configured"):
            master.master().check_value(99)


class TestWrongKey:
    def test_stops_the_start_with_a_sentence(self, cast: Cast, settings: Any) -> None:
        cast.case()
        assert run_checks(databases=["default"], tags=["database"]) == []
        settings.VAULT_KEYRING = other_keyring()
        master.master.cache_clear()

        assert ids(checks.check_master_key(["default"])) == ["vault.E001"]

    def test_shows_one_locked_page_and_changes_no_byte(
        self, cast: Cast, sign_in: SignIn, settings: Any
    ) -> None:
        mo = cast.messenger()
        person = cast.case(mo).participant
        before = Participant.objects.get(pk=person.pk).__dict__["name_to_use"].blob
        browser = sign_in(mo)
        right = master.master()
        wrong = master.parse_keyring(other_keyring())
        master.master.cache_clear()
        mixed = {**right.roots, "kek": wrong.roots["kek"]}
        settings.VAULT_KEYRING = as_json(master.MasterKeys(mixed, right.active))

        locked = browser.get("/people/")

        assert locked.status_code == 503
        assert "Zedd" not in locked.content.decode()
        settings.VAULT_KEYRING = as_json(right)
        master.master.cache_clear()
        after = Participant.objects.get(pk=person.pk)
        assert after.__dict__["name_to_use"].blob == before
        assert after.name_to_use == "Zedd Testperson"

    def test_is_refused_for_new_keys_too(self, cast: Cast, settings: Any) -> None:
        cast.case()
        settings.VAULT_KEYRING = other_keyring()
        master.master.cache_clear()
        services._require_known_kek.cache_clear()

        with pytest.raises(MasterKeyMissing, match="another one"):
            cast.case()

    def test_of_a_used_id_that_is_gone_stops_the_start(self, cast: Cast) -> None:
        cast.case()
        KekRecord.objects.create(pk=7, check_value=b"12345678")

        assert ids(checks.check_master_key(["default"])) == ["vault.E002"]

    def test_that_is_missing_stops_the_start(self, db: None, settings: Any) -> None:
        settings.VAULT_KEYRING = "{}"

        assert ids(checks.check_master_key(["default"])) == ["vault.E002"]


class TestChecks:
    def test_ask_the_database_only_when_told_to(self) -> None:
        assert checks.check_master_key() == []

    def test_pass_before_the_first_migration(self, db: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE vault_kekrecord")

        assert checks.check_master_key(["default"]) == []

    def test_refuse_a_keyring_that_others_can_read(self, tmp_path: Path, settings: Any) -> None:
        path = tmp_path / "keyring.json"
        path.write_text(other_keyring())
        path.chmod(0o644)
        settings.VAULT_KEYRING_FILE, settings.FILES_DIR = path, tmp_path

        assert ids(checks.check_keyring_file()) == ["vault.E003", "vault.E005"]

    def test_pass_a_keyring_of_its_own_place(self, tmp_path: Path, settings: Any) -> None:
        path = tmp_path / "keys" / "keyring.json"
        path.parent.mkdir()
        master.write_keyring(path, master.new_keyring())
        settings.VAULT_KEYRING_FILE, settings.FILES_DIR = path, tmp_path / "files"

        assert checks.check_keyring_file() == []

    def test_pass_a_keyring_of_the_environment(self, settings: Any) -> None:
        settings.VAULT_KEYRING = other_keyring()

        assert checks.check_keyring_file() == []

    def test_pass_the_labels_as_they_are(self) -> None:
        assert checks.check_labels() == []

    def test_refuse_a_label_used_twice(self, monkeypatch: pytest.MonkeyPatch) -> None:
        field: Any = Participant._meta.get_field("legal_name")
        monkeypatch.setattr(field, "label", "participant.name_to_use")

        assert "vault.E006" in ids(checks.check_labels())


class TestRing:
    def test_refuses_a_key_that_does_not_exist(self, db: None) -> None:
        with pytest.raises(RecordSealed, match="does not exist"):
            Ring().cipher(uuid.uuid4())

    def test_skips_closed_keys_that_are_merely_on_the_page(self, cast: Cast) -> None:
        ours, theirs = cast.case(), cast.case(team=cast.hill_team)

        with open_ring({("core", cast.harbor.pk)}) as ring:
            people = {p.pk: p for p in Participant.objects.all()}
            assert people[ours.participant_id].name_to_use == "Zedd Testperson"
            assert theirs.participant_id in people
            assert ring.opened == {("core", cast.harbor.pk)}

    def test_skips_destroyed_keys_that_are_merely_on_the_page(self, cast: Cast) -> None:
        ours, gone = cast.case(), cast.case()
        DataKey.objects.filter(pk=gone.participant.key_id).update(wrapped=None, state="destroyed")

        with open_ring(None):
            people = {p.pk: p for p in Participant.objects.all()}
            assert people[ours.participant_id].name_to_use == "Zedd Testperson"

    def test_mints_one_key_a_domain(self, cast: Cast) -> None:
        subject = uuid.uuid4()

        keys = [
            services.key_for(domain=Domain.MEDICAL, realm=cast.mercy.pk, subject=subject)
            for _time in range(2)
        ]

        assert keys[0].pk == keys[1].pk


class TestUnseal:
    def test_refuses_an_unknown_version(self) -> None:
        with pytest.raises(CiphertextRejected, match="version"):
            keyring.unseal(b"\x02" + b"\0" * 60, b"label")


class TestSecrets:
    def test_open_for_their_own_purpose_only(self) -> None:
        sealed = seal_secret(b"mfa", b"seed")

        assert open_secret(b"mfa", sealed) == b"seed"
        with pytest.raises(CiphertextRejected):
            open_secret(b"session", sealed)


class TestCommands:
    def test_status_counts_keys(self, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
        cast.case()

        call_command("vault_status")

        assert "master key 1, core, live: 1" in capsys.readouterr().out

    def test_verify_opens_every_value(self, cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
        cast.case()

        with open_ring(None):
            call_command("vault_verify")

        assert "Every sealed value opens." in capsys.readouterr().out

    def test_verify_names_what_does_not_open(self, cast: Cast) -> None:
        person = cast.case().participant
        DataKey.objects.filter(pk=person.key_id).update(wrapped=None, state="destroyed")

        with open_ring(None), pytest.raises(CommandError) as failed:
            call_command("vault_verify")

        assert f"cases.Participant.name_to_use of {person.pk}: RecordSealed" in str(failed.value)
        assert failed.value.returncode == 1


def as_json(keys: master.MasterKeys) -> str:
    return json.dumps(
        {
            kind: [
                {"id": pk, "key": base64.b64encode(key).decode(), "state": "active"}
                for pk, key in roots.items()
            ]
            for kind, roots in keys.roots.items()
        }
    )
