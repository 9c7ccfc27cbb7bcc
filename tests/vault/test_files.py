"""Sealed files: whole or refused, and behind them any storage."""

import datetime as dt
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.utils import timezone

from cvi.vault import storage
from cvi.vault.errors import CiphertextRejected, DomainDenied, FileMissing, RecordSealed
from cvi.vault.files import CHUNK_BYTES
from cvi.vault.keyring import open_ring
from cvi.vault.models import DataKey, Domain
from cvi.vault.services import destroy_key, mint_key
from cvi.vault.storage import SealedStorage

CONTENT = b"Zedd Testperson " * 10_000
CHUNK = CHUNK_BYTES + 16


@pytest.fixture
def key(db: None) -> DataKey:
    return mint_key(domain=Domain.PAPERS, realm=uuid.uuid4(), subject=uuid.uuid4())


@pytest.fixture
def name(key: DataKey) -> str:
    """Keep a file, and return its name."""
    name = f"papers/{uuid.uuid4()}"
    storage.keep(name, [CONTENT], key=key)
    return name


def test_a_name_is_taken_once_and_free_when_its_file_is_gone(name: str) -> None:
    kept = SealedStorage()
    assert kept.exists(name)

    storage.drop(name)

    assert not kept.exists(name)


@pytest.fixture
def path(files: Path, name: str) -> Path:
    return files / name


def fetched(name: str) -> bytes:
    with storage.fetch(name) as file:
        return file.read()


class TestSealedFile:
    @pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 5])
    def test_gives_back_what_was_written(self, key: DataKey, size: int) -> None:
        content = bytes(range(256)) * (size // 256 + 1)
        name = f"papers/{uuid.uuid4()}"

        storage.keep(name, [content[: size // 2], b"", content[size // 2 : size]], key=key)

        assert fetched(name) == content[:size]

    def test_holds_no_plaintext(self, path: Path) -> None:
        assert b"Zedd" not in path.read_bytes()

    def test_is_its_owners_alone(self, path: Path) -> None:
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700

    def test_refuses_a_file_of_another_kind(self, path: Path, name: str) -> None:
        path.write_bytes(b"PDF-")

        with pytest.raises(CiphertextRejected, match="Not a sealed file"):
            storage.fetch(name)

    def test_refuses_another_documents_file(self, path: Path, name: str) -> None:
        other = path.with_name(str(uuid.uuid4()))
        path.rename(other)

        with pytest.raises(CiphertextRejected):
            storage.fetch(f"papers/{other.name}")

    @pytest.mark.parametrize("length", [5, 20, 60, 100, 120, 130, -1, -17, -CHUNK, -CHUNK - 5])
    def test_refuses_a_file_cut_anywhere(self, path: Path, name: str, length: int) -> None:
        path.write_bytes(path.read_bytes()[:length])

        with pytest.raises(CiphertextRejected):
            storage.fetch(name)

    @pytest.mark.parametrize("place", [1, 5, 7, 60, 110, 5000, -CHUNK, -1])
    def test_refuses_a_flipped_bit_anywhere(self, path: Path, name: str, place: int) -> None:
        whole = bytearray(path.read_bytes())
        whole[place] ^= 1
        path.write_bytes(whole)

        with pytest.raises((CiphertextRejected, RecordSealed)):
            storage.fetch(name)

    def test_refuses_chunks_that_were_swapped(self, path: Path, name: str) -> None:
        whole = path.read_bytes()
        begin = len(whole) - (len(CONTENT) + 3 * 16)
        first, second = whole[begin : begin + CHUNK], whole[begin + CHUNK : begin + 2 * CHUNK]
        path.write_bytes(whole[:begin] + second + first + whole[begin + 2 * CHUNK :])

        with pytest.raises(CiphertextRejected):
            storage.fetch(name)

    def test_is_unreadable_once_its_key_is_destroyed(self, key: DataKey, name: str) -> None:
        destroy_key(key=key)

        with open_ring(None), pytest.raises(RecordSealed):
            storage.fetch(name)

    def test_needs_the_ring_while_it_is_opened_and_not_later(self, name: str) -> None:
        with open_ring(()), pytest.raises(DomainDenied):
            storage.fetch(name)

        with open_ring(None):
            file = storage.fetch(name)

        with open_ring(()), file:
            assert file.read() == CONTENT


class TestSealedStorage:
    def test_says_which_file_is_missing(self, key: DataKey) -> None:
        with pytest.raises(FileMissing, match="00000007"):
            storage.fetch(f"papers/{uuid.UUID(int=7)}")

    @pytest.mark.parametrize("name", ["papers/zedd.pdf", "papers/../x", "x"])
    def test_takes_no_name_that_the_server_did_not_make(
        self, key: DataKey, files: Path, name: str
    ) -> None:
        with pytest.raises((ValueError, SuspiciousFileOperation)):
            storage.keep(name, [b"x"], key=key)

        assert list(files.rglob("*")) == []

    def test_takes_a_name_once(self, key: DataKey, name: str, files: Path) -> None:
        with pytest.raises(FileExistsError):
            storage.keep(name, [b"other"], key=key)

        assert fetched(name) == CONTENT
        assert [p for p in files.rglob("*") if p.is_file()] == [files / name]

    def test_writes_nothing_without_a_key(self, db: None, files: Path) -> None:
        with pytest.raises(ValueError, match="key"):
            SealedStorage().save(f"papers/{uuid.uuid4()}", ContentFile(b"x"))

        assert not files.exists()

    def test_leaves_nothing_of_a_file_that_broke_off(self, key: DataKey, files: Path) -> None:
        def broken() -> Any:
            yield b"x" * 3 * CHUNK_BYTES
            raise OSError

        with pytest.raises(OSError):  # noqa: PT011
            storage.keep(f"papers/{uuid.uuid4()}", broken(), key=key)

        assert [p for p in files.rglob("*") if p.is_file()] == []

    def test_works_in_front_of_any_other_storage(self, key: DataKey) -> None:
        inner, name = InMemoryStorage(), f"papers/{uuid.uuid4()}"

        SealedStorage(key, inner).save(name, ContentFile(CONTENT))

        with inner.open(name) as stored:
            assert b"Zedd" not in stored.read()
        with SealedStorage(inner=inner).open(name) as file:
            assert file.read() == CONTENT

    def test_finds_what_was_written_before_a_moment(self, name: str) -> None:
        hour = dt.timedelta(hours=1)

        assert list(storage.written_before(timezone.now() + hour, "papers")) == [name]
        assert list(storage.written_before(timezone.now() - hour, "papers")) == []
        assert list(storage.written_before(timezone.now() + hour, "nothing")) == []
