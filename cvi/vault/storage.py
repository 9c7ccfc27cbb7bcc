"""Where sealed files lie: sealed while they are written, opened while they are read."""

import datetime as dt
import io
import uuid
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.core.files.storage import Storage, storages

from cvi.vault.errors import FileMissing
from cvi.vault.files import CHUNK_BYTES, opened_pieces, sealed_pieces
from cvi.vault.models import DataKey

if TYPE_CHECKING:
    AnyFile = File[bytes]
else:
    AnyFile = File


class SealedStorage(Storage):
    """A Django storage in front of another, which gets ciphertext only: a folder, or S3.

    Names are `folder/uuid`, made by the server; the uuid is part of the seal.

    Args:
        key: the data key to seal new files under. Reading needs none: a file names its own.
        inner: the storage behind it, by default `STORAGES["files"]`.
    """

    def __init__(self, key: DataKey | None = None, inner: Storage | None = None) -> None:
        self.key = key
        self.inner = inner or storages["files"]

    def get_available_name(self, name: str, max_length: int | None = None) -> str:  # noqa: ARG002
        """Return the name as it is: the server made it, and it is taken once."""
        return name

    def delete(self, name: str) -> None:
        """Delete a file, if it is there."""
        self.inner.delete(name)

    def exists(self, name: str) -> bool:
        """Answer whether there is such a file."""
        return self.inner.exists(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Return the folders and the files in a folder; a folder that nobody made yet is empty."""
        try:
            return self.inner.listdir(path)
        except FileNotFoundError:
            return [], []

    def get_modified_time(self, name: str) -> dt.datetime:
        """Return when a file was written."""
        return self.inner.get_modified_time(name)

    def _save(self, name: str, content: AnyFile) -> str:
        """Seal and write.

        Raises:
            ValueError: no key was given, or the name is not one of ours.
            FileExistsError: there is a file of this name; nothing is written over.
        """
        if self.key is None:
            raise ValueError("A sealed file needs a key")
        pieces = sealed_pieces(
            content.chunks(), key_id=self.key.pk, document_id=document_id_of(name)
        )
        try:
            kept_as = self.inner.save(name, as_file(pieces))
        except BaseException:
            self.inner.delete(name)
            raise
        if kept_as != name:
            self.inner.delete(kept_as)
            raise FileExistsError(name)
        return name

    def _open(self, name: str, mode: str = "rb") -> AnyFile:  # noqa: ARG002  Django's
        """Open for reading. All of it is verified before the first byte is out.

        The sealed bytes are held in memory, so what was verified is what is opened while it is
        read, and no file stays open behind a slow browser.

        Raises:
            FileMissing: there is no such file.
            CiphertextRejected, DomainDenied, RecordSealed, MasterKeyMissing: as `opened_pieces`.
        """
        document_id = document_id_of(name)
        try:
            with self.inner.open(name, "rb") as inner:
                sealed = inner.read()
        except FileNotFoundError:
            raise FileMissing(f"There is no file {document_id}") from None
        for _piece in opened_pieces(io.BytesIO(sealed), document_id=document_id):
            pass
        return as_file(opened_pieces(io.BytesIO(sealed), document_id=document_id))


class Pieces(io.RawIOBase):
    """Lets pieces of bytes be read as a file, each made when it is asked for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._held = b""

    def readable(self) -> bool:
        """Answer yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill as much of `buffer` as one piece can."""
        if not self._held:
            self._held = next(filter(None, self._pieces), b"")
        size = min(len(buffer), len(self._held))
        buffer[:size] = self._held[:size]
        self._held = self._held[size:]
        return size


def as_file(pieces: Iterator[bytes]) -> AnyFile:
    """Return pieces of bytes as a file that can be read once, from the start."""
    return File(io.BufferedReader(Pieces(pieces), CHUNK_BYTES))


def document_id_of(name: str) -> uuid.UUID:
    """Return the uuid at the end of a name.

    Raises:
        ValueError: the name is not one of ours.
    """
    return uuid.UUID(name.rsplit("/", 1)[-1])


def keep(name: str, content: Iterable[bytes], *, key: DataKey) -> None:
    """Write a file, sealed under `key`."""
    SealedStorage(key).save(name, as_file(iter(content)))


def fetch(name: str) -> AnyFile:
    """Open a file to read once. All of it is verified before the first byte is out.

    Raises:
        FileMissing: there is no such file.
        CiphertextRejected: it was altered, cut, or is another document's.
        DomainDenied, RecordSealed, MasterKeyMissing: as `Ring.cipher`.
    """
    return SealedStorage().open(name)


def drop(name: str) -> None:
    """Delete a file, if it is there."""
    SealedStorage().delete(name)


def written_before(moment: dt.datetime, folder: str) -> Iterator[str]:
    """Yield the names of the files in a folder that were written before a moment."""
    storage = SealedStorage()
    for file_name in storage.listdir(folder)[1]:
        name = f"{folder}/{file_name}"
        if storage.get_modified_time(name) < moment:
            yield name
