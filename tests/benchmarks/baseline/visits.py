"""The afternoon build of a city that stands already, and the visits to its pages."""

import re
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from guardian.models import UserObjectPermission

from cvi.accounts.models import User
from cvi.cases.models import Case, FollowUp
from tests.benchmarks.baseline.models import Person, PlainCase, PlainContact, PlainFollowUp

AT_ONCE = 2000
CONTACTS_EACH = 10
STOCK = override_settings(
    ROOT_URLCONF="tests.benchmarks.baseline.urls",
    FORM_RENDERER="django.forms.renderers.DjangoTemplates",
    SESSION_ENGINE="django.contrib.sessions.backends.db",
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "simple_history.middleware.HistoryRequestMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ],
            },
        }
    ],
)


def copy_city() -> None:
    """Write the same people, cases, follow-ups, contacts and grants in plain columns."""
    cases = list(Case.objects.order_by("pk"))
    Person.objects.bulk_create(_people(cases), batch_size=AT_ONCE)
    PlainCase.objects.bulk_create(map(_plain, cases), batch_size=AT_ONCE)
    follow_ups = FollowUp.objects.values("case_id", "kind", "due_on")
    rows = (PlainFollowUp(**row) for row in follow_ups)
    PlainFollowUp.objects.bulk_create(rows, batch_size=AT_ONCE)
    PlainContact.objects.bulk_create(_contacts(cases), batch_size=AT_ONCE)
    kind = ContentType.objects.get_for_model(PlainCase)
    see = Permission.objects.get(content_type=kind, codename="view_plaincase")
    grants = (
        UserObjectPermission(
            user_id=case.worker_id, permission=see, content_type=kind, object_pk=str(case.pk)
        )
        for case in cases
    )
    UserObjectPermission.objects.bulk_create(grants, batch_size=AT_ONCE)


def visits(user: User) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield each visit with its name. They run with Django's own middleware and sessions."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    case = PlainCase.objects.filter(worker=user).latest("opened_on")
    pages = {
        "my people": reverse("admin:baseline_plaincase_changelist"),
        "Today": reverse("admin:baseline_plainfollowup_changelist"),
        "a participant's page": reverse("admin:baseline_plaincase_change", args=[case.pk]),
    }
    for name, url in pages.items():
        yield name, lambda url=url: _get(browser, url)
    yield "log a contact", lambda: _log(browser, user, case)


def _get(browser: Client, url: str) -> None:
    answer = browser.get(url)
    assert answer.status_code == 200, (url, answer.status_code)


def _log(browser: Client, user: User, case: PlainCase) -> None:
    today = timezone.localdate().isoformat()
    typed = {"case": case.pk, "worker": user.pk, "occurred_on": today, "mode": "call"}
    typed |= {"outcome": "reached", "note": "An ordinary day."}
    answer = browser.post(reverse("admin:baseline_plaincontact_add"), typed)
    found = re.findall(r"errorlist.*?</ul>", answer.content.decode())
    assert answer.status_code == 302, found


def _people(cases: list[Case]) -> Iterator[Person]:
    born = timezone.localdate().replace(year=2001, month=1, day=1)
    for number, case in enumerate(cases):
        yield Person(
            pk=case.participant_id,
            name=f"Zedd Example {number}",
            legal_name=f"Zedd Legal {number}",
            birth_date=born,
        )


def _plain(case: Case) -> PlainCase:
    return PlainCase(
        pk=case.pk,
        person_id=case.participant_id,
        worker_id=case.worker_id,
        status=case.status,
        opened_on=case.opened_on,
    )


def _contacts(cases: list[Case]) -> Iterator[PlainContact]:
    today = timezone.localdate()
    for case in cases:
        for _number in range(CONTACTS_EACH):
            yield PlainContact(
                case_id=case.pk,
                worker_id=case.worker_id,
                occurred_on=today,
                mode="call",
                outcome="reached",
                note="A note of an ordinary length about an ordinary day.",
            )
