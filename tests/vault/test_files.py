"""Sealed files: whole or refused."""

import uuid
from pathlib import Path

import pytest

from cvi.vault.errors import CiphertextRejected
from cvi.vault.files import CHUNK_BYTES, read_sealed, write_sealed
from cvi.vault.models import DataKey, Domain
from cvi.vault.services import mint_key

DOCUMENT = uuid.UUID(int=7)


@pytest.fixture
def key(db: None) -> DataKey:
    return mint_key(domain=Domain.PAPERS, realm=uuid.uuid4(), subject=uuid.uuid4())


def sealed(path: Path, key: DataKey, content: list[bytes]) -> Path:
    write_sealed(path, key_id=key.pk, document_id=DOCUMENT, content=content)
    return path


class TestSealedFile:
    @pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES + 5])
    def test_gives_back_what_was_written(self, tmp_path: Path, key: DataKey, size: int) -> None:
        content = bytes(range(256)) * (size // 256 + 1)

        path = sealed(tmp_path / "a", key, [content[: size // 2], content[size // 2 : size]])

        assert b"".join(read_sealed(path, document_id=DOCUMENT)) == content[:size]

    def test_holds_no_plaintext(self, tmp_path: Path, key: DataKey) -> None:
        path = sealed(tmp_path / "a", key, [b"Zedd Testperson"])

        assert b"Zedd" not in path.read_bytes()

    def test_refuses_a_file_of_another_kind(self, tmp_path: Path, key: DataKey) -> None:
        path = tmp_path / "a"
        path.write_bytes(b"PDF-")

        with pytest.raises(CiphertextRejected, match="Not a sealed file"):
            list(read_sealed(path, document_id=DOCUMENT))

    def test_refuses_another_document(self, tmp_path: Path, key: DataKey) -> None:
        path = sealed(tmp_path / "a", key, [b"x"])

        with pytest.raises(CiphertextRejected):
            list(read_sealed(path, document_id=uuid.UUID(int=8)))

    def test_refuses_a_cut_file(self, tmp_path: Path, key: DataKey) -> None:
        path = sealed(tmp_path / "a", key, [b"x" * (2 * CHUNK_BYTES)])
        path.write_bytes(path.read_bytes()[: -CHUNK_BYTES - 16])

        with pytest.raises(CiphertextRejected, match="cut"):
            list(read_sealed(path, document_id=DOCUMENT))

    def test_refuses_a_flipped_bit(self, tmp_path: Path, key: DataKey) -> None:
        path = sealed(tmp_path / "a", key, [b"x" * 100])
        whole = bytearray(path.read_bytes())
        whole[-1] ^= 1
        path.write_bytes(whole)

        with pytest.raises(CiphertextRejected):
            list(read_sealed(path, document_id=DOCUMENT))
