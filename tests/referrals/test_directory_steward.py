"""The steward's pages: entries and their parts, checking them, notes of workers, and files."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.papers.models import Job
from cvi.referrals import services
from cvi.referrals.models import (
    Contact,
    Correction,
    CostOption,
    DirectoryImport,
    Location,
    Organization,
    Phone,
    Schedule,
    Service,
    ServiceAtLocation,
    TaxonomyTerm,
)
from tests.cast import Cast, SignIn
from tests.referrals.directory_samples import a_phone, a_place, a_service, as_file, hours, whole


@pytest.fixture
def steward(cast: Cast) -> User:
    return cast.user("stu", Role.DIRECTORY_STEWARD, cast.ovp)


@pytest.fixture
def browser(steward: User, sign_in: SignIn) -> Client:
    return sign_in(steward)


def to(name: str, *args: Any) -> str:
    return reverse(f"referrals:{name}", args=args)


def answers(**more: Any) -> dict[str, Any]:
    """Return a whole form of a service."""
    own = dict.fromkeys(Service.OWN, "unknown")
    return {"name": "Beds", "new_organization": "Lantern House", "status": "active", **own, **more}


class TestTheList:
    def test_begins_with_what_was_checked_longest_ago(self, cast: Cast, browser: Client) -> None:
        today = timezone.localdate()
        for name, day in {"New": today, "Old": dt.date(2026, 1, 1), "Never": None}.items():
            a_service(cast.system, name, last_verified_on=day)

        page = browser.get(to("directory"))
        due = browser.get(to("directory"), {"checked": "due"})

        assert [entry.name for entry in page.context["entries"]] == ["Never", "Old", "New"]
        assert [entry.name for entry in due.context["entries"]] == ["Never", "Old"]
        assert "2 entries were not checked for 180 days." in page.content.decode()

    def test_is_narrowed_by_name_and_status(self, cast: Cast, browser: Client) -> None:
        a_service(cast.system, "Beds", status=Service.Status.DEFUNCT)
        a_service(cast.system, "Coach")

        page = browser.get(to("directory"), {"words": "be", "status": "defunct"})

        assert [entry.name for entry in page.context["entries"]] == ["Beds"]

    def test_comes_in_pages_with_as_many_queries(self, cast: Cast, browser: Client) -> None:
        a_service(cast.system)
        browser.get(to("directory"))
        with CaptureQueriesContext(connection) as few:
            browser.get(to("directory"))
        for number in range(51):
            a_service(cast.system, f"Service {number}")

        with CaptureQueriesContext(connection) as many:
            page = browser.get(to("directory"))
        second = browser.get(to("directory"), {"page": 2})

        assert len(many) == len(few)
        assert len(page.context["entries"]) == 50
        assert len(second.context["entries"]) == 2

    def test_is_where_the_steward_begins(self, browser: Client) -> None:
        assert browser.get(reverse("desk:start")).url == to("directory")

    def test_tells_the_settings_what_waits(self, cast: Cast, browser: Client) -> None:
        service = a_service(cast.system)
        services.tell_correction(service=service, wrong="phone", right="", by=cast.system)

        page = browser.get(reverse("desk:settings")).content.decode()

        assert "1 to be checked" in page
        assert "1 waits" in page

    @pytest.mark.parametrize("name", ["directory", "service_new", "correction_list", "import_new"])
    def test_is_for_the_steward_alone(self, cast: Cast, sign_in: SignIn, name: str) -> None:
        assert sign_in(cast.messenger()).get(to(name)).status_code == 403


class TestAnEntry:
    def test_is_added(self, browser: Client) -> None:
        term = TaxonomyTerm.objects.get(code="housing:emergency_shelter")
        typed = answers(terms=[term.pk], languages=["en", "es"], minimum_age="18", needs_id="no")

        answer = browser.post(to("service_new"), typed)

        service = Service.objects.select_related("organization").get()
        assert answer.url == to("service_change", service.pk)
        assert (service.organization.name, service.needs_id) == ("Lantern House", "no")
        assert service.terms.get().term == term
        assert sorted(service.languages.values_list("code", flat=True)) == ["en", "es"]

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": "x" * 201}, "name"),
            ({"name": "a\x00b"}, "name"),
            ({"new_organization": ""}, "organization"),
            ({"minimum_age": "30", "maximum_age": "3"}, "maximum_age"),
            ({"minimum_age": "-3"}, "minimum_age"),
            ({"url": "javascript:alert(1)"}, "url"),
            ({"description": "x" * 4001}, "description"),
            ({"needs_id": "perhaps"}, "needs_id"),
            ({"status": ""}, "status"),
        ],
    )
    def test_with_a_mistake_is_not_saved(
        self, browser: Client, typed: dict[str, str], field: str
    ) -> None:
        page = browser.post(to("service_new"), answers(**typed))

        assert field in page.context["form"].errors
        assert not Service.objects.exists()

    def test_is_changed_and_keeps_a_language_that_is_not_offered(
        self, cast: Cast, browser: Client
    ) -> None:
        service = a_service(cast.system, languages=["en", "xx"])
        typed = answers(name="Beds 2", new_organization="", organization=service.organization_id)

        answer = browser.post(to("service_change", service.pk), typed)

        service.refresh_from_db()
        assert (answer.status_code, service.name) == (302, "Beds 2")
        assert [row.code for row in service.languages.all()] == ["xx"]
        assert Organization.objects.count() == 1

    def test_is_closed(self, cast: Cast, browser: Client) -> None:
        service = a_service(cast.system)
        typed = answers(new_organization="", organization=service.organization_id, status="defunct")

        browser.post(to("service_change", service.pk), typed)

        service.refresh_from_db()
        assert service.status == Service.Status.DEFUNCT

    @pytest.mark.parametrize(("back", "page"), [("list", "directory"), ("", "service_change")])
    def test_is_noted_as_checked_with_one_button(
        self, cast: Cast, browser: Client, back: str, page: str
    ) -> None:
        service = a_service(cast.system)

        answer = browser.post(to("service_verify", service.pk), {"back": back})

        service.refresh_from_db()
        assert service.last_verified_on == timezone.localdate()
        assert answer.url == to(page, *([] if back else [service.pk]))

    def test_belongs_to_an_organization_that_can_be_changed(
        self, cast: Cast, browser: Client
    ) -> None:
        organization = a_service(cast.system).organization

        typed = {"name": "Lantern", "website": "lantern.example"}
        browser.post(to("organization_change", organization.pk), typed)

        organization.refresh_from_db()
        assert (organization.name, organization.website) == ("Lantern", "https://lantern.example")


PARTS: list[tuple[str, type[Any], dict[str, Any], dict[str, Any]]] = [
    ("phones", Phone, {"number": "555-0100", "type": "voice"}, {"number": "no"}),
    (
        "hours",
        Schedule,
        {"days": ["MO"], "opens_at": "09:00", "closes_at": "17:00"},
        {"days": ["MO"], "opens_at": "09:00", "closes_at": "09:00"},
    ),
    ("costs", CostOption, {"option": "A night", "amount": "2.50"}, {"option": "A night"}),
    ("contacts", Contact, {"name": "Front desk"}, {"name": ""}),
    (
        "places",
        ServiceAtLocation,
        {"address_1": "1 Demo Street", "location_type": "physical"},
        {"location_type": "physical"},
    ),
]


@pytest.mark.parametrize(("slug", "model", "typed", "wrong"), PARTS)
class TestAPart:
    def test_is_added_changed_and_removed(
        self, cast: Cast, browser: Client, slug: str, model: Any, typed: Any, wrong: Any
    ) -> None:
        service = a_service(cast.system)

        refused = browser.post(to("part_new", service.pk, slug), wrong)
        browser.post(to("part_new", service.pk, slug), typed)
        part = model.objects.get()
        page = browser.get(to("part_change", service.pk, slug, part.pk))
        changed = browser.post(to("part_change", service.pk, slug, part.pk), typed)

        assert refused.context["form"].errors
        assert page.context["form"].initial
        assert changed.url == to("service_change", service.pk)
        assert browser.get(to("service_change", service.pk)).status_code == 200
        browser.post(to("part_remove", service.pk, slug, part.pk))
        assert not model.objects.exists()

    def test_of_another_entry_is_not_there(
        self, cast: Cast, browser: Client, slug: str, model: Any, typed: Any, wrong: Any
    ) -> None:
        one, other = a_service(cast.system), a_service(cast.system)
        browser.post(to("part_new", one.pk, slug), typed)
        part = model.objects.get()

        assert browser.get(to("part_change", other.pk, slug, part.pk)).status_code == 404
        assert browser.post(to("part_remove", other.pk, slug, part.pk)).status_code == 404


class TestAPlace:
    def test_may_be_one_that_is_there_already(self, cast: Cast, browser: Client) -> None:
        one, other = a_service(cast.system), a_service(cast.system)
        location = a_place(one, cast.system).location
        typed = {"location": location.pk, "location_type": "physical"}

        browser.post(to("part_new", other.pk, "places"), typed)
        again = browser.post(to("part_new", other.pk, "places"), typed)

        assert other.places.get().location == location
        assert Location.objects.count() == 1
        assert "already" in str(again.context["form"].non_field_errors())

    def test_goes_with_its_hours_and_its_location_stays(self, cast: Cast, browser: Client) -> None:
        service = a_service(cast.system)
        place = a_place(service, cast.system)
        hours(service, cast.system, place=place)

        browser.post(to("part_remove", service.pk, "places", place.pk))

        assert not Schedule.objects.exists()
        assert Location.objects.exists()

    def test_of_an_unknown_kind_is_not_there(self, cast: Cast, browser: Client) -> None:
        assert browser.get(to("part_new", a_service(cast.system).pk, "x")).status_code == 404


class TestANote:
    def test_waits_until_it_is_settled_once(self, cast: Cast, browser: Client) -> None:
        service = a_service(cast.system)
        a_phone(service, cast.system)
        note = services.tell_correction(
            service=service, wrong="phone", right="555-0199", by=cast.system
        )

        page = browser.get(to("correction_list")).content.decode()
        nothing = browser.post(to("correction_settle", note.pk), {"outcome": "x"}, follow=True)
        browser.post(to("correction_settle", note.pk), {"outcome": "changed"})
        again = browser.post(to("correction_settle", note.pk), {"outcome": "right"}, follow=True)

        note.refresh_from_db()
        assert "555-0199" in page
        assert "Say what came of it." in nothing.content.decode()
        assert note.outcome == Correction.Outcome.CHANGED
        assert "This was settled before." in again.content.decode()


class TestAFile:
    @pytest.fixture
    def upload(self, browser: Client, django_capture_on_commit_callbacks: Any) -> Any:
        def sent(*found: Any, name: str = "directory.json") -> Any:
            file = SimpleUploadedFile(name, as_file(*found).content)
            with django_capture_on_commit_callbacks(execute=True):
                return browser.post(to("import_new"), {"file": file})

        return sent

    def test_is_shown_before_it_is_written(
        self, upload: Any, browser: Client, django_capture_on_commit_callbacks: Any
    ) -> None:
        shown = browser.get(upload(whole(1), whole(2)).url)

        row = DirectoryImport.objects.get()
        assert "New services: 2. Services that change: 0." in shown.content.decode()
        assert not Service.objects.exists()
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(to("import_write", row.pk))
        done = browser.get(to("import_result", row.pk)).content.decode()
        assert "New services: 2. Changed services: 0." in done
        assert Service.objects.count() == 2

    def test_with_mistakes_says_where_and_cannot_be_written(
        self, upload: Any, browser: Client
    ) -> None:
        shown = browser.get(upload(whole(1), whole(2, name="")).url).content.decode()

        row = DirectoryImport.objects.get()
        assert "Service 2: Services" in shown
        assert "This is missing." in shown
        assert "Import it" not in shown
        refused = browser.post(to("import_write", row.pk), follow=True).content.decode()
        assert "This file was not imported." in refused
        assert not Service.objects.exists()

    def test_that_changes_nothing_says_so(
        self, upload: Any, browser: Client, django_capture_on_commit_callbacks: Any
    ) -> None:
        upload(whole())
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(to("import_write", DirectoryImport.objects.get().pk))

        shown = browser.get(upload(whole()).url).content.decode()

        assert "All that is in this file is in the directory already." in shown

    def test_can_be_deleted_instead(self, upload: Any, browser: Client) -> None:
        upload(whole())

        row = DirectoryImport.objects.get()
        answer = browser.post(to("import_drop", row.pk), follow=True)

        assert "The file was deleted." in answer.content.decode()
        assert browser.get(to("import_result", row.pk)).status_code == 200

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("directory.csv", "We can take JSON and ZIP files only."),
            ("directory.zip", "This file is not what its name says."),
        ],
    )
    def test_of_another_kind_is_not_taken(self, upload: Any, name: str, words: str) -> None:
        page = upload(whole(), name=name)

        assert words in page.content.decode()
        assert not DirectoryImport.objects.exists()

    def test_shows_how_far_it_is(self, browser: Client, upload: Any) -> None:
        upload(whole())
        row = DirectoryImport.objects.get()
        Job.objects.update(state=Job.State.RUNNING, expires_at=None, key=None)

        whole_page = browser.get(to("import_result", row.pk)).content.decode()
        part = browser.get(to("import_result", row.pk), headers={"HX-Request": "true"})

        assert "hx-get" in whole_page
        assert "<html" not in part.content.decode()

    def test_of_another_agency_is_not_there(self, cast: Cast, upload: Any, sign_in: SignIn) -> None:
        upload(whole())
        row = DirectoryImport.objects.get()
        other = sign_in(cast.user("sam", Role.DIRECTORY_STEWARD, cast.harbor))

        assert other.get(to("import_result", row.pk)).status_code == 404
        assert other.post(to("import_write", row.pk)).status_code == 404

    def test_of_the_whole_directory_is_made_as_a_job(
        self, browser: Client, cast: Cast, django_capture_on_commit_callbacks: Any
    ) -> None:
        a_service(cast.system)

        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(to("directory_export"), {"kind": "directory_json"})
        wrong = browser.post(to("directory_export"), {"kind": "caseload_pdf"})

        job = Job.objects.get()
        assert answer.url == reverse("papers:job", args=[job.pk])
        assert job.state == Job.State.DONE
        assert wrong.url == to("directory")
        file = browser.post(reverse("papers:job_download", args=[job.pk]))
        assert b"Night shelter" in b"".join(file.streaming_content)
