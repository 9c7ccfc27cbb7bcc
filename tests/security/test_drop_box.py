"""The drop box is one way: whether we know whom a message names shows in nothing."""

import re
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cvi.incidents.services import OpenedBox
from tests.cast import Cast
from tests.incidents.conftest import a_request, alert_of, an_alert, request_of, set_up
from tests.security import crawl

KNOWN, UNKNOWN = "Zedd Testperson", "Quix Nobodysson"
NOON = timezone.now().replace(hour=12, minute=0, second=0)
TELLING = {"id", "label", "name", "username", "code", "name_to_use", "token_hash"}
RECEIVED = reverse("incidents:box_received")


@pytest.fixture
def box(cast: Cast) -> OpenedBox:
    cast.gvi_coordinator()
    cast.case(team=cast.gvi_team, name=KNOWN)
    return set_up(cast)


def answers_to(box: OpenedBox, name: str) -> list[Any]:
    """Leave messages about someone, and undo it; return every byte, header, query and count."""
    before = counts()
    with transaction.atomic(), time_machine.travel(NOON, tick=False):
        browser = Client()
        with CaptureQueriesContext(connection) as asked:
            told = [
                browser.get(request_of(box)),
                browser.post(request_of(box), a_request(words=name)),
                browser.post(alert_of(box), an_alert(area=name)),
                browser.get(RECEIVED),
            ]
        written = {table: count - before[table] for table, count in counts().items()}
        transaction.set_rollback(True)
    queries = [plain(re.sub(r"'[^']*'|\b\d+\b", "?", q["sql"])) for q in asked]
    assert [answer.status_code for answer in told] == [200, 302, 302, 200]
    return [*((plain(str(a.headers)), plain(a.content.decode())) for a in told), queries, written]


def counts() -> dict[str, int]:
    """Count the rows of every table, of the trail too."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = {}
        for table in tables:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found[table] = cursor.fetchone()[0]
    return found


def plain(text: str) -> str:
    """Take away what is random in every answer: tokens, marks, savepoints, sealed bytes."""
    text = re.sub(r'(csrfmiddlewaretoken|form_mark)" value="[^"]*"', r"\1", text)
    text = re.sub(r"[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}", "ID", text)
    return re.sub(r'"s\d+_x\d+"', "SAVEPOINT", text)


class TestAMessage:
    def test_about_someone_known_is_answered_like_one_about_nobody(self, box: OpenedBox) -> None:
        answers_to(box, UNKNOWN)  # what a process keeps for itself is asked for once

        assert answers_to(box, KNOWN) == answers_to(box, UNKNOWN)

    def test_is_answered_with_the_very_same_bytes_whatever_is_typed(
        self, cast: Cast, box: OpenedBox
    ) -> None:
        other = set_up(cast, "another")
        pages = []
        for opened, name in ((box, KNOWN), (box, UNKNOWN), (other, "x")):
            answer = Client().post(request_of(opened), a_request(words=name), follow=True)
            pages.append((answer.content, answer.redirect_chain))

        assert pages == [pages[0]] * 3
        assert b"csrf" not in pages[0][0]

    def test_asks_no_table_about_people(self, box: OpenedBox) -> None:
        with CaptureQueriesContext(connection) as asked:
            Client().post(request_of(box), a_request(words=KNOWN))

        assert [q["sql"] for q in asked if "cases_" in q["sql"]] == []

    def test_is_answered_by_a_page_that_asks_no_table_at_all(
        self, db: None, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(0):
            Client().get(RECEIVED)


class TestNoAnswer:
    def test_holds_anything_out_of_the_database(self, box: OpenedBox) -> None:
        browser = Client()
        told = [
            browser.get(request_of(box)),
            browser.get(alert_of(box)),
            browser.post(request_of(box), a_request(words="")),
            browser.post(request_of(box), a_request(), follow=True),
        ]

        page = "".join(crawl.body_of(answer) for answer in told)
        words = {
            str(value)
            for table, rows in crawl.told().items()
            if table.startswith(("accounts.", "cases.", "incidents.", "vault."))
            for row in rows
            for column, value in row.items()
            if column in TELLING and value and not isinstance(value, int)
        }
        assert words >= {"Gia", "9th district", "City GVI team", KNOWN}
        assert [word for word in words if len(word) > 1 and word in page] == []
