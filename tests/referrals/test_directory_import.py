"""A file for the directory: checked, then written whole or not at all; what goes out comes back."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cvi.accounts.models import User
from cvi.audit.models import AuditEvent
from cvi.papers.uploads import DataFile, DataType
from cvi.referrals import services
from cvi.referrals.hsds import reading, writing
from cvi.referrals.hsds.cells import WORDS, Wrong
from cvi.referrals.models import (
    DirectoryImport,
    Known,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    TaxonomyTerm,
)
from cvi.referrals.services import NotChecked
from cvi.vault import storage
from cvi.vault.errors import FileMissing
from tests.cast import Cast
from tests.referrals.directory_samples import as_file, faults_of, whole

State = DirectoryImport.State
Bring = Callable[..., DirectoryImport]


def directory() -> dict[str, Any]:
    """Return all that is in the directory, with the ids that it has in files."""
    return writing.read_directory()


class TestAFileOfJson:
    def test_is_checked_without_writing_anything(self, check: Bring) -> None:
        upload = check(as_file(whole(1), whole(2)))

        assert upload.state == State.CHECKED
        assert upload.found["services"] == {"new": 2}
        assert upload.found["organizations"] == {"new": 1}
        assert not Service.objects.exists()

    def test_brings_in_a_service_with_all_its_parts(self, bring: Bring, cast: Cast) -> None:
        upload = bring(as_file(whole()))

        assert (upload.state, upload.faults) == (State.DONE, [])
        service = Service.objects.select_related("organization").get()
        place = service.places.select_related("location__zone").get()
        rule = service.schedules.get()
        assert (service.organization.name, service.minimum_age) == ("Lantern House", 18)
        assert service.last_verified_on == dt.date(2026, 11, 1)
        assert (service.accepts_records, service.needs_id) == (Known.YES, Known.UNKNOWN)
        assert place.location.address == "1 Demo Street, Demo City, ZZ 00000"
        assert (place.location.zone, place.location.latitude) == (cast.zone, Decimal("35.5"))
        assert (rule.byday, rule.opens_at, rule.closes_at) == ("MO,TU", dt.time(9), dt.time(17))
        assert service.phones.get().link == "tel:5555550142,7"
        assert service.languages.get().code == "es"
        assert service.costs.get().words == "A night · 2.50 USD"

    def test_takes_a_category_for_the_one_that_we_have(self, bring: Bring) -> None:
        before = TaxonomyTerm.objects.count()

        bring(as_file(whole()))

        own = ServiceTerm.objects.select_related("term").get()
        assert own.term.code == "housing:emergency_shelter"
        assert TaxonomyTerm.objects.count() == before

    def test_changes_nothing_the_second_time(self, bring: Bring) -> None:
        bring(as_file(whole(1), whole(2)))
        before = directory()

        upload = bring(as_file(whole(1), whole(2)))

        assert all(set(counts) == {"same"} for counts in upload.found.values())
        assert directory() == before

    def test_changes_what_is_there_by_its_id(self, bring: Bring) -> None:
        bring(as_file(whole()))

        upload = bring(as_file(whole(name="Shelter for all", phones=[])))

        assert Service.objects.get().name == "Shelter for all"
        assert not Service.objects.get().phones.exists()
        assert upload.found["services"] == {"changed": 1}
        assert upload.found["phones"] == {"same": 1, "gone": 1}

    def test_keeps_what_it_says_nothing_of(self, bring: Bring, steward: User) -> None:
        bring(as_file(whole()))
        service = Service.objects.get()
        services.save_service(service=service, changes={"needs_id": Known.NO}, by=steward)
        thin = {"id": "service-1", "name": "Shelter 1", "status": "active"}

        bring(as_file(thin))

        service.refresh_from_db()
        assert (service.needs_id, service.description) == (Known.NO, "Beds for the night")
        assert service.phones.exists()

    def test_lets_a_place_go_with_its_hours_and_keeps_the_location(self, bring: Bring) -> None:
        place = whole()["service_at_locations"][0]
        rule = {"id": "schedule-place", "byday": "WE", "opens_at": "10:00", "closes_at": "11:00"}
        bring(as_file(whole(service_at_locations=[{**place, "schedules": [rule]}])))

        upload = bring(as_file(whole(service_at_locations=[])))

        assert upload.state == State.DONE
        assert not ServiceAtLocation.objects.exists()
        assert Schedule.objects.count() == Location.objects.count() == 1

    def test_may_be_a_page_of_an_api(self, check: Bring) -> None:
        page = {"total_items": 1, "contents": [whole()]}

        upload = check(DataFile(DataType.JSON, b"\xef\xbb\xbf" + json.dumps(page).encode()))

        assert (upload.state, upload.found["services"]) == (State.CHECKED, {"new": 1})

    def test_leaves_a_line_for_every_row(self, bring: Bring, steward: User) -> None:
        bring(as_file(whole()))

        written = AuditEvent.objects.filter(reason="directory_imported", actor_id=steward.pk)
        assert written.filter(resource="referrals.service").count() == 1
        assert written.filter(resource="referrals.phone").count() == 2

    def test_is_gone_when_it_is_imported(self, bring: Bring) -> None:
        upload = bring(as_file(whole()))

        with pytest.raises(FileMissing):
            storage.fetch(upload.file_name)
        with pytest.raises(NotChecked):
            services.confirm_import(upload=upload, by=upload.uploaded_by)


WRONG_VALUES = [
    ({"id": ""}, ("services", 2, "id", "required")),
    ({"name": None}, ("services", 2, "name", "required")),
    ({"name": "x" * 201}, ("services", 2, "name", "long")),
    ({"name": "Zero\x00"}, ("services", 2, "name", "text")),
    ({"status": "sometimes"}, ("services", 2, "status", "choice")),
    ({"url": "javascript:alert(1)"}, ("services", 2, "url", "url")),
    ({"email": "no"}, ("services", 2, "email", "email")),
    ({"assured_date": "yesterday"}, ("services", 2, "assured_date", "day")),
    ({"assured_date": "2199-01-01"}, ("services", 2, "assured_date", "day")),
    ({"minimum_age": "many"}, ("services", 2, "minimum_age", "number")),
    ({"minimum_age": 1e400}, ("services", 2, "minimum_age", "number")),
    ({"minimum_age": 40, "maximum_age": 4}, ("services", 2, "maximum_age", "ages")),
    ({"cvi_has_police": "perhaps"}, ("services", 2, "cvi_has_police", "choice")),
    ({"phones": [{"id": "p"}]}, ("phones", 2, "number", "required")),
    ({"phones": "555"}, ("services", 2, "phones", "shape")),
    ({"languages": [{"id": "l", "code": "?"}]}, ("languages", 2, "code", "code")),
    ({"schedules": [{"id": "s", "byday": "MONDAY"}]}, ("schedules", 2, "byday", "days")),
    ({"schedules": [{"id": "s", "byday": "2MO"}]}, ("schedules", 2, "byday", "days")),
    ({"schedules": [{"id": "s", "opens_at": "25:00"}]}, ("schedules", 2, "opens_at", "time")),
    (
        {"schedules": [{"id": "s", "freq": "MONTHLY", "bymonthday": "40"}]},
        ("schedules", 2, "bymonthday", "month_days"),
    ),
    ({"cost_options": [{"id": "c", "amount": -1}]}, ("cost_options", 2, "amount", "number")),
    ({"organization": None}, ("services", 2, "organization_id", "required")),
    (
        {"organization": None, "organization_id": "nobody"},
        ("services", 2, "organization_id", "not_found"),
    ),
    (
        {"service_at_locations": [{"id": "x", "location_id": "nowhere"}]},
        ("service_at_locations", 2, "location_id", "not_found"),
    ),
    (
        {
            "service_at_locations": [
                {
                    "id": "x",
                    "location": {"id": "y", "location_type": "physical", "cvi_zone": "Nowhere"},
                }
            ]
        },
        ("locations", 2, "cvi_zone", "zone"),
    ),
]


class TestAMistake:
    @pytest.mark.parametrize(("changes", "fault"), WRONG_VALUES, ids=str)
    def test_is_named_and_nothing_is_written(
        self, bring: Bring, changes: dict[str, Any], fault: tuple[str, int, str, str]
    ) -> None:
        upload = bring(as_file(whole(1), whole(2, **changes), whole(3)))

        assert upload.state == State.WRONG
        assert faults_of(upload) == [fault]
        assert not Service.objects.exists()
        assert not Organization.objects.exists()

    def test_of_an_address_is_named_with_its_table(self, bring: Bring) -> None:
        found = whole()
        found["service_at_locations"][0]["location"]["addresses"][0]["country"] = "Everywhere!"

        upload = bring(as_file(found))

        assert faults_of(upload) == [("addresses", 1, "country", "code")]

    def test_of_one_id_twice_is_named(self, bring: Bring) -> None:
        upload = bring(as_file(whole(1), whole(1)))

        assert faults_of(upload) == [("services", 2, "id", "twice")]

    def test_has_words_of_its_own(self) -> None:
        assert set(WORDS) == {wrong.value for wrong in Wrong}

    def test_is_listed_200_times_and_counted_on(self, bring: Bring) -> None:
        upload = bring(as_file(*(whole(number, name="") for number in range(1, 231))))

        assert (len(upload.faults), upload.fault_count) == (200, 230)

    def test_while_writing_leaves_nothing(
        self, check: Bring, steward: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        upload = check(as_file(whole(1), whole(2)))
        monkeypatch.setattr(Phone, "clean", _refuse)

        services.write_import(upload=upload, by=steward)

        assert faults_of(upload) == [("", 0, "", "clash")]
        assert upload.state == State.WRONG
        assert not Service.objects.exists()
        assert not Organization.objects.exists()

    def test_never_stands_with_its_value(self, bring: Bring) -> None:
        upload = bring(as_file(whole(email="CANARY is not an address")))

        assert "CANARY" not in json.dumps([upload.faults, upload.found])


def _refuse(_row: Any) -> None:
    raise ValidationError("no")


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("services.csv", b"0" * (reading.MAX_UNPACKED_BYTES + 1))
    return out.getvalue()


UNREADABLE = [
    (DataType.JSON, b"[", "not_read"),
    (DataType.JSON, b"[" * 100_000, "not_read"),
    (DataType.JSON, b'{"contents": 5}', "not_read"),
    (DataType.JSON, b"[]", "no_services"),
    (DataType.ZIP, b"PK\x03\x04 broken", "not_read"),
]


class TestAFileThatCannotBeUsed:
    @pytest.mark.parametrize(("kind", "content", "code"), UNREADABLE)
    def test_is_one_fault(self, bring: Bring, kind: DataType, content: bytes, code: str) -> None:
        upload = bring(DataFile(kind, content))

        assert (upload.state, faults_of(upload)) == (State.WRONG, [("", 0, "", code)])

    def test_that_unpacks_to_too_much_is_not_unpacked(self, bring: Bring) -> None:
        upload = bring(DataFile(DataType.ZIP, _bomb()))

        assert faults_of(upload) == [("", 0, "", "too_much")]

    def test_that_is_no_service_at_all_says_which(self, bring: Bring) -> None:
        upload = bring(as_file("a word", whole(2)))

        assert faults_of(upload) == [("services", 1, "", "shape")]

    def test_that_lost_its_file_says_so(self, check: Bring, steward: User) -> None:
        upload = check(as_file(whole()))
        storage.drop(upload.file_name)

        services.write_import(upload=upload, by=steward)

        assert faults_of(upload) == [("", 0, "", "lost")]
