"""Documents: sealed, opened through the door, removed with a reason."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.roles import Role
from cvi.audit.models import AuditEvent
from cvi.cases import documents, tasks
from cvi.cases import services as cases
from cvi.cases.models import Case, Document
from cvi.papers.uploads import CleanFile, FileType
from cvi.vault import storage
from cvi.vault.keyring import open_ring
from cvi.vault.services import destroy_key
from tests.papers.samples import PLACE, jpeg, pdf, png

NAME = "Zedd Testperson ID.jpg"
CONTENT = b"Zedd Testperson was here " * 4_000


@pytest.fixture
def mo(cast):
    return cast.messenger()


@pytest.fixture
def case(cast, mo):
    return cast.case(mo)


@pytest.fixture
def paper(case, mo):
    file = CleanFile(NAME, FileType.PDF, CONTENT)
    return documents.add_document(case=case, kind="id", file=file, about="the old one", by=mo)


@pytest.fixture
def path(files, paper):
    return files / paper.file_name


def list_of(case):
    return reverse("cases:document_list", args=[case.pk])


def add_to(case):
    return reverse("cases:document_add", args=[case.pk])


def download_of(paper):
    return reverse("cases:document", args=[paper.pk])


def remove_of(paper):
    return reverse("cases:document_remove", args=[paper.pk])


def typed(content=None, name=NAME, **more):
    file = SimpleUploadedFile(name, jpeg() if content is None else content)
    return {"kind": "id", "file": file, "about": "found again", **more}


class TestAdd:
    def test_keeps_the_file_sealed_and_its_name_too(self, case, mo, sign_in, files):
        answer = sign_in(mo).post(add_to(case), typed())

        paper = Document.objects.get()
        stored = (files / paper.file_name).read_bytes()
        assert answer["Location"] == list_of(case)
        assert (paper.name, paper.content_type, paper.added_by) == (NAME, "image/jpeg", mo)
        for secret in (b"Zedd", b"Exif", PLACE.encode(), jpeg()[:4], jpeg()[-40:]):
            assert secret not in stored
        assert str(paper.pk) not in paper.file_name

    def test_gives_back_the_picture_without_its_marks(self, case, mo, sign_in):
        browser = sign_in(mo)
        browser.post(add_to(case), typed())

        made = browser.get(download_of(Document.objects.get())).getvalue()

        assert made.startswith(b"\xff\xd8\xff")
        assert PLACE.encode() not in made

    @pytest.mark.parametrize(
        ("name", "content", "why"),
        [
            ("x.html", b"<html>", b"PDF, JPEG and PNG files only"),
            ("x.png", jpeg(), b"not what its name says"),
            ("x.png", b"", b"This file is empty"),
            ("x.pdf", pdf(password="x"), b"This PDF is locked"),
            ("x.png", png() + bytes(11 * 1024 * 1024), b"10 MB is the most"),
        ],
        ids=["html", "renamed", "empty", "locked", "large"],
    )
    def test_says_beside_the_field_what_is_wrong_and_keeps_the_rest(
        self, case, mo, sign_in, files, name, content, why
    ):
        page = sign_in(mo).post(add_to(case), typed(content, name)).content

        assert why in page
        assert b'value="found again"' in page
        assert not Document.objects.exists()
        assert not files.exists()

    def test_asks_for_the_file_again_when_something_else_is_wrong(self, case, mo, sign_in):
        page = sign_in(mo).post(add_to(case), typed(kind="")).content

        assert b"Choose the file again." in page
        assert not Document.objects.exists()

    def test_keeps_nothing_when_the_virus_check_fails(self, case, mo, sign_in, settings):
        settings.UPLOAD_SCAN_COMMAND = "/no/such/scanner"

        page = sign_in(mo).post(add_to(case), typed()).content

        assert b"The virus check does not work now" in page
        assert not Document.objects.exists()

    @pytest.mark.parametrize(
        "name", ["../../x.jpg", "x\u202egpj.jpg", 'x"; filename="y.jpg', "%0d%0aSet-Cookie: a.jpg"]
    )
    def test_takes_no_name_for_a_place_or_a_header(self, case, mo, sign_in, files, name):
        browser = sign_in(mo)
        browser.post(add_to(case), typed(name=name))

        paper = Document.objects.get()
        answer = browser.get(download_of(paper))
        assert uuid.UUID(paper.file_name.split("/")[1]) == paper.file
        assert "/" not in paper.name
        assert "\u202e" not in paper.name
        today = timezone.localdate().isoformat()
        assert answer["Content-Disposition"] == f'attachment; filename="id-{today}.jpg"'

    def test_saves_another_file_of_a_form_that_was_sent_before(self, case, mo, sign_in):
        browser = sign_in(mo)
        for content in (jpeg(), jpeg(), png((9, 9))):
            name = "a.jpg" if content == jpeg() else "a.png"
            browser.post(add_to(case), typed(content, name, form_mark="one"))

        assert Document.objects.count() == 2

    def test_is_refused_on_a_closed_case(self, cast, case, mo, sign_in):
        over = Case.Status.CLOSED
        cases.close_case(case=case, status=over, closed_on=timezone.localdate(), by=mo)

        page = sign_in(mo).post(add_to(case), typed()).content

        assert b"This case is closed." in page
        assert not Document.objects.exists()

    def test_is_not_for_a_clinician(self, cast, sign_in):
        case = cast.case(team=cast.mercy_team)
        clinician = cast.user("clio", Role.CLINICIAN, cast.mercy_team)

        assert sign_in(clinician).get(add_to(case)).status_code == 403
        assert b"Add document" not in sign_in(clinician).get(list_of(case)).content

    def test_hides_the_case_from_another_team(self, cast, case, sign_in):
        hank = cast.messenger("hank", cast.hill_team)

        assert sign_in(hank).post(add_to(case), typed()).status_code == 404

    def test_sends_a_stranger_to_sign_in(self, client, case):
        assert client.post(add_to(case), typed()).status_code == 302


class TestList:
    def test_shows_what_is_kept_and_what_was_removed(self, case, paper, mo, sign_in):
        file = CleanFile("b.pdf", FileType.PDF, b"x")
        gone = documents.add_document(case=case, kind="letter", file=file, about="SECRET", by=mo)
        documents.remove_document(document=gone, why="wrong_person", by=mo)

        page = sign_in(mo).get(list_of(case)).content.decode()

        assert NAME in page
        assert "the old one" in page
        assert "It is someone else&#x27;s" in page
        assert "SECRET" not in page
        assert download_of(gone) not in page

    def test_stands_on_the_participants_page_and_in_the_timeline(self, case, paper, mo, sign_in):
        person, browser = case.participant_id, sign_in(mo)

        now = browser.get(reverse("desk:participant", args=[person])).content.decode()
        papers = browser.get(reverse("desk:sharing", args=[person])).content.decode()

        assert "the old one" in now
        assert "the old one" in papers
        assert add_to(case) in now

    def test_says_what_to_do_when_there_is_none(self, case, mo, sign_in):
        assert b"No documents yet." in sign_in(mo).get(list_of(case)).content

    def test_asks_as_many_questions_however_long(
        self, case, paper, mo, sign_in, django_assert_max_num_queries
    ):
        browser = sign_in(mo)
        for _number in range(5):
            file = CleanFile("x.pdf", FileType.PDF, b"x")
            documents.add_document(case=case, kind="letter", file=file, by=mo)
        browser.get(list_of(case))

        with django_assert_max_num_queries(16):
            browser.get(list_of(case))

    def test_hides_the_case_from_another_team(self, cast, case, sign_in):
        hank = cast.messenger("hank", cast.hill_team)

        assert sign_in(hank).get(list_of(case)).status_code == 404


class TestDownload:
    def test_hands_over_an_attachment_that_can_do_nothing(self, paper, mo, sign_in):
        answer = sign_in(mo).get(download_of(paper))

        assert answer.streaming
        assert answer.getvalue() == CONTENT
        today = timezone.localdate().isoformat()
        assert answer["Content-Disposition"] == f'attachment; filename="id-{today}.pdf"'
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
        assert "Zedd" not in str(answer.headers)

    def test_is_on_the_trail(self, paper, mo, sign_in):
        sign_in(mo).get(download_of(paper)).getvalue()

        line = AuditEvent.objects.get(object_id=paper.pk, action="downloaded")
        assert (line.actor_id, line.subject_id) == (mo.pk, paper.case.participant_id)
        assert line.detail == {"kind": "id"}

    @pytest.mark.parametrize(
        ("site", "code"),
        [("same-origin", 200), ("none", 200), ("cross-site", 403), ("same-site", 403)],
    )
    def test_answers_no_other_site(self, paper, mo, sign_in, site, code):
        answer = sign_in(mo).get(download_of(paper), headers={"Sec-Fetch-Site": site})

        assert answer.status_code == code

    def test_is_not_sent_to(self, paper, mo, sign_in):
        assert sign_in(mo).post(download_of(paper)).status_code == 405

    def test_hides_the_paper_from_another_team_and_notes_it(self, cast, paper, sign_in):
        hank = cast.messenger("hank", cast.hill_team)

        assert sign_in(hank).get(download_of(paper)).status_code == 404
        assert AuditEvent.objects.filter(actor_id=hank.pk, outcome="unseen").exists()

    def test_sends_a_stranger_to_sign_in(self, client, paper):
        assert client.get(download_of(paper)).status_code == 302

    def test_opens_for_a_clinician_of_the_team(self, cast, sign_in):
        case = cast.case(team=cast.mercy_team)
        file = CleanFile(NAME, FileType.PDF, CONTENT)
        paper = documents.add_document(case=case, kind="id", file=file, by=cast.system)
        clinician = cast.user("clio", Role.CLINICIAN, cast.mercy_team)

        assert sign_in(clinician).get(download_of(paper)).getvalue() == CONTENT


class TestADamagedFile:
    def says_so(self, browser, paper):
        page = browser.get(download_of(paper), follow=True).content
        return b"it is lost or damaged" in page and CONTENT[:20] not in page

    def test_that_was_cut_is_not_handed_out(self, paper, path, mo, sign_in):
        path.write_bytes(path.read_bytes()[:-20])

        assert self.says_so(sign_in(mo), paper)
        assert not AuditEvent.objects.filter(action="downloaded").exists()

    def test_that_was_altered_at_its_end_is_not_begun(self, paper, path, mo, sign_in):
        whole = bytearray(path.read_bytes())
        whole[-1] ^= 1
        path.write_bytes(whole)

        assert self.says_so(sign_in(mo), paper)

    def test_that_was_swapped_with_another_is_refused(self, case, paper, path, files, mo, sign_in):
        file = CleanFile("b.pdf", FileType.PDF, b"another")
        other = documents.add_document(case=case, kind="letter", file=file, by=mo)
        path.write_bytes((files / other.file_name).read_bytes())

        assert self.says_so(sign_in(mo), paper)

    def test_that_is_lost_is_named_so(self, paper, path, mo, sign_in):
        path.unlink()

        assert self.says_so(sign_in(mo), paper)

    def test_whose_key_is_destroyed_is_read_by_nobody(self, case, paper, mo):
        destroy_key(key=case.participant.key)
        again = Document.objects.get(pk=paper.pk)

        with open_ring(None), pytest.raises(documents.DocumentUnreadable):
            documents.open_document(document=again, by=mo)


class TestRemove:
    def test_deletes_the_file_and_keeps_who_and_why(
        self, paper, path, mo, sign_in, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            sign_in(mo).post(remove_of(paper), {"why": "they_asked"})

        paper = Document.objects.get(pk=paper.pk)
        assert not path.exists()
        assert (paper.removed_by, paper.removed_why) == (mo, "they_asked")
        assert (paper.name, paper.about) == ("", "")
        assert paper.file not in Document.objects.kept().values_list("file", flat=True)

    def test_keeps_the_file_until_the_commit(self, paper, path, mo):
        documents.remove_document(document=paper, why="wrong_file", by=mo)

        assert path.exists()

    def test_asks_why(self, paper, path, mo, sign_in):
        page = sign_in(mo).post(remove_of(paper), {"why": ""}).content

        assert b"usa-error-message" in page
        assert not Document.objects.get().removed_at

    def test_happens_once(self, paper, mo, sign_in):
        documents.remove_document(document=paper, why="wrong_file", by=mo)

        page = sign_in(mo).post(remove_of(paper), {"why": "they_asked"}).content

        assert b"This document was removed before." in page
        assert Document.objects.get().removed_why == "wrong_file"

    def test_leaves_nothing_to_download(
        self, paper, mo, sign_in, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            documents.remove_document(document=paper, why="wrong_file", by=mo)

        page = sign_in(mo).get(download_of(paper), follow=True).content

        assert b"it is lost or damaged" in page

    def test_is_not_for_a_clinician(self, cast, sign_in):
        case = cast.case(team=cast.mercy_team)
        file = CleanFile(NAME, FileType.PDF, CONTENT)
        paper = documents.add_document(case=case, kind="id", file=file, by=cast.system)
        clinician = cast.user("clio", Role.CLINICIAN, cast.mercy_team)

        assert sign_in(clinician).get(remove_of(paper)).status_code == 403

    def test_hides_the_paper_from_another_team(self, cast, paper, sign_in):
        hank = cast.messenger("hank", cast.hill_team)

        assert sign_in(hank).get(remove_of(paper)).status_code == 404


class TestUnownedFiles:
    @pytest.fixture
    def unowned(self, case, files):
        """Keep a file whose form was never saved."""
        name = f"documents/{uuid.uuid4()}"
        storage.keep(name, [b"x"], key=case.participant.key)
        return files / name

    def test_are_deleted_after_a_day(self, unowned, paper, path):
        with time_machine.travel(timezone.now() + dt.timedelta(hours=25)):
            tasks.drop_unowned_files.call_local()

        assert not unowned.exists()
        assert path.exists()

    def test_are_left_alone_before_that(self, unowned):
        assert documents.drop_unowned(now=timezone.now()) == 0
        assert unowned.exists()

    def test_are_those_of_removed_documents_too(self, paper, path, mo):
        documents.remove_document(document=paper, why="wrong_file", by=mo)
        tomorrow = timezone.now() + dt.timedelta(days=2)

        assert documents.drop_unowned(now=tomorrow) == 1
        assert not path.exists()
