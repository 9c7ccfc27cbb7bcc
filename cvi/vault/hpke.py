"""Sealing for the server by whoever has a public key: a page does it, only the server opens.

Source: RFC 9180, base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The other half
is static/js/hpke.js.
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cvi.vault.errors import CiphertextRejected

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
CURVE = ec.SECP256R1()
PRIVATE_BYTES = 32


@dataclass(frozen=True)
class KeyPair:
    """A public key of 65 bytes, to be handed out, and the private key of 32 that opens."""

    public: bytes
    private: bytes


def new_pair() -> KeyPair:
    """Make a key pair."""
    key = ec.generate_private_key(CURVE)
    public = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return KeyPair(public, key.private_numbers().private_value.to_bytes(PRIVATE_BYTES, "big"))


def open_sealed(private: bytes, sealed: bytes, *, info: bytes) -> bytes:
    """Open what was sealed to the public key, for the place and use that `info` names.

    Raises:
        CiphertextRejected: it was altered, or sealed to another key or for something else.
    """
    key = ec.derive_private_key(int.from_bytes(private, "big"), CURVE)
    try:
        return SUITE.decrypt(sealed, key, info=info)
    except (InvalidTag, ValueError):
        raise CiphertextRejected("A sealed message was altered") from None
