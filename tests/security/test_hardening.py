"""Settings and small doors: proxies, cookies, error pages, packages, the way to the database."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.module_loading import import_string

from config import settings as site_settings
from cvi.vault.checks import check_way_to_database
from tests.accounts.test_second_factor import LOGIN, PASSWORD, with_password
from tests.cast import Cast, SignIn

ROOT = Path(__file__).resolve().parents[2]
TELL = """
import json
from django.conf import settings
names = [n for n in dir(settings) if n.startswith(("SESSION_COOKIE", "CSRF_COOKIE", "SECURE_"))]
told = {name: getattr(settings, name) for name in [*names, "DEBUG", "DEMO_SIGN_IN"]}
print("TOLD" + json.dumps(told, default=str))
"""


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return the settings as a production machine has them."""
    place = tmp_path_factory.mktemp("production")
    env = {
        **os.environ,
        "DEBUG": "false",
        "ALLOWED_HOSTS": "example.org",
        "SECRET_KEY": "only-for-tests-" + "0" * 50,
        "DATABASE_URL": f"sqlite:///{place / 'db.sqlite3'}",
    }
    command = [sys.executable, "manage.py", "shell", "--verbosity", "0", "-c", TELL]
    said = subprocess.run(  # noqa: S603  our own command
        command, cwd=ROOT, env=env, check=True, capture_output=True, text=True, timeout=120
    ).stdout
    told: dict[str, Any] = json.loads(said.split("TOLD", 1)[1])
    return told


class TestProduction:
    def test_cookies_are_bound_to_this_host_over_tls_and_out_of_reach_of_scripts(
        self, production: dict[str, Any]
    ) -> None:
        for cookie in ("SESSION_COOKIE", "CSRF_COOKIE"):
            assert production[f"{cookie}_NAME"].startswith("__Host-")
            assert production[f"{cookie}_SECURE"]
            assert production[f"{cookie}_HTTPONLY"]
            assert production[f"{cookie}_SAMESITE"] == "Lax"
            assert production[f"{cookie}_PATH"] == "/"
            assert production[f"{cookie}_DOMAIN"] is None

    def test_every_visit_is_by_tls_for_two_years(self, production: dict[str, Any]) -> None:
        assert production["SECURE_SSL_REDIRECT"]
        assert production["SECURE_HSTS_SECONDS"] >= 31_536_000
        assert production["SECURE_HSTS_INCLUDE_SUBDOMAINS"]

    def test_nothing_is_shown_to_developers(self, production: dict[str, Any]) -> None:
        assert not production["DEBUG"]
        assert not production["DEMO_SIGN_IN"]

    def test_no_proxy_is_believed_that_was_not_set(self, production: dict[str, Any]) -> None:
        assert production["SECURE_PROXY_SSL_HEADER"] is None


class TestProxies:
    def test_a_visitor_cannot_pretend_to_come_by_tls_or_to_another_host(self) -> None:
        forged = {
            "HTTP_X_FORWARDED_PROTO": "https",
            "HTTP_X_FORWARDED_HOST": "evil.example",
            "HTTP_X_FORWARDED_FOR": "203.0.113.7",
        }

        request = RequestFactory(SERVER_NAME="localhost").get("/", **forged)

        assert not request.is_secure()
        assert request.get_host() == "localhost"

    def test_a_changing_address_in_a_header_does_not_start_the_count_anew(self, cast: Cast) -> None:
        with_password(cast.messenger())
        for number in range(5):
            forged = {"HTTP_X_FORWARDED_FOR": f"203.0.113.{number}"}
            Client().post(LOGIN, {"login": "mo", "password": "wrong"}, **forged)

        answer = Client().post(
            LOGIN, {"login": "mo", "password": PASSWORD}, HTTP_X_FORWARDED_FOR="203.0.113.99"
        )

        assert "_auth_user_id" not in answer.wsgi_request.session
        assert answer.status_code == 200


class TestSignIn:
    def test_begins_a_new_session(self, cast: Cast) -> None:
        with_password(cast.messenger())
        browser = Client()
        browser.get(LOGIN)
        browser.session["planted"] = True
        browser.session.save()
        planted = browser.cookies["sid"].value if "sid" in browser.cookies else "none"

        browser.post(LOGIN, {"login": "mo", "password": PASSWORD})

        assert browser.cookies["sid"].value != planted

    def test_keeps_a_password_as_argon2id(self) -> None:
        assert make_password("a sentence").startswith("argon2$argon2id$")

    def test_makes_passwords_slow_to_guess_but_in_tests(self) -> None:
        [path] = site_settings.PASSWORD_HASHERS
        costs: Argon2PasswordHasher = import_string(path)()

        assert make_password("a sentence", hasher=costs).startswith("argon2$argon2id$")
        assert costs.memory_cost >= 19 * 1024
        assert costs.time_cost >= 2

    def test_lets_people_paste_and_programs_fill_in(self, db: None) -> None:
        page = Client().get(LOGIN).content.decode()

        box = re.search(r"<input[^>]*type=.password.[^>]*>", page)
        assert box
        assert 'autocomplete="current-password"' in box.group()
        assert "onpaste" not in page


class TestErrorPages:
    def test_show_nothing_of_what_went_wrong(
        self, cast: Cast, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, caplog: Any
    ) -> None:
        browser = sign_in(cast.messenger())
        browser.raise_request_exception = False

        def fall_over(*_args: Any, **_kwargs: Any) -> None:
            raise ValueError("CANARY-IN-AN-ERROR")

        monkeypatch.setattr("cvi.desk.due.for_user", fall_over)

        answer = browser.get("/today/")

        assert answer.status_code == 500
        assert "CANARY" not in answer.content.decode()
        assert "Traceback" not in answer.content.decode()

    def test_say_the_same_of_a_page_that_is_not_there_and_one_that_is_not_theirs(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        browser = sign_in(cast.messenger())
        case = cast.case()
        theirs = browser.get(reverse("cases:note_new", args=[case.pk]))
        nobodys = browser.get(reverse("cases:note_new", args=[case.participant_id]))

        bodies = [
            re.sub(r"[A-Za-z0-9]{64}|[0-9a-f-]{36}", "", a.content.decode())
            for a in (theirs, nobodys)
        ]
        assert theirs.status_code == nobodys.status_code == 404
        assert bodies[0] == bodies[1]

    def test_name_no_version_of_anything(self, cast: Cast, sign_in: SignIn) -> None:
        answer = sign_in(cast.messenger()).get("/nowhere/")

        assert {"Server", "X-Powered-By"} & set(answer.headers) == set()
        assert "Django" not in answer.content.decode()


class TestPackages:
    @pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
    def test_are_locked_each_with_its_hash(self, name: str) -> None:
        text = (ROOT / name).read_text().replace("\\\n", " ")
        packages = [line for line in text.splitlines() if re.match(r"[a-zA-Z0-9]", line)]

        assert packages
        assert [line for line in packages if "==" not in line or "--hash=sha256:" not in line] == []


class TestWayToTheDatabase:
    @pytest.mark.parametrize(
        ("host", "mode", "is_warned"),
        [
            ("db.example.org", None, True),
            ("db.example.org", "require", True),
            ("db.example.org", "verify-full", False),
            ("127.0.0.1", None, False),
            ("/var/run/postgresql", None, False),
        ],
    )
    def test_is_warned_of_where_anyone_could_listen(
        self,
        monkeypatch: pytest.MonkeyPatch,
        host: str,
        mode: str | None,
        is_warned: bool,
    ) -> None:
        options = {"sslmode": mode} if mode else {}
        database = {"ENGINE": "django.db.backends.postgresql", "HOST": host, "OPTIONS": options}
        monkeypatch.setitem(settings.DATABASES, "default", database)

        assert bool(check_way_to_database()) == is_warned
