"""The service directory of the demo: twenty-five services that nobody gives."""

import datetime as dt
from itertools import cycle
from typing import Any

from cvi.accounts.models import User, Zone
from cvi.accounts.system import system_user
from cvi.records.demo.city import City
from cvi.records.demo.story import Story
from cvi.referrals import services
from cvi.referrals.models import Known, Phone, Schedule, Service, ServiceAtLocation, TaxonomyTerm

_Y, _N, _U = Known.YES, Known.NO, Known.UNKNOWN
WEEKDAYS = "MO,TU,WE,TH,FR"
OFFICE_HOURS = (WEEKDAYS, dt.time(9), dt.time(17))
EVENINGS = (WEEKDAYS, dt.time(16), dt.time(21))
WEEKENDS = ("SA,SU", dt.time(10), dt.time(15))
ALWAYS = ("MO,TU,WE,TH,FR,SA,SU", dt.time(0), dt.time(23, 59))
NEVER_CHECKED = 0

Offer = tuple[str, str, str, tuple[Any, ...], str, int]
OFFERS: tuple[Offer, ...] = (
    # Each is an organization, a service, a category, its hours, its languages, and how many days
    # ago it was checked.
    ("Lantern House (demo)", "Night shelter", "housing:emergency_shelter", ALWAYS, "en es", 12),
    ("Lantern House (demo)", "Room for a month", "housing:temporary_shelter", OFFICE_HOURS, "en", 30),
    ("Safe Door Trust (demo)", "Moving to safety", "housing:residential_housing:safe_housing", ALWAYS, "en es", 8),
    ("Keys and Leases (demo)", "Help to find a flat", "housing:help_find_housing", OFFICE_HOURS, "en", 90),
    ("Keys and Leases (demo)", "Rent help", "housing:help_pay_for_housing", OFFICE_HOURS, "en es", 400),
    ("Blue Kitchen (demo)", "Free lunch", "food:free_meals", WEEKENDS, "en es", 20),
    ("Blue Kitchen (demo)", "Food shelf", "food:food_pantry", OFFICE_HOURS, "en", 45),
    ("Second Coat (demo)", "Clothes for interviews", "goods:clothing:clothes_for_work", OFFICE_HOURS, "en", 210),
    ("Ready Hands (demo)", "Job coach", "work:help_find_work", OFFICE_HOURS, "en es", 15),
    ("Ready Hands (demo)", "Paid training in building", "education:skills_training", OFFICE_HOURS, "en", 60),
    ("New Page School (demo)", "Evening GED", "education:more_education:ged_high_school_equivalency", EVENINGS, "en es", 33),
    ("New Page School (demo)", "English class", "education:more_education:english_as_a_second_language_esl", EVENINGS, "es en", 70),
    ("Calm Water Clinic (demo)", "Someone to talk to", "health:mental_health_care:counseling", OFFICE_HOURS, "en es", 25),
    ("Calm Water Clinic (demo)", "Walk-in doctor", "health:medical_care:primary_care", OFFICE_HOURS, "en", 190),
    ("Clear Day Recovery (demo)", "Detox beds", "health:addiction_recovery:detox", ALWAYS, "en", 10),
    ("Clear Day Recovery (demo)", "Recovery coach", "health:addiction_recovery:peer_recovery_coaching", EVENINGS, "en es", 55),
    ("Open Ledger Law (demo)", "Clearing a record", "legal:advocacy_legal_aid", OFFICE_HOURS, "en", 40),
    ("Open Ledger Law (demo)", "ID and birth certificates", "legal:advocacy_legal_aid:identification_recovery", OFFICE_HOURS, "en es", 18),
    ("Open Ledger Law (demo)", "Immigration desk", "legal:advocacy_legal_aid:citizenship_immigration", EVENINGS, "es en", 120),
    ("After the Loss (demo)", "Circle for families", "health:end_of_life_care:bereavement", EVENINGS, "en", 28),
    ("After the Loss (demo)", "Funeral help", "health:end_of_life_care:burial_funeral_help", OFFICE_HOURS, "en es", NEVER_CHECKED),
    ("City Wheels (demo)", "Bus passes", "transit:help_pay_for_transit:bus_passes", OFFICE_HOURS, "en", 35),
    ("Small Steps (demo)", "Child care after school", "care:daytime_care:childcare", OFFICE_HOURS, "en es", 22),
    ("Steady Ground (demo)", "A mentor for young people", "care:support_network:mentoring", EVENINGS, "en", 50),
    ("Sample Precinct Annex (demo)", "Benefits window", "money:government_benefits", OFFICE_HOURS, "en es", 14),
)  # fmt: skip
PLACES = ("Demo Street", "Sample Avenue", "Example Road", "Invented Square")


def fill_directory(*, city: City, story: Story) -> list[Service]:
    """Add the services, their places, hours, phones and languages."""
    by = system_user()
    zones = cycle(city.zones)
    organizations: dict[str, Any] = {}
    made = []
    for number, offer in enumerate(OFFERS, start=1):
        service = _add(offer, organizations, number=number, story=story, by=by)
        _add_parts(service, offer[3], number=number, zone=next(zones), by=by)
        made.append(service)
    steps = [service for service in made if service.name == "A mentor for young people"]
    services.tell_correction(service=steps[0], wrong="hours", right="Closed on Fridays now.", by=by)
    return made


def _add(
    offer: Offer,
    organizations: dict[str, Any],
    *,
    number: int,
    story: Story,
    by: User,
) -> Service:
    organization, name, category, _hours, languages, checked = offer
    changes: dict[str, Any] = {"name": name, **_answers(number)}
    if organization in organizations:
        changes["organization"] = organizations[organization]
    else:
        changes["new_organization"] = organization
    changes["description"] = f"{name}. An invented service of the demo; nobody gives it."
    changes["last_verified_on"] = story.days_ago(checked) if checked else None
    term = TaxonomyTerm.objects.get(taxonomy=TaxonomyTerm.OPEN_ELIGIBILITY, code=category)
    told: dict[str, Any] = {"terms": [term], "languages": languages.split()}
    service = services.save_service(service=None, changes=changes, **told, by=by)
    organizations[organization] = service.organization
    return service


def _answers(number: int) -> dict[str, Any]:
    """Return how a service stands to our people: some say yes, some no, some nobody asked."""
    turn = (_Y, _Y, _U, _N)
    return {
        "accepts_records": turn[number % 4],
        "accepts_minors": turn[number % 3],
        "needs_id": turn[(number + 2) % 4],
        "takes_insurance": turn[(number + 1) % 4],
        "has_waitlist": _Y if number % 7 == 0 else _N,
        "has_police": _Y if number == len(OFFERS) else _N,
    }


def _add_parts(
    service: Service, hours: tuple[Any, ...], *, number: int, zone: Zone, by: User
) -> None:
    street = f"{100 + number} {PLACES[number % len(PLACES)]}"
    where = {"address_1": street, "city": "Demo City", "state_province": "ZZ", "zone": zone}
    place = ServiceAtLocation(service=service)
    services.save_place(service=service, place=place, changes=where, by=by)
    days, opens, closes = hours
    rule = {"byday": days, "opens_at": opens, "closes_at": closes}
    services.save_part(service=service, part=Schedule(), changes=rule, by=by)
    call = {"number": f"(555) 555-01{number:02}", "type": "voice"}
    services.save_part(service=service, part=Phone(), changes=call, by=by)
