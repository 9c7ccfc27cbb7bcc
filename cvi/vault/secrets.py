"""Secrets of the site itself: session contents and second-factor seeds."""

import base64
import binascii
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cvi.vault.errors import CiphertextRejected
from cvi.vault.master import master

NONCE_BYTES = 12
MARK_BYTES = 12


def seal_secret(purpose: bytes, plaintext: bytes) -> str:
    """Seal bytes under the site's key for `purpose`, as base64 text."""
    nonce = os.urandom(NONCE_BYTES)
    return base64.b64encode(nonce + _cipher(purpose).encrypt(nonce, plaintext, purpose)).decode()


def open_secret(purpose: bytes, sealed: str) -> bytes:
    """Open what `seal_secret` made for the same purpose.

    Raises:
        CiphertextRejected: the text was altered, or is of another purpose or key.
    """
    try:
        blob = base64.b64decode(sealed)
        return _cipher(purpose).decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], purpose)
    except (InvalidTag, ValueError, binascii.Error):
        raise CiphertextRejected("A secret was altered") from None


def mark_of(purpose: bytes, whom: bytes) -> str:
    """Return 16 letters that stand for someone, the same each time, and tell nothing of them."""
    key = master().derive("misc", purpose)
    return base64.urlsafe_b64encode(hmac.digest(key, whom, "sha256")[:MARK_BYTES]).decode()


def _cipher(purpose: bytes) -> AESGCM:
    return AESGCM(master().derive("misc", purpose))
