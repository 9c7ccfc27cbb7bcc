"""Who raises, sees and answers an alert; the door, the banner, and what a page costs."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cvi.accounts.models import User
from cvi.alerts import services
from cvi.alerts.models import Alert
from cvi.audit.models import AuditEvent
from cvi.cases.models import Case
from cvi.vault.keyring import open_ring
from tests.alerts.conftest import PHONE, Crew, minutes_on, work
from tests.cast import Cast, SignIn

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("alerts:alert_list"), reverse("alerts:alert_new")


def page_of(alert: Alert, name: str = "alert") -> str:
    return reverse(f"alerts:{name}", args=[alert.pk])


def text_of(browser: Client, url: str, **headers: Any) -> str:
    answer = browser.get(url, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def mo(crew: Crew, sign_in: SignIn) -> Client:
    return sign_in(crew.mo)


@pytest.fixture
def fay(crew: Crew, sign_in: SignIn) -> Client:
    return sign_in(crew.first)


class TestAskingForHelp:
    def test_raises_an_alert_with_one_button(self, crew: Crew, mo: Client) -> None:
        answer = mo.post(NEW, {"kind": "help", "team": str(crew.team.pk)})

        alert = Alert.objects.get()
        assert answer.url == page_of(alert)
        assert (alert.raised_by, alert.team, alert.path) == (crew.mo, crew.team, "")

    def test_needs_the_users_own_team(self, cast: Cast, mo: Client) -> None:
        answer = mo.post(NEW, {"kind": "help", "team": str(cast.hill_team.pk)})

        assert answer.status_code == 200
        assert not Alert.objects.exists()

    @pytest.mark.parametrize("kind", ["", "no\x00thing", "🙂" * 5000])
    def test_refuses_another_kind(self, crew: Crew, mo: Client, kind: str) -> None:
        answer = mo.post(NEW, {"kind": kind, "team": str(crew.team.pk)})

        assert answer.status_code == 200
        assert not Alert.objects.exists()

    @pytest.mark.parametrize("role", ["manager", "auditor"])
    def test_is_not_for_the_office(self, cast: Cast, sign_in: SignIn, role: str) -> None:
        browser = sign_in(getattr(cast, role)())

        assert browser.get(NEW).status_code == 403
        assert browser.get(LIST).status_code == 200

    def test_sends_someone_signed_out_away(self, client: Client) -> None:
        assert client.get(NEW).status_code == client.get(LIST).status_code == 302

    def test_shows_who_is_on_call_with_a_button_to_call(self, crew: Crew, mo: Client) -> None:
        services.save_work_phone(user=crew.first, number=PHONE, by=crew.first)

        text = text_of(mo, LIST)

        assert f'href="tel:{PHONE}"' in text
        assert "no work phone is known" in text  # the backup's

    def test_opens_no_phone_with_the_role_alone(self, crew: Crew, mo: Client) -> None:
        services.save_work_phone(user=crew.first, number=PHONE, by=crew.first)

        with open_ring(()):
            assert PHONE in text_of(mo, LIST)


class TestAboutACase:
    @pytest.fixture
    def case(self, cast: Cast, crew: Crew) -> Case:
        return cast.case(crew.mo)

    def test_keeps_ids_and_an_address_alone(self, crew: Crew, mo: Client, case: Case) -> None:
        mo.post(reverse("desk:alert_raise", args=[case.pk]), {"kind": "threat"})

        alert = Alert.objects.get()
        assert alert.about_id == case.pk
        assert alert.path == reverse("desk:participant", args=[case.participant_id])

    def test_shows_no_name_to_whoever_is_told(self, mo: Client, fay: Client, case: Case) -> None:
        mo.post(reverse("desk:alert_raise", args=[case.pk]), {"kind": "threat"})
        alert = Alert.objects.get()

        text = text_of(fay, page_of(alert))

        assert case.participant.called not in text
        assert case.participant.code not in text
        assert alert.path in text
        assert fay.get(alert.path).status_code == 404

    def test_asks_the_door(self, cast: Cast, crew: Crew, sign_in: SignIn, case: Case) -> None:
        url = reverse("desk:alert_raise", args=[case.pk])
        stranger = sign_in(cast.messenger("stu", cast.hill_team))

        assert stranger.post(url, {"kind": "threat"}).status_code == 404
        assert Client().get(url).status_code == 302
        assert not Alert.objects.exists()

    def test_has_a_link_on_the_persons_page(self, mo: Client, case: Case) -> None:
        person = reverse("desk:participant", args=[case.participant_id])

        assert reverse("desk:alert_raise", args=[case.pk]) in text_of(mo, person)

    def test_asks_for_a_kind(self, mo: Client, case: Case) -> None:
        answer = mo.post(reverse("desk:alert_raise", args=[case.pk]), {"kind": "x" * 10_000})

        assert answer.status_code == 200
        assert not Alert.objects.exists()


class TestTheAlert:
    def test_shows_the_sender_sent_seen_and_not_seen(
        self, crew: Crew, mo: Client, fay: Client, clock: Any
    ) -> None:
        alert = crew.raise_alert()
        waiting = text_of(mo, page_of(alert))
        work()
        sent = text_of(mo, page_of(alert))
        fay.get(page_of(alert))
        seen = text_of(mo, page_of(alert))

        assert "Waits to be sent" in waiting
        assert ">Sent<" in sent
        assert ">Not seen<" in sent
        assert ">Seen<" in seen

    def test_shows_a_button_to_call_at_every_step(self, crew: Crew, mo: Client) -> None:
        numbers = ["+12155550141", "+12155550142", "+12155550145"]
        for user, number in zip((crew.first, crew.second, crew.lead), numbers, strict=True):
            services.save_work_phone(user=user, number=number, by=user)

        text = text_of(mo, page_of(crew.raise_alert()))

        assert [number for number in numbers if f"tel:{number}" not in text] == []
        assert "tel:911" in text

    def test_says_what_is_not_known(self, crew: Crew, mo: Client, clock: Any) -> None:
        alert = crew.raise_alert()
        alert.deliveries.update(state="claimed", claimed_at=alert.raised_at)
        minutes_on(clock, 4)

        assert "Not known if sent" in text_of(mo, page_of(alert))

    def test_is_asked_for_again_in_part_without_a_line(self, crew: Crew, mo: Client) -> None:
        alert = crew.raise_alert()

        part = text_of(mo, page_of(alert), **{"HX-Request": "true"})

        assert "<html" not in part
        assert 'hx-trigger="every 15s"' in part
        assert not AuditEvent.objects.filter(object_id=alert.pk, action="viewed").exists()

    def test_is_answered_by_whoever_was_told(self, crew: Crew, mo: Client, fay: Client) -> None:
        alert = crew.raise_alert()

        answer = fay.post(page_of(alert, "alert_answer"), follow=True).content.decode()

        assert Alert.objects.get().answered_by == crew.first
        assert "You are on it." in answer
        assert "Fay answered at" in text_of(mo, page_of(alert))

    def test_is_not_answered_by_whoever_raised_it(self, crew: Crew, mo: Client) -> None:
        alert = crew.raise_alert()

        said = mo.post(page_of(alert, "alert_answer"), follow=True).content.decode()

        assert "Someone else must answer this alert." in said
        assert Alert.objects.get().answered_by is None

    def test_ends_when_all_is_well(self, crew: Crew, mo: Client, fay: Client) -> None:
        alert = crew.raise_alert()

        mo.post(page_of(alert, "alert_end"))
        again = fay.post(page_of(alert, "alert_end"), follow=True).content.decode()

        assert Alert.objects.get().ended_by == crew.mo
        assert "has ended already" in again
        assert "hx-get" not in text_of(mo, page_of(alert))

    @pytest.mark.parametrize("name", ["alert", "alert_answer", "alert_end"])
    def test_is_nobody_elses(self, cast: Cast, crew: Crew, sign_in: SignIn, name: str) -> None:
        url = page_of(crew.raise_alert(), name)

        for user in (crew.second, crew.lead, cast.manager()):
            browser = sign_in(user)
            answer = browser.get(url) if name == "alert" else browser.post(url)
            assert answer.status_code == 404
        assert Client().post(url).status_code == 302
        assert Alert.objects.get().is_running

    def test_of_the_office_leads_to_no_file(
        self, cast: Cast, crew: Crew, sign_in: SignIn, clock: Any
    ) -> None:
        manager = cast.manager()
        alert = crew.raise_alert(by=crew.lead, path="/people/")
        minutes_on(clock, 30)
        work()

        text = text_of(sign_in(manager), page_of(alert))

        assert "Open what it is about" not in text


class TestTheBanner:
    BANNER = "A safety alert waits for you."

    def test_waits_on_every_page_until_someone_answers(self, crew: Crew, fay: Client) -> None:
        before = text_of(fay, LIST)
        alert = crew.raise_alert()
        while_waiting = text_of(fay, reverse("desk:today"))
        on_the_alert = text_of(fay, page_of(alert))
        services.answer_alert(alert=alert, by=crew.first)

        assert self.BANNER in while_waiting
        assert page_of(alert) in while_waiting
        for text in (before, on_the_alert, text_of(fay, LIST)):
            assert self.BANNER not in text

    def test_is_nobody_elses(self, crew: Crew, mo: Client) -> None:
        crew.raise_alert()

        assert self.BANNER not in text_of(mo, LIST)

    def test_costs_one_query(
        self, crew: Crew, fay: Client, django_assert_max_num_queries: Any
    ) -> None:
        url = reverse("alerts:notices")
        fay.get(url)

        with django_assert_max_num_queries(18) as asked:
            fay.get(url)

        about = [q for q in asked.captured_queries if "alerts_alert" in q["sql"]]
        assert len(about) == 1


class TestTheList:
    def test_costs_the_same_however_many(
        self, crew: Crew, mo: Client, django_assert_num_queries: Any
    ) -> None:
        crew.raise_alert()
        mo.get(LIST)
        with CaptureQueriesContext(connection) as few:
            mo.get(LIST)
        count = len(few.captured_queries)
        for _each in range(5):
            crew.raise_alert()
        mo.get(LIST)

        with django_assert_num_queries(count):
            mo.get(LIST)

    def test_holds_ones_own_alone(self, crew: Crew, cast: Cast, mo: Client) -> None:
        other = services.raise_alert(
            team=cast.hill_team, kind="help", by=cast.messenger("hal", cast.hill_team)
        )

        assert str(other.pk) not in text_of(mo, LIST)


def test_a_user_without_a_role_is_asked_to_get_one(crew: Crew, cast: Cast, db: None) -> None:
    nobody = User(username="nobody", name="Nobody")
    nobody.set_unusable_password()
    nobody.save()

    with pytest.raises(services.NotInTeam):
        services.save_work_phone(user=nobody, number=PHONE, by=nobody)
