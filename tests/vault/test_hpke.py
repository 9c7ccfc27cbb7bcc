"""Sealing for the server: what a page seals is opened here, and nothing else is."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from cvi.vault import hpke
from cvi.vault.errors import CiphertextRejected
from tests.vault import hpke_vector as vector


def seal(public: bytes, message: bytes, info: bytes) -> bytes:
    point = ec.EllipticCurvePublicKey.from_encoded_point(hpke.CURVE, public)
    return hpke.SUITE.encrypt(message, point, info=info)


class TestThePublishedVector:
    def test_is_the_published_one(self) -> None:
        sealed = AESGCM(vector.KEY).encrypt(vector.NONCE, vector.MESSAGE, b"Count-0")

        assert sealed == vector.PUBLISHED

    def test_is_opened(self) -> None:
        opened = hpke.open_sealed(vector.RECEIVER_PRIVATE, vector.SEALED, info=vector.INFO)

        assert opened == vector.MESSAGE


class TestSealed:
    def test_opens_with_the_key_made_for_it(self) -> None:
        pair = hpke.new_pair()

        sealed = seal(pair.public, "Zedd Ünreal".encode(), b"here")

        assert (len(pair.public), len(pair.private)) == (65, 32)
        assert hpke.open_sealed(pair.private, sealed, info=b"here") == "Zedd Ünreal".encode()

    def test_is_refused_with_another_key(self) -> None:
        sealed = seal(hpke.new_pair().public, b"words", b"here")

        with pytest.raises(CiphertextRejected):
            hpke.open_sealed(hpke.new_pair().private, sealed, info=b"here")

    def test_is_refused_for_another_place(self) -> None:
        pair = hpke.new_pair()
        sealed = seal(pair.public, b"words", b"here")

        with pytest.raises(CiphertextRejected):
            hpke.open_sealed(pair.private, sealed, info=b"there")

    @pytest.mark.parametrize("at", [0, 1, 64, 65, 70, -1])
    def test_is_refused_when_one_bit_is_turned(self, at: int) -> None:
        pair = hpke.new_pair()
        sealed = bytearray(seal(pair.public, b"words", b"here"))
        sealed[at] ^= 1

        with pytest.raises(CiphertextRejected):
            hpke.open_sealed(pair.private, bytes(sealed), info=b"here")

    @pytest.mark.parametrize("sealed", [b"", b"a", b"a" * 65, b"\0" * 200])
    def test_is_refused_when_it_is_none(self, sealed: bytes) -> None:
        with pytest.raises(CiphertextRejected):
            hpke.open_sealed(hpke.new_pair().private, sealed, info=b"here")
