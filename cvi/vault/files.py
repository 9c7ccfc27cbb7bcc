"""Sealed files: a container of chunks, each bound to its place and its document."""

import os
import uuid
from collections.abc import Iterable, Iterator
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cvi.vault.errors import CiphertextRejected
from cvi.vault.keyring import HEAD_BYTES, seal, unseal

MAGIC = b"VCF1"
CHUNK_BYTES = 64 * 1024
TAG_BYTES = 16


class Readable(Protocol):
    """Anything that is read in pieces: an open file, or one in a store elsewhere."""

    def read(self, size: int, /) -> bytes: ...  # noqa: D102  as a file does


def sealed_pieces(
    content: Iterable[bytes], *, key_id: uuid.UUID, document_id: uuid.UUID
) -> Iterator[bytes]:
    """Yield `content` sealed under a fresh file key, itself sealed under the data key.

    The file is "VCF1", length of the sealed file key (2 B), the sealed file key, nonce prefix
    (7 B), then chunks of at most 64 KiB. A nonce counts the chunks and marks the last, so a cut,
    swapped or repeated chunk is refused.
    """
    file_key, prefix = os.urandom(32), os.urandom(7)
    sealed_key = seal(key_id, _label(document_id), file_key)
    cipher = AESGCM(file_key)
    yield MAGIC + len(sealed_key).to_bytes(2, "big") + sealed_key + prefix
    for index, chunk, is_last in _numbered(_in_chunks(content)):
        nonce = _nonce(prefix, index, is_last=is_last)
        yield cipher.encrypt(nonce, chunk, _label(document_id))


def opened_pieces(file: Readable, *, document_id: uuid.UUID) -> Iterator[bytes]:
    """Open the file key now, while the ring is open; then yield each chunk after it was verified.

    Raises:
        CiphertextRejected: the file was altered, cut, or belongs to another document.
        DomainDenied, RecordSealed, MasterKeyMissing: as `Ring.cipher`.
    """
    if file.read(4) != MAGIC:
        raise CiphertextRejected("Not a sealed file")
    sealed_key = file.read(int.from_bytes(file.read(2), "big"))
    if len(sealed_key) <= HEAD_BYTES:
        raise CiphertextRejected("A sealed file was altered or cut")
    cipher = AESGCM(unseal(sealed_key, _label(document_id)))
    return _opened(file, cipher, document_id)


def _opened(file: Readable, cipher: AESGCM, document_id: uuid.UUID) -> Iterator[bytes]:
    prefix = file.read(7)
    chunks = iter(lambda: file.read(CHUNK_BYTES + TAG_BYTES), b"")
    for index, chunk, is_last in _numbered(chunks):
        nonce = _nonce(prefix, index, is_last=is_last)
        yield _decrypt(cipher, nonce, chunk, _label(document_id))


def _decrypt(cipher: AESGCM, nonce: bytes, chunk: bytes, label: bytes) -> bytes:  # noqa: PLR0917
    try:
        return cipher.decrypt(nonce, chunk, label)
    except (InvalidTag, ValueError):  # a nonce that was cut is no nonce
        raise CiphertextRejected("A sealed file was altered or cut") from None


def _label(document_id: uuid.UUID) -> bytes:
    return b"file|" + document_id.bytes


def _nonce(prefix: bytes, index: int, *, is_last: bool) -> bytes:
    return prefix + index.to_bytes(4, "big") + bytes([is_last])


def _in_chunks(content: Iterable[bytes]) -> Iterator[bytes]:
    """Cut a stream into chunks of 64 KiB; an empty stream is one empty chunk."""
    held = bytearray()
    for piece in content:
        held += piece
        while len(held) > CHUNK_BYTES:
            yield bytes(held[:CHUNK_BYTES])
            del held[:CHUNK_BYTES]
    yield bytes(held)


def _numbered(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Yield (index, chunk, is it the last)."""
    index, held = 0, None
    for chunk in chunks:
        if held is not None:
            yield index, held, False
            index += 1
        held = chunk
    yield index, held or b"", True
