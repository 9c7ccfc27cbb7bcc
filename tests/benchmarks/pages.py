"""The visits that are timed, and the plain ones they are held against."""

from collections.abc import Callable, Iterator

from django.db import connection
from django.template import engines
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.cases.models import Case
from tests.benchmarks.city import City
from tests.cast import past_second_factor

Visit = Callable[[], None]

PLAIN_ROWS = """
    SELECT p.code, c.status, c.opened_on FROM cases_case c
    JOIN cases_participant p ON p.id = c.participant_id
    JOIN cases_casegrant g ON g.content_object_id = c.id
    WHERE g.user_id = %s AND c.closed_on IS NULL ORDER BY c.opened_on DESC
"""
PLAIN_PAGE = (
    "<ul>{% for row in rows %}<li>{{ row.0 }} {{ row.1 }} {{ row.2 }}</li>{% endfor %}</ul>"
)


def visits(city: City) -> Iterator[tuple[str, Visit]]:
    """Yield each visit with its name."""
    case = Case.objects.visible_to(city.messenger).newest_first()[0]
    messenger, supervisor = signed_in(city.messenger), signed_in(city.supervisor)
    person = reverse("desk:participant", args=[case.participant_id])
    log = reverse("outreach:contact_log", args=[case.pk])
    yield "messenger, the same rows by plain SQL and a bare template", plain(city.messenger)
    yield "messenger, my people", lambda: get(messenger, "/people/")
    yield "messenger, Today", lambda: get(messenger, "/today/")
    yield "messenger, a participant's page", lambda: get(messenger, person)
    yield "messenger, log a contact (sealed, history, trail)", lambda: post(messenger, log)
    yield "supervisor, people of the team", lambda: get(supervisor, "/people/")
    yield "supervisor, Today", lambda: get(supervisor, "/today/")
    yield "supervisor, caseload report", lambda: get(supervisor, "/reports/caseload/")


def signed_in(user: User) -> Client:
    """Return a browser past the second factor."""
    return past_second_factor(Client(SERVER_NAME="localhost"), user)


def get(client: Client, url: str) -> None:
    """Open a page."""
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)


def post(client: Client, url: str) -> None:
    """Log a contact."""
    today = timezone.localdate().isoformat()
    tapped = {"mode": "call", "reached": "yes", "purposes": ["check_in"], "duration": "5_15"}
    answer = client.post(url, {**tapped, "occurred_on": today, "note": "An ordinary day."})
    assert answer.status_code == 302


def plain(user: User) -> Visit:
    """Return a visit without gates, seals or frame: what the database and a template cost."""
    page = engines["django"].from_string(PLAIN_PAGE)

    def visit() -> None:
        with connection.cursor() as cursor:
            cursor.execute(PLAIN_ROWS, [user.pk])
            page.render({"rows": cursor.fetchall()})

    return visit
