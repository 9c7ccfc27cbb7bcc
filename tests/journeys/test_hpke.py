"""The page's half of the seal, in a real browser: held against the vector, opened by ours."""

import base64
from typing import Any

import pytest

from cvi.vault import hpke
from tests.cast import Cast
from tests.journeys.walker import Walker
from tests.vault import hpke_vector as vector

SEAL = """
async ({ to, info, message, sender }) => {
  const bytes = (numbers) => Uint8Array.from(numbers);
  const kind = { name: "ECDH", namedCurve: "P-256" };
  const pair = sender && {
    privateKey: await crypto.subtle.importKey("jwk", sender, kind, false, ["deriveBits"]),
    publicKey: await crypto.subtle.importKey("jwk", { ...sender, d: undefined }, kind, true, []),
  };
  return [...(await hpke.seal(bytes(to), bytes(info), bytes(message), pair))];
}
"""


def seal(walker: Walker, to: bytes, info: bytes, message: bytes, **more: Any) -> bytes:
    """Seal in the browser."""
    given = {"to": [*to], "info": [*info], "message": [*message], "sender": None, **more}
    return bytes(walker.page.evaluate(SEAL, given))


@pytest.fixture
def page(phone: Walker, cast: Cast) -> Walker:
    phone.sign_in(cast.messenger())
    return phone


def test_the_published_vector(page: Walker) -> None:
    def word(raw: bytes) -> str:
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

    point = vector.ENCAPSULATED[1:]
    sender = {"kty": "EC", "crv": "P-256", "x": word(point[:32]), "y": word(point[32:])}
    sender["d"] = word(vector.SENDER_PRIVATE)

    sealed = seal(page, vector.RECEIVER_PUBLIC, vector.INFO, vector.MESSAGE, sender=sender)

    assert sealed == vector.SEALED


def test_the_server_opens_what_the_page_seals(page: Walker) -> None:
    pair = hpke.new_pair()
    for size in (0, 1, 511, 512, 513, 20_000):
        message = ("Zedd näht 🧵 " * 2_000).encode()[:size]

        sealed = seal(page, pair.public, b"draft|1|here", message)

        assert len(sealed) == 65 + size + 16
        assert hpke.open_sealed(pair.private, sealed, info=b"draft|1|here") == message


def test_no_seal_is_like_another(page: Walker) -> None:
    pair = hpke.new_pair()

    one, other = (seal(page, pair.public, b"here", b"words") for _time in range(2))

    assert one[:65] != other[:65]
    assert one[65:] != other[65:]
