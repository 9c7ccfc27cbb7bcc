"""Drafts: sealed by the page, opened for the same user only, for 72 hours."""

import base64
import datetime as dt
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from cvi.accounts import drafts, services, tasks
from cvi.accounts.models import DraftKey, User
from cvi.audit.models import AuditEvent
from cvi.vault.hpke import CURVE, SUITE
from tests.cast import Cast, SignIn

KEY = reverse("accounts:draft_key")
OPEN = reverse("accounts:draft_open")
NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
PLACE = "a" * 43
FIELDS = [["text", "Zedd called, näh\n"], ["needs", "work"], ["needs", "housing"]]
TEMPLATES = Path(site.BASE_DIR) / "templates"


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def phone(mo: User, sign_in: SignIn) -> Client:
    return sign_in(mo)


def padded(message: bytes) -> bytes:
    """Do as the page does: the length, the words, then nothing up to a multiple of 512."""
    whole = len(message).to_bytes(4, "big") + message
    return whole + bytes(-len(whole) % 512)


def sealed(
    user: User, key: dict[str, Any], *, message: bytes | None = None, place: str = PLACE
) -> dict[str, str]:
    """Seal as the page of `user` does, to a key that was handed out."""
    message = message or json.dumps({"at": 1000, "fields": FIELDS}).encode()
    public = base64.urlsafe_b64decode(key["public"])
    point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public)
    info = f"draft|1|{key['kid']}|{drafts.bind_of(user)}|{place}".encode()
    blob = SUITE.encrypt(padded(message), point, info=info)
    return {"kid": key["kid"], "place": place, "sealed": as_text(blob)}


def as_text(blob: bytes) -> str:
    return base64.urlsafe_b64encode(blob).decode().rstrip("=")


def key_of(browser: Client) -> dict[str, Any]:
    answer = browser.post(KEY)
    assert answer.status_code == 200
    handed_out: dict[str, Any] = answer.json()
    return handed_out


class TestKey:
    def test_is_handed_out_with_how_long_it_is_fresh(
        self, mo: User, sign_in: SignIn, clock: Any
    ) -> None:
        key = key_of(sign_in(mo))

        assert len(base64.urlsafe_b64decode(key["public"])) == 65
        assert key["seconds"] == 3600
        assert set(key) == {"kid", "public", "seconds"}

    def test_is_the_same_for_an_hour_and_then_another(
        self, mo: User, sign_in: SignIn, clock: Any
    ) -> None:
        first = key_of(sign_in(mo))

        clock.shift(dt.timedelta(minutes=59))
        second = key_of(sign_in(mo))
        clock.shift(dt.timedelta(minutes=1))
        third = key_of(sign_in(mo))

        assert (second["kid"], second["seconds"]) == (first["kid"], 60)
        assert third["kid"] != first["kid"]

    def test_is_another_for_someone_else(self, phone: Client, cast: Cast, sign_in: SignIn) -> None:
        assert key_of(phone)["kid"] != key_of(sign_in(cast.supervisor()))["kid"]

    def test_is_kept_sealed(self, phone: Client) -> None:
        kid = key_of(phone)["kid"]

        private = DraftKey.objects.get(pk=kid).private

        assert len(base64.b64decode(private)) == 12 + 32 + 16

    def test_is_not_handed_out_by_opening_a_page(self, phone: Client) -> None:
        assert phone.get(KEY).status_code == 405
        assert not DraftKey.objects.exists()

    def test_leaves_no_line(self, phone: Client) -> None:
        before = AuditEvent.objects.count()

        key_of(phone)

        assert AuditEvent.objects.count() == before


class TestBind:
    def test_stands_for_one_user_and_tells_nothing(self, cast: Cast, mo: User) -> None:
        bind, other = drafts.bind_of(mo), drafts.bind_of(cast.supervisor())

        assert bind == drafts.bind_of(mo)
        assert bind != other
        assert len(bind) == 16

    def test_is_on_the_page_of_its_user_only(self, mo: User, phone: Client) -> None:
        page = phone.get("/today/").content.decode()

        assert f'data-bind="{drafts.bind_of(mo)}"' in page
        assert "data-drafts" not in Client().get(reverse("account_login")).content.decode()


class TestOpening:
    def test_gives_the_words_back_to_who_typed_them(self, mo: User, phone: Client) -> None:
        draft = sealed(mo, key_of(phone))

        answer = phone.post(OPEN, draft)

        assert answer.status_code == 200
        assert answer.json() == {"at": 1000, "fields": FIELDS}
        assert "no-store" in answer["Cache-Control"]

    def test_works_in_another_session_of_the_same_user(self, mo: User, sign_in: SignIn) -> None:
        draft = sealed(mo, key_of(sign_in(mo)))

        assert sign_in(mo).post(OPEN, draft).json()["fields"] == FIELDS

    def test_leaves_no_line_and_keeps_nothing(self, mo: User, phone: Client) -> None:
        draft, before = sealed(mo, key_of(phone)), AuditEvent.objects.count()

        phone.post(OPEN, draft)

        assert AuditEvent.objects.count() == before
        assert DraftKey.objects.count() == 1

    def test_gives_nothing_to_someone_else(
        self, mo: User, phone: Client, cast: Cast, sign_in: SignIn
    ) -> None:
        draft = sealed(mo, key_of(phone))

        answer = sign_in(cast.supervisor()).post(OPEN, draft)

        assert (answer.status_code, answer.json()) == (410, {})

    def test_gives_nothing_sealed_in_the_name_of_someone_else(
        self, mo: User, phone: Client, cast: Cast
    ) -> None:
        draft = sealed(cast.supervisor(), key_of(phone))

        assert phone.post(OPEN, draft).status_code == 410

    def test_gives_nothing_for_another_place(self, mo: User, phone: Client) -> None:
        draft = sealed(mo, key_of(phone)) | {"place": "b" * 43}

        assert phone.post(OPEN, draft).status_code == 410

    def test_gives_nothing_under_another_key(self, mo: User, sign_in: SignIn, clock: Any) -> None:
        draft = sealed(mo, key_of(sign_in(mo)))
        clock.shift(dt.timedelta(hours=1))
        phone = sign_in(mo)

        for kid in (key_of(phone)["kid"], str(uuid.uuid4())):
            assert phone.post(OPEN, draft | {"kid": kid}).status_code == 410

    @pytest.mark.parametrize("at", [0, 64, 65, 300, -1])
    def test_gives_nothing_when_one_bit_is_turned(self, mo: User, phone: Client, at: int) -> None:
        draft = sealed(mo, key_of(phone))
        blob = bytearray(base64.urlsafe_b64decode(draft["sealed"] + "=="))
        blob[at] ^= 1

        answer = phone.post(OPEN, draft | {"sealed": as_text(bytes(blob))})

        assert (answer.status_code, answer.json()) == (410, {})

    @pytest.mark.parametrize(
        "message",
        [
            b"",
            b"no json",
            b"[]",
            b'{"fields": []}',
            b'{"at": 1, "fields": 7}',
            b'{"at": 1, "fields": [["a"]]}',
            b'{"at": Infinity, "fields": []}',
            b'{"at": "soon", "fields": []}',
            b"[" * 100_000,
            b"\xff\xfe",
        ],
    )
    def test_gives_nothing_that_no_page_of_ours_sealed(
        self, mo: User, phone: Client, message: bytes
    ) -> None:
        draft = sealed(mo, key_of(phone), message=message or b" ")

        assert phone.post(OPEN, draft).status_code == 410

    @pytest.mark.parametrize(
        "wrong",
        [
            {"kid": "7"},
            {"kid": ""},
            {"place": ""},
            {"place": "a" * 44},
            {"place": "a" * 42 + "/"},
            {"sealed": ""},
            {"sealed": "<script>"},
            {"sealed": "a"},
            {"sealed": "a" * (drafts.SEALED_MAX_BYTES * 4 // 3 + 5)},
        ],
    )
    def test_refuses_what_no_page_of_ours_sends(
        self, mo: User, phone: Client, wrong: dict[str, str]
    ) -> None:
        draft = sealed(mo, key_of(phone))

        assert phone.post(OPEN, draft | wrong).status_code == 400

    def test_takes_a_long_form(self, mo: User, phone: Client) -> None:
        fields = [["text", "ü" * 60_000]]
        message = json.dumps({"at": 1, "fields": fields}, ensure_ascii=False).encode()

        answer = phone.post(OPEN, sealed(mo, key_of(phone), message=message))

        assert answer.json()["fields"] == fields

    def test_is_not_done_by_a_locked_session(self, mo: User, phone: Client) -> None:
        draft = sealed(mo, key_of(phone))
        phone.post(reverse("accounts:lock_now"))

        for address in (OPEN, KEY):
            answer = phone.post(address, draft, headers={"Accept": "application/json"})
            assert (answer.status_code, answer.json()) == (401, {"locked": True})

    def test_is_not_done_by_someone_signed_out(self, mo: User, phone: Client) -> None:
        draft = sealed(mo, key_of(phone))

        answer = Client().post(OPEN, draft)

        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))

    def test_is_not_done_for_a_page_of_another_site(self, mo: User, phone: Client) -> None:
        draft = sealed(mo, key_of(phone))
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = phone.cookies

        assert strict.post(OPEN, draft).status_code == 403


class TestTheEnd:
    def test_comes_72_hours_after_the_key_was_last_handed_out(
        self, mo: User, sign_in: SignIn, clock: Any
    ) -> None:
        draft = sealed(mo, key_of(sign_in(mo)))

        clock.shift(dt.timedelta(hours=72, minutes=59))
        assert sign_in(mo).post(OPEN, draft).status_code == 200
        clock.shift(dt.timedelta(minutes=1))

        assert sign_in(mo).post(OPEN, draft).status_code == 410

    def test_is_for_good_once_the_worker_came_by(
        self, mo: User, sign_in: SignIn, clock: Any
    ) -> None:
        old = key_of(sign_in(mo))["kid"]
        clock.shift(dt.timedelta(hours=72))
        young = key_of(sign_in(mo))["kid"]
        clock.shift(dt.timedelta(hours=1))

        tasks.drop_old_draft_keys()

        assert not DraftKey.objects.filter(pk=old).exists()
        assert DraftKey.objects.filter(pk=young).exists()

    def test_comes_at_once_when_the_account_is_closed(
        self, mo: User, phone: Client, cast: Cast, sign_in: SignIn
    ) -> None:
        draft, other = sealed(mo, key_of(phone)), sign_in(cast.supervisor())
        key_of(other)

        services.deactivate_user(user=mo, by=cast.system)
        User.objects.filter(pk=mo.pk).update(is_active=True)

        assert sign_in(mo).post(OPEN, draft).status_code == 410
        assert DraftKey.objects.count() == 1


class TestSaving:
    """The cookie that tells the next page which draft may go."""

    @pytest.fixture
    def address(self, mo: User, cast: Cast) -> str:
        return reverse("cases:note_new", args=[cast.case(mo).pk])

    def test_names_the_place_of_the_form_that_was_saved(self, phone: Client, address: str) -> None:
        answer = phone.post(address, {"text": "words", "draft_place": PLACE})

        cookie = answer.cookies[site.DRAFT_COOKIE_NAME]
        assert answer.status_code == 302
        assert cookie.value == PLACE
        assert cookie["samesite"] == "Strict"
        assert not cookie["httponly"]

    def test_says_nothing_of_a_form_that_came_back(self, phone: Client, address: str) -> None:
        answer = phone.post(address, {"text": "", "draft_place": PLACE})

        assert answer.status_code == 200
        assert site.DRAFT_COOKIE_NAME not in answer.cookies

    def test_says_nothing_where_no_script_asked(self, phone: Client, address: str) -> None:
        for asked in ({}, {"draft_place": ""}, {"draft_place": f"{'a' * 42};"}):
            answer = phone.post(address, {"text": "words", **asked})
            assert answer.status_code == 302
            assert site.DRAFT_COOKIE_NAME not in answer.cookies

    def test_says_nothing_to_a_locked_or_dead_session(self, phone: Client, address: str) -> None:
        phone.post(reverse("accounts:lock_now"))

        for browser in (phone, Client()):
            answer = browser.post(address, {"text": "words", "draft_place": PLACE})
            assert site.DRAFT_COOKIE_NAME not in answer.cookies

    def test_says_nothing_when_the_page_fell_over(
        self, phone: Client, address: str, monkeypatch: Any
    ) -> None:
        phone.raise_request_exception = False
        monkeypatch.setattr("cvi.cases.services.add_note", lambda **_: 1 / 0)

        answer = phone.post(address, {"text": "words", "draft_place": PLACE})

        assert answer.status_code == 500
        assert site.DRAFT_COOKIE_NAME not in answer.cookies
        assert "you typed is kept on this device" in answer.content.decode()

    def test_says_nothing_when_a_factor_is_asked_for_first(
        self, cast: Cast, sign_in: SignIn, clock: Any
    ) -> None:
        form = {"name": "Zora Newcomer", "draft_place": PLACE}
        desk = sign_in(cast.administrator())
        for _spell in range(3):
            clock.shift(dt.timedelta(minutes=7))
            desk.post(reverse("accounts:stay"))

        answer = desk.post(reverse("accounts:staff_invite"), form)

        assert answer.url.startswith(reverse("accounts:step_up"))
        assert site.DRAFT_COOKIE_NAME not in answer.cookies


def test_pages_that_take_secrets_opt_out() -> None:
    places = ["account/**/*.html", "mfa/**/*.html"]
    pages = [page for place in places for page in TEMPLATES.glob(place)]
    pages += [
        TEMPLATES / f"accounts/{name}.html" for name in ("invite_accept", "step_up", "unlock")
    ]

    forms = [part.split(">")[0] for page in pages for part in page.read_text().split("<form")[1:]]

    assert len(forms) > 15
    assert [form for form in forms if "data-no-draft" not in form] == []
