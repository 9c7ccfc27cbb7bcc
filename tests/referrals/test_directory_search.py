"""Finding a service: for a need, open now, and where it is safe for someone."""

import datetime as dt
import uuid
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.cases import services as cases
from cvi.cases.models import Case
from cvi.cases.values import LifeDomain
from cvi.referrals import directory, services
from cvi.referrals.directory import Danger, Wish
from cvi.referrals.models import Correction, Known, NeedTerm, Schedule, Service, UnsafeAreas
from cvi.standards.models import Holiday
from tests.cast import Cast, SignIn
from tests.referrals.directory_samples import a_phone, a_place, a_service, hours


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo)


def names(**wish: Any) -> list[str]:
    """Return the names of the services that fit a wish."""
    return [found.service.name for found in directory.search(Wish(**wish)).found]


class TestASearch:
    def test_by_need_finds_its_categories_and_those_below(self, cast: Cast) -> None:
        a_service(cast.system, "Beds", codes=["housing:emergency_shelter"])
        a_service(cast.system, "Coach", codes=["work:help_find_work"])

        assert names(need="housing") == ["Beds"]
        assert names(need="work") == ["Coach"]
        assert names() == ["Beds", "Coach"]

    def test_every_need_has_categories(self, db: None) -> None:
        assert set(NeedTerm.objects.values_list("need", flat=True)) == set(LifeDomain.values)

    def test_by_words_looks_at_names_organizations_and_categories(self, cast: Cast) -> None:
        a_service(cast.system, "Beds", codes=["housing:emergency_shelter"])
        a_service(cast.system, "Coach", new_organization="Ready Hands", description="For jobs")

        assert names(words="lantern") == ["Beds"]
        assert names(words="refugio") == ["Beds"]
        assert names(words="hands jobs") == ["Coach"]
        assert names(words="hands beds") == []

    def test_by_area_language_and_terms(self, cast: Cast) -> None:
        beds = a_service(cast.system, "Beds", languages=["es"], accepts_records=Known.YES)
        a_place(beds, cast.system, zone=cast.zone)
        a_service(cast.system, "Coach", needs_id=Known.NO, accepts_minors=Known.YES)

        assert names(zone=str(cast.zone.pk)) == ["Beds"]
        assert names(language="es") == ["Beds"]
        assert names(accepts_records=True) == ["Beds"]
        assert names(accepts_minors=True) == names(needs_no_id=True) == ["Coach"]

    def test_leaves_out_what_is_closed_for_good(self, cast: Cast) -> None:
        a_service(cast.system, "Beds", status=Service.Status.DEFUNCT)
        a_service(cast.system, "Coach", status=Service.Status.PAUSED)

        assert names() == ["Coach"]

    def test_open_now_asks_the_hours(self, cast: Cast) -> None:
        hours(a_service(cast.system, "Today"), cast.system)
        hours(a_service(cast.system, "Tomorrow"), cast.system, byday="TU")
        a_service(cast.system, "Nobody knows")
        paused = a_service(cast.system, "Paused", status=Service.Status.PAUSED)
        hours(paused, cast.system)

        with time_machine.travel(_local(12), tick=False):
            assert names(is_open_now=True) == ["Today"]
        with time_machine.travel(_local(18), tick=False):
            assert names(is_open_now=True) == []

    def test_open_now_knows_public_holidays(self, cast: Cast) -> None:
        hours(a_service(cast.system, "Office"), cast.system)
        always = a_service(cast.system, "Shelter", open_on_holidays=Known.YES)
        hours(always, cast.system)
        day = Holiday(code="a_day", label_en="A day", day=dt.date(2026, 11, 23))
        day.starts_on = dt.date(2026, 1, 1)
        day.save()

        with time_machine.travel(_local(12), tick=False):
            assert names(is_open_now=True) == ["Shelter"]

    def test_comes_in_pages(self, cast: Cast) -> None:
        for number in range(directory.PAGE + 1):
            a_service(cast.system, f"Service {number:02}")

        first, second = directory.search(Wish()), directory.search(Wish(), page=2)

        assert (len(first.found), first.next_url, first.previous_url) == (20, "?page=2", "")
        assert (len(second.found), second.next_url, second.first) == (1, "", 21)
        assert directory.search(Wish(), page=99).page == 2

    def test_needs_as_many_queries_for_many_as_for_one(self, cast: Cast) -> None:
        def add(number: int) -> None:
            service = a_service(cast.system, f"Service {number}", codes=["food:food_pantry"])
            a_place(service, cast.system, zone=cast.zone)
            hours(service, cast.system)
            a_phone(service, cast.system)

        def look() -> int:
            with CaptureQueriesContext(connection) as asked:
                for found in directory.search(Wish()).found:
                    assert (found.phone.number, len(found.service.own_answers)) != ("", 0)
            return len(asked)

        add(1)
        one = look()
        for number in range(2, 9):
            add(number)

        assert look() == one


def _local(hour: int) -> dt.datetime:
    """Return an hour of a Monday, local time."""
    return timezone.make_aware(dt.datetime.fromisoformat(f"2026-11-23 {hour:02}:00"))


RULES = [
    ({"byday": "MO"}, "2026-11-23 09:00", True),
    ({"byday": "MO"}, "2026-11-23 17:00", False),
    ({"byday": "MO", "opens_at": dt.time(22), "closes_at": dt.time(2)}, "2026-11-24 01:00", True),
    ({"byday": "MO", "opens_at": dt.time(22), "closes_at": dt.time(2)}, "2026-11-23 01:00", False),
    ({"freq": "MONTHLY", "byday": "4MO"}, "2026-11-23 10:00", True),
    ({"freq": "MONTHLY", "byday": "-1MO"}, "2026-11-30 10:00", True),
    ({"freq": "MONTHLY", "byday": "-1MO"}, "2026-11-23 10:00", False),
    ({"freq": "MONTHLY", "byday": "", "bymonthday": "1,23"}, "2026-11-23 10:00", True),
    ({"freq": "MONTHLY", "byday": "", "bymonthday": "-1"}, "2026-11-30 10:00", True),
    ({"byday": "MO", "interval": 2, "dtstart": dt.date(2026, 11, 9)}, "2026-11-23 10:00", True),
    ({"byday": "MO", "interval": 2, "dtstart": dt.date(2026, 11, 2)}, "2026-11-23 10:00", False),
    ({"byday": "MO", "valid_from": dt.date(2026, 11, 24)}, "2026-11-23 10:00", False),
    ({"byday": "MO", "valid_to": dt.date(2026, 11, 22)}, "2026-11-23 10:00", False),
    ({"byday": "MO", "opens_at": None}, "2026-11-23 10:00", False),
]


@pytest.mark.parametrize(("rule", "moment", "is_open"), RULES)
def test_a_rule_names_when_it_is_open(rule: dict[str, Any], moment: str, is_open: object) -> None:
    schedule = Schedule(**{"opens_at": dt.time(9), "closes_at": dt.time(17), **rule})

    assert schedule.is_open_at(dt.datetime.fromisoformat(moment)) is is_open


@pytest.mark.parametrize(
    ("rule", "label"),
    [
        ({"byday": "MO,TU,WE,TH,FR"}, "Mon – Fri"),
        ({"byday": "MO,TU,WE,TH,FR,SA,SU"}, "Every day"),
        ({"byday": "MO,WE"}, "Mon, Wed"),
        ({"freq": "MONTHLY", "byday": "-1FR"}, "last Fri of the month"),
        ({"freq": "MONTHLY", "byday": "2MO", "bymonthday": "15"}, "Mon number 2"),
    ],
)
def test_a_rule_is_told_in_words(rule: dict[str, Any], label: str) -> None:
    assert Schedule(**rule).days_label.startswith(label)


class TestWhatIsNotSafe:
    @pytest.fixture
    def there(self, cast: Cast) -> Service:
        service = a_service(cast.system, "There", has_police=Known.YES)
        a_place(service, cast.system, zone=cast.zone)
        return service

    def test_is_left_out_and_counted(self, cast: Cast, there: Service) -> None:
        a_service(cast.system, "By phone")
        danger = Danger(frozenset({cast.zone.pk}))

        results = directory.search(Wish(), danger=danger)

        assert [found.service.name for found in results.found] == ["By phone"]
        assert (results.hidden, results.total) == (1, 1)

    def test_is_marked_when_it_is_asked_for(self, cast: Cast, there: Service) -> None:
        danger = Danger(frozenset({cast.zone.pk}))

        results = directory.search(Wish(with_unsafe=True), danger=danger)

        assert [(found.is_unsafe, found.places[0].is_unsafe) for found in results.found] == [
            (True, True)
        ]
        assert results.hidden == 0

    def test_does_not_hide_a_service_with_a_safe_place(self, cast: Cast, there: Service) -> None:
        a_place(there, cast.system, address_1="2 Demo Street")

        results = directory.search(Wish(), danger=Danger(frozenset({cast.zone.pk})))

        assert [place.is_unsafe for place in results.found[0].places] == [True, False]
        assert not results.found[0].is_unsafe

    def test_may_be_police_in_the_building(self, there: Service) -> None:
        assert directory.search(Wish(), danger=Danger(avoids_police=True)).hidden == 1


class TestTheAreas:
    def test_are_sealed(self, cast: Cast, case: Case, mo: User) -> None:
        services.save_unsafe_areas(case=case, zones=[cast.zone], avoids_police=True, by=mo)

        row = UnsafeAreas.objects.values().get()
        assert str(cast.zone.pk).encode() not in row["zones"].blob
        assert row["key_id"] == case.participant.key_id

    def test_are_read_by_whoever_sees_the_case(self, cast: Cast, case: Case, mo: User) -> None:
        services.save_unsafe_areas(case=case, zones=[cast.zone], avoids_police=False, by=mo)

        assert directory.danger_of(mo, case) == Danger(frozenset({cast.zone.pk}))
        assert directory.danger_of(cast.messenger("else"), case) == Danger()

    def test_of_two_merged_files_count_both(self, cast: Cast, case: Case, mo: User) -> None:
        twin = cast.case(mo)
        services.save_unsafe_areas(case=twin, zones=[cast.zone], avoids_police=False, by=mo)
        services.save_unsafe_areas(case=case, zones=[], avoids_police=True, by=mo)
        cases.close_case(case=twin, status="closed", closed_on=twin.opened_on, by=mo)
        cases.merge_people(keep=case.participant, drop=twin.participant, by=cast.system)

        assert directory.danger_of(mo, case) == Danger(frozenset({cast.zone.pk}), True)

        services.save_unsafe_areas(case=case, zones=[], avoids_police=False, by=mo)

        assert directory.danger_of(mo, case) == Danger()


class TestThePages:
    def test_keep_what_is_looked_for_out_of_the_address(
        self, cast: Cast, mo: User, case: Case, sign_in: SignIn
    ) -> None:
        a_service(cast.system, "Beds", codes=["housing:emergency_shelter"])
        a_service(cast.system, "Coach")
        browser, url = sign_in(mo), reverse("referrals:case_services", args=[case.pk])

        answer = browser.post(url, {"need": "housing", "words": "bed"})

        assert (answer.status_code, answer.url) == (302, url)
        shown = browser.get(url).content.decode()
        assert "Beds" in shown
        assert "Coach" not in shown
        assert "Coach" in browser.get(reverse("referrals:service_search")).content.decode()

    def test_offer_first_what_the_participant_needs(
        self, mo: User, case: Case, sign_in: SignIn
    ) -> None:
        cases.record_need(case=case, domain="work", by=mo)

        page = sign_in(mo).get(reverse("referrals:case_services", args=[case.pk]))

        group, first = page.context["form"].fields["need"].choices[1]
        assert (str(group), [code for code, _label in first]) == ("They need", ["work"])

    def test_say_how_much_is_left_out(
        self, cast: Cast, mo: User, case: Case, sign_in: SignIn
    ) -> None:
        a_place(a_service(cast.system, "There"), cast.system, zone=cast.zone)
        browser = sign_in(mo)
        areas = reverse("referrals:unsafe_areas", args=[case.pk])

        answer = browser.post(areas, {"zones": [str(cast.zone.pk)]}, follow=True)

        assert "1 service is left out: it is not safe for them." in answer.content.decode()

    def test_show_all_that_is_needed_to_go_there(
        self, cast: Cast, mo: User, case: Case, sign_in: SignIn
    ) -> None:
        service = a_service(cast.system, "Beds", has_police=Known.YES, minimum_age=18)
        a_place(service, cast.system, zone=cast.zone)
        a_phone(service, cast.system)
        hours(service, cast.system)
        services.save_unsafe_areas(case=case, zones=[cast.zone], avoids_police=False, by=mo)
        browser = sign_in(mo)

        alone = browser.get(reverse("referrals:service", args=[service.pk])).content.decode()
        own = browser.get(reverse("referrals:case_service", args=[case.pk, service.pk]))

        assert 'href="tel:5555550142"' in alone
        assert "Police in the building" in alone
        assert "From 18 years" in alone
        assert "Nobody has checked this" in alone
        assert "Not safe for them" not in alone
        assert "This is not safe for them" in own.content.decode()

    def test_of_a_case_are_for_those_who_see_it(
        self, cast: Cast, case: Case, sign_in: SignIn
    ) -> None:
        service = a_service(cast.system)
        stranger = sign_in(cast.messenger("else"))
        urls = [
            reverse("referrals:case_services", args=[case.pk]),
            reverse("referrals:case_service", args=[case.pk, service.pk]),
            reverse("referrals:unsafe_areas", args=[case.pk]),
        ]

        assert [stranger.get(url).status_code for url in urls] == [404] * 3

    def test_of_no_service_are_not_there(self, mo: User, case: Case, sign_in: SignIn) -> None:
        browser, nobody = sign_in(mo), uuid.uuid4()
        urls = [
            reverse("referrals:service", args=[nobody]),
            reverse("referrals:case_service", args=[case.pk, nobody]),
            reverse("referrals:correction_new", args=[nobody]),
        ]

        assert [browser.get(url).status_code for url in urls] == [404] * 3

    @pytest.mark.parametrize("page", ["0", "-1", "x", "99999999", "٣", ""])
    def test_take_any_number_of_a_page(self, mo: User, sign_in: SignIn, page: str) -> None:
        answer = sign_in(mo).get(reverse("referrals:service_search"), {"page": page})

        assert answer.status_code == 200

    def test_let_a_worker_tell_the_steward(self, cast: Cast, mo: User, sign_in: SignIn) -> None:
        service = a_service(cast.system)
        url = reverse("referrals:correction_new", args=[service.pk])
        browser = sign_in(mo)

        wrong = browser.post(url, {"wrong": "nothing", "right": "x" * 201})
        answer = browser.post(url, {"wrong": "phone", "right": "555-0199"})

        assert set(wrong.context["form"].errors) == {"wrong", "right"}
        assert answer.status_code == 302
        assert Correction.objects.get().right == "555-0199"

    def test_refuse_unsafe_areas_that_are_no_zones(
        self, mo: User, case: Case, sign_in: SignIn
    ) -> None:
        url = reverse("referrals:unsafe_areas", args=[case.pk])

        answer = sign_in(mo).post(url, {"zones": [str(uuid.uuid4())]})

        assert "zones" in answer.context["form"].errors
        assert not UnsafeAreas.objects.exists()

    def test_are_the_same_for_whoever_sees_no_case(self, cast: Cast, sign_in: SignIn) -> None:
        a_service(cast.system, "Beds")
        auditor = sign_in(cast.user("aud", Role.MANAGER, cast.ovp))

        assert "Beds" in auditor.get(reverse("referrals:service_search")).content.decode()
