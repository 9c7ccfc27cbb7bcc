"""Tables in a ZIP, what goes out and comes back, and files that nobody imports."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.audit.refusals import NotAllowed
from cvi.papers.models import Job
from cvi.papers.uploads import DataFile, DataType
from cvi.referrals import services, tasks
from cvi.referrals.hsds import writing
from cvi.referrals.models import (
    DirectoryImport,
    Phone,
)
from cvi.referrals.services import NotChecked
from tests.cast import Cast
from tests.referrals.directory_samples import as_file, as_zip, faults_of, whole

State = DirectoryImport.State
Bring = Callable[..., DirectoryImport]


def directory() -> dict[str, Any]:
    """Return all that is in the directory, with the ids that it has in files."""
    return writing.read_directory()


class TestAZipOfTables:
    TABLES = {
        "organizations": "id,name\no1,Lantern House\n",
        "services": "id,organization_id,name,status\ns1,o1,Shelter,active\ns2,o1,Beds,inactive\n",
        "locations": "id,location_type,name\nl1,physical,House\n",
        "addresses": "id,location_id,address_1,city,address_type\na1,l1,1 Demo Street,X,physical\n",
        "service_at_location": "id,service_id,location_id\np1,s1,l1\n",
        "phones": "id,number,service_id,location_id\nf1,555-0100,s1,l1\n",
        "attributes": "id,link_id,link_entity,taxonomy_term_id\nt1,o1,organization,x\n",
        "unknown_table": "id\n1\n",
    }

    def test_comes_in(self, bring: Bring) -> None:
        upload = bring(as_zip(**self.TABLES))

        assert (upload.state, upload.faults) == (State.DONE, [])
        phone = Phone.objects.select_related("service", "location").get()
        assert (phone.service and phone.service.name) == "Shelter"
        assert (phone.location and phone.location.address) == "1 Demo Street, X"

    def test_names_the_row_of_the_table(self, bring: Bring) -> None:
        phones = "id,number,service_id\nf1,555-0100,s1\nf2,,s1\nf3,555,nobody\nf4,555,\n"

        upload = bring(as_zip(**{**self.TABLES, "phones": phones}))

        assert faults_of(upload) == [
            ("phones", 3, "number", "required"),
            ("phones", 4, "service_id", "not_found"),
            ("phones", 5, "id", "of_nothing"),
        ]

    def test_says_of_a_table_that_it_lacks_nothing(self, bring: Bring) -> None:
        bring(as_zip(**self.TABLES))
        fewer = {name: text for name, text in self.TABLES.items() if name != "phones"}

        bring(as_zip(**fewer))

        assert Phone.objects.count() == 1

    def test_lets_go_what_a_table_leaves_out(self, bring: Bring) -> None:
        bring(as_zip(**self.TABLES))

        bring(as_zip(**{**self.TABLES, "phones": "id,number,service_id\n"}))

        assert not Phone.objects.exists()

    def test_must_be_in_utf_8(self, bring: Bring) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("services.csv", "id,name\n1,Caf\xe9\n".encode("latin-1"))

        upload = bring(DataFile(DataType.ZIP, out.getvalue()))

        assert faults_of(upload) == [("", 0, "", "not_read")]


class TestWhatGoesOut:
    @pytest.fixture
    def filled(self, bring: Bring) -> dict[str, Any]:
        place = whole(2)["service_at_locations"][0]
        rule = {"id": "own", "byday": "WE", "opens_at": "22:00", "closes_at": "02:00"}
        monthly = {"id": "monthly", "freq": "MONTHLY", "byday": "-1FR", "bymonthday": "1,15"}
        second = whole(2, service_at_locations=[{**place, "schedules": [rule, monthly]}])
        assert bring(as_file(whole(1), second)).state == State.DONE
        return directory()

    def test_as_json_changes_nothing_when_it_comes_back(
        self, bring: Bring, filled: dict[str, Any]
    ) -> None:
        upload = bring(DataFile(DataType.JSON, writing.as_json(filled)))

        assert upload.faults == []
        assert all(set(counts) == {"same"} for counts in upload.found.values())
        assert directory() == filled

    def test_as_tables_changes_nothing_when_it_comes_back(
        self, bring: Bring, filled: dict[str, Any]
    ) -> None:
        upload = bring(DataFile(DataType.ZIP, writing.as_zip(filled)))

        assert upload.faults == []
        assert all(set(counts) == {"same"} for counts in upload.found.values())
        assert directory() == filled

    @pytest.mark.parametrize("kind", [Job.Kind.DIRECTORY_JSON, Job.Kind.DIRECTORY_CSV])
    def test_is_made_for_the_steward_alone(
        self, cast: Cast, steward: User, filled: dict[str, Any], kind: Job.Kind
    ) -> None:
        make = {
            Job.Kind.DIRECTORY_JSON: tasks.export_directory_json,
            Job.Kind.DIRECTORY_CSV: tasks.export_directory_csv,
        }[kind]
        job = Job(owner=steward, kind=kind, role=Role.DIRECTORY_STEWARD, agency=cast.ovp)
        job.state, job.attempt = Job.State.RUNNING, 1
        job.save()

        (content,) = make(job)
        job.owner = cast.messenger()

        assert b"Lantern House" in content or content.startswith(b"PK")
        with pytest.raises(NotAllowed):
            make(job)

    def test_needs_as_many_queries_for_many_as_for_one(
        self, bring: Bring, filled: dict[str, Any]
    ) -> None:
        with CaptureQueriesContext(connection) as few:
            writing.as_json(writing.read_directory())
        bring(as_file(*(whole(number) for number in range(10, 20))))

        with CaptureQueriesContext(connection) as many:
            writing.as_json(writing.read_directory())

        assert len(many) == len(few)


class TestAFileThatNobodyImports:
    def test_can_be_deleted(self, check: Bring, steward: User) -> None:
        upload = check(as_file(whole()))

        services.drop_import(upload=upload, by=steward)

        assert upload.state == State.DROPPED
        with pytest.raises(NotChecked):
            services.confirm_import(upload=upload, by=steward)

    def test_is_deleted_after_a_day(self, check: Bring, steward: User) -> None:
        upload = check(as_file(whole()))
        now = timezone.now()

        assert services.drop_forgotten(now=now, by=steward) == 0
        assert services.drop_forgotten(now=now + dt.timedelta(hours=25), by=steward) == 1

        upload.refresh_from_db()
        assert upload.state == State.DROPPED
