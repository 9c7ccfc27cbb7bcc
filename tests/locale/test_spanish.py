"""The whole program speaks Spanish, and a text that changed without its translation is found."""

import datetime as dt
import html
import re
from collections import Counter
from collections.abc import Iterator

import polib
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import formats, timezone, translation

from cvi.cases import services as cases
from cvi.cases.models import Case
from cvi.outreach import services as outreach
from cvi.outreach.services import ContactDetails
from tests.cast import Cast, SignIn
from tests.hospital.bedside import STEPS, step, talk
from tests.locale import found

CATALOGUE = polib.pofile(str(found.ROOT / "locale/es/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\{?\s*\w*\s*\}?\}|&#?\w+;|</?\w+[^>]*>")
TU = re.compile(r"\b(tú|tus?|ti|contigo|vos|vosotros|vosotras)\b", re.IGNORECASE)
ENGLISH = re.compile(
    r"\b(the|and|with|what|who|when|how|did|they|save|next|back|today|people|person|contact|phone"
    r"|needs?|please|yes|your|you|add|log|goals?|follow-ups?|nobody|sign|reached|tried|safe"
    r"|is|was|to|for|until|since|not|mon|tue|wed|thu|fri|sat|sun|jan|apr|aug|dec)\b",
    re.IGNORECASE,
)
SYSTEM_NAME = "The system"  # a user's name, like any other


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    """Give the next test its English back: a request leaves its language to the thread."""
    with translation.override("en"):
        yield


def read_aloud(page: str) -> str:
    """Return what is on a page for eyes and ears: texts and labels, not code or hidden values."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    labels = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', body)
    text = re.sub(r"<[^>]*>", " ", body)
    return html.unescape(" ".join([text, *labels])).replace(SYSTEM_NAME, "")


class TestCatalogue:
    @pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.msgid[:30])
    def test_keeps_every_placeholder(self, entry: polib.POEntry) -> None:
        pairs = (
            [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]
            if entry.msgid_plural
            else [(entry.msgid, entry.msgstr)]
        )

        for english, spanish in pairs:
            assert Counter(PLACEHOLDER.findall(spanish)) == Counter(PLACEHOLDER.findall(english))

    def test_leaves_nothing_out_and_nothing_in_doubt(self) -> None:
        open_entries = [e.msgid for e in CATALOGUE if e.fuzzy or e.obsolete or not e.translated()]

        assert open_entries == []

    def test_holds_each_text_of_the_program_and_no_other(self) -> None:
        """What cannot be seen: words put together while the program runs."""
        marked = {*found.in_python(), *found.in_templates()}

        held = {(entry.msgctxt, entry.msgid) for entry in CATALOGUE}

        assert marked - held == set(), "Run makemessages -l es, and translate these."
        assert held - marked == set(), "Nothing shows these any more: take them out."

    def test_calls_everyone_usted(self) -> None:
        texts = [text for e in CATALOGUE for text in (e.msgstr, *e.msgstr_plural.values())]

        assert [text for text in texts if TU.search(text)] == []

    def test_is_compiled(self) -> None:
        with translation.override("es"):
            assert translation.gettext("Save contact") == "Guardar contacto", (
                "Run script/messages.py"
            )


class TestDays:
    @pytest.mark.parametrize(
        ("language", "name", "words"),
        [
            ("en", "DATE_FORMAT", "Tue Mar 24, 2026"),
            ("es", "DATE_FORMAT", "mar 24 mar 2026"),
            ("en", "SHORT_DATE_FORMAT", "Mar 24, 2026"),
            ("es", "SHORT_DATE_FORMAT", "24 mar 2026"),
            ("en", "MONTH_DAY_FORMAT", "Tue Mar 24"),
            ("es", "MONTH_DAY_FORMAT", "mar 24 mar"),
            ("en", "DATETIME_FORMAT", "Tue Mar 24, 2:05 p.m."),
            ("es", "DATETIME_FORMAT", "mar 24 mar, 2:05 p.m."),
        ],
    )
    def test_are_written_as_the_language_does(self, language: str, name: str, words: str) -> None:
        moment = dt.datetime(2026, 3, 24, 14, 5, tzinfo=dt.UTC)

        with translation.override(language):
            assert formats.date_format(moment, name) == words

    def test_are_never_spelled_out_by_a_page(self) -> None:
        """A format of one language, like "M j, Y", would be read by both."""
        python, templates = (
            (found.ROOT / "cvi").rglob("*.py"),
            (found.ROOT / "templates").rglob("*"),
        )
        text = "".join(path.read_text() for path in [*python, *templates] if path.is_file())

        used = {*re.findall(r'\|date:"(.*?)"', text), *re.findall(r'date_format\(.*?"(.*?)"', text)}

        assert {name for name in used if not name.endswith("_FORMAT")} <= {"c", "H:i"}

    def test_numbers_are_written_as_around_here(self) -> None:
        with translation.override("es"):
            assert formats.number_format(1234.5, 1, force_grouping=True) == "1,234.5"


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case with all that a person's page can show, and a follow-up that is late."""
    mo, day = cast.messenger(), timezone.localdate()
    case = cast.case(mo)
    talk = ContactDetails(mode="in_person", outcome="reached", purposes=["check_in"])
    outreach.log_contact(case=case, contact=talk, by=mo)
    cases.set_goal(case=case, domain="work", words="Un empleo", by=mo)
    cases.plan_follow_up(case=case, kind="check_in", due_on=day - dt.timedelta(days=9), by=mo)
    cast.consent(case, cast.hill, "name")
    return case


def in_spanish(browser: Client) -> Client:
    """Choose Spanish with the switch in the top bar."""
    browser.post(reverse("set_language"), {"language": "es", "next": "/"})
    return browser


def says(browser: Client, url: str, words: str) -> None:
    """Open a page that must say some Spanish words, and none in English."""
    answer = browser.get(url, follow=True)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert '<html lang="es">' in page
    assert words in page
    assert ENGLISH.findall(read_aloud(page)) == []


class TestPages:
    def test_follow_the_language_of_the_phone(self, case: Case, sign_in: SignIn) -> None:
        browser = sign_in(case.worker)

        page = browser.get("/today/", headers={"accept-language": "es-US,es;q=0.9,en;q=0.8"})

        assert "por contactar" in page.content.decode()

    def test_of_a_messenger(self, case: Case, sign_in: SignIn) -> None:
        browser = in_spanish(sign_in(case.worker))

        says(browser, reverse("desk:today"), "1 persona por contactar")
        says(browser, reverse("outreach:contact_pick"), "¿Con quién fue?")
        says(browser, reverse("outreach:contact_log", args=[case.pk]), "Guardar contacto")
        says(browser, reverse("desk:people"), "Mi gente")
        says(browser, reverse("desk:participant", args=[case.participant_id]), "Agregar meta")
        says(browser, reverse("cases:person_new"), "Guardar persona")
        for name in ("goal_new", "follow_up_new", "note_new", "consent_new", "participant_edit"):
            says(browser, reverse(f"cases:{name}", args=[case.pk]), "Guardar")

    @pytest.mark.parametrize("name", STEPS)
    def test_of_a_specialist_at_the_bedside(self, cast: Cast, sign_in: SignIn, name: str) -> None:
        visit = talk(cast)

        says(in_spanish(sign_in(visit.specialist)), step(name, visit), "de 6:")

    def test_of_a_supervisor(self, cast: Cast, case: Case, sign_in: SignIn) -> None:
        browser = in_spanish(sign_in(cast.supervisor()))

        says(browser, reverse("referrals:referral_inbox"), "Ninguna derivación espera por usted.")
        says(
            browser,
            reverse("referrals:referral_send", args=[case.pk]),
            "Derivar a Hill street team",
        )
        says(browser, reverse("reports:caseload"), "Seguimientos vencidos")
        says(browser, reverse("papers:job_list"), "Aún no hay descargas.")

    def test_of_the_coordinators(self, cast: Cast, sign_in: SignIn) -> None:
        gia, rey = cast.gvi_coordinator(), cast.reentry_coordinator()
        called = cast.case(gia, team=cast.gvi_team)
        home = cast.case(rey, team=cast.reentry_team)

        plan = reverse("gvi:notification_new", args=[called.pk])
        says(in_spanish(sign_in(gia)), plan, "¿Por qué ahora?")
        stay = reverse("reentry:custody_new", args=[home.pk])
        says(in_spanish(sign_in(rey)), stay, "Guardar custodia")

    def test_of_the_office(self, cast: Cast, sign_in: SignIn) -> None:
        says(
            in_spanish(sign_in(cast.auditor())), reverse("reports:trail"), "Quién vio y cambió qué"
        )
        browser = in_spanish(sign_in(cast.administrator()))
        says(browser, reverse("accounts:staff"), "Quién puede entrar y con qué función.")
        says(browser, reverse("accounts:staff_invite"), "Invitar")

    def test_of_the_sign_in(self, cast: Cast, client: Client) -> None:
        says(in_spanish(client), reverse("account_login"), "Contraseña")
        says(client, reverse("accounts:invite_accept"), "Use su código")

    def test_say_what_is_missing(self, case: Case, sign_in: SignIn) -> None:
        browser = in_spanish(sign_in(case.worker))

        page = browser.post(
            reverse("outreach:contact_log", args=[case.pk]), {"mode": "call"}
        ).content.decode()

        assert "Revise esto otra vez, por favor" in page
        assert ENGLISH.findall(read_aloud(page)) == []
