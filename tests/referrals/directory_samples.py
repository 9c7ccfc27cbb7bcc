"""Services for tests of the directory, as a file says them and as the steward writes them."""

import datetime as dt
import io
import json
import zipfile
from typing import Any

from cvi.accounts.models import User
from cvi.papers.uploads import DataFile, DataType
from cvi.referrals import services
from cvi.referrals.models import (
    DirectoryImport,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)

WEEK = "MO,TU,WE,TH,FR,SA,SU"


def whole(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return a service of a file with everything inside that we keep."""
    return {
        "id": f"service-{number}",
        "name": f"Shelter {number}",
        "status": "active",
        "description": "Beds for the night",
        "eligibility_description": "Anyone over 18",
        "minimum_age": 18,
        "assured_date": "2026-11-01",
        "cvi_accepts_records": "yes",
        "organization": {
            "id": "organization-1",
            "name": "Lantern House",
            "website": "https://lantern.example",
            "phones": [{"id": f"phone-o-{number}", "number": "555-0100"}],
        },
        "phones": [{"id": f"phone-{number}", "number": "(555) 555-0142", "extension": "7"}],
        "schedules": [
            {
                "id": f"schedule-{number}",
                "freq": "WEEKLY",
                "byday": "MO,TU",
                "opens_at": "09:00-05:00",
                "closes_at": "17:00",
            }
        ],
        "languages": [{"id": f"language-{number}", "name": "Spanish", "code": "spa"}],
        "cost_options": [{"id": f"cost-{number}", "option": "A night", "amount": 2.5}],
        "contacts": [{"id": f"contact-{number}", "name": "Front desk", "phones": []}],
        "attributes": [
            {
                "id": f"attribute-{number}",
                "taxonomy_term": {
                    "id": "term-1",
                    "name": "Emergency Shelter",
                    "taxonomy": "open_eligibility",
                },
            }
        ],
        "service_at_locations": [
            {
                "id": f"place-{number}",
                "location": {
                    "id": f"location-{number}",
                    "location_type": "physical",
                    "name": f"House {number}",
                    "latitude": 35.5,
                    "longitude": -80.25,
                    "cvi_zone": "Eastside",
                    "addresses": [
                        {
                            "id": f"address-{number}",
                            "address_1": f"{number} Demo Street",
                            "city": "Demo City",
                            "state_province": "ZZ",
                            "postal_code": "00000",
                            "country": "US",
                            "address_type": "physical",
                        }
                    ],
                    "accessibility": [{"id": f"access-{number}", "description": "Ramp"}],
                },
            }
        ],
        **changes,
    }


def as_file(*found: Any) -> DataFile:
    """Return a JSON file of services."""
    return DataFile(DataType.JSON, json.dumps(list(found)).encode())


def as_zip(**tables: str) -> DataFile:
    """Return a ZIP of CSV tables."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in tables.items():
            archive.writestr(f"hsds/{name}.csv", text)
    return DataFile(DataType.ZIP, out.getvalue())


def faults_of(upload: DirectoryImport) -> list[tuple[str, int, str, str]]:
    """Return what is wrong in a file, as tuples."""
    return [(fault[0], fault[1], fault[2], fault[3]) for fault in upload.faults]


def a_service(by: User, name: str = "Night shelter", **changes: Any) -> Service:
    """Add a service, by default one that is checked and always open at no place."""
    own = {"new_organization": "Lantern House", "name": name}
    if "organization" in changes:
        del own["new_organization"]
    terms = [
        TaxonomyTerm.objects.get(code=code, taxonomy=TaxonomyTerm.OPEN_ELIGIBILITY)
        for code in changes.pop("codes", ())
    ]
    spoken = changes.pop("languages", [])
    return services.save_service(
        service=None, changes={**own, **changes}, terms=terms, languages=spoken, by=by
    )


def a_place(service: Service, by: User, **where: Any) -> ServiceAtLocation:
    """Give a service a place."""
    where = {"address_1": "1 Demo Street", **where}
    place = ServiceAtLocation(service=service)
    return services.save_place(service=service, place=place, changes=where, by=by)


def hours(service: Service, by: User, **rule: Any) -> Schedule:
    """Give a service hours, by default every day from nine to five."""
    rule = {"byday": WEEK, "opens_at": dt.time(9), "closes_at": dt.time(17), **rule}
    return services.save_part(service=service, part=Schedule(), changes=rule, by=by)


def a_phone(service: Service, by: User, number: str = "(555) 555-0142") -> Phone:
    """Give a service a number."""
    return services.save_part(service=service, part=Phone(), changes={"number": number}, by=by)
