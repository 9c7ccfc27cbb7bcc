"""A yes to taking part: asked in plain words, kept with how it was said, taken back at any time."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from cvi.accounts.models import User
from cvi.cases import services
from cvi.cases import tasks as _handlers  # noqa: F401  they make the papers
from cvi.cases.errors import AlreadyAnswered
from cvi.cases.models import Agreement, Case, Consent, Document
from cvi.cases.services import Signing
from cvi.papers.models import Job
from cvi.papers.services import run_job
from tests.cases.test_consent import STROKES, grow_young, in_days
from tests.cast import Cast, SignIn
from tests.papers.samples import pdf

TYPED = {"given_by": "participant", "language": "en", "method": "signed", "signed_on": "2026-01-02"}


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo)


def url_of(case: Case) -> str:
    return reverse("cases:agreement_new", args=[case.pk])


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("scan.pdf", pdf(), "application/pdf")


class TestAgreeing:
    def test_is_kept_with_how_they_said_so(self, case: Case, mo: User, sign_in: SignIn) -> None:
        signed = {"method": "screen", "signature": json.dumps(STROKES)}

        answer = sign_in(mo).post(url_of(case), TYPED | signed)

        row = Agreement.objects.get()
        assert answer.status_code == 302
        assert (row.case, row.recorded_by, row.signature) == (case, mo, STROKES)
        assert row.withdrawn_at is None

    def test_lets_nothing_out(self, case: Case, mo: User, sign_in: SignIn) -> None:
        sign_in(mo).post(url_of(case), TYPED)

        assert Agreement.objects.exists()
        assert not Consent.objects.exists()

    def test_on_paper_keeps_the_picture_beside_it(
        self, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        browser = sign_in(mo)

        browser.post(url_of(case), TYPED | {"scan": paper()})

        row = Agreement.objects.get()
        assert row.scan == Document.objects.get()
        assert row.scan.kind == Document.Kind.CONSENT_FORM
        page = browser.get(reverse("cases:agreement", args=[row.pk])).content.decode()
        assert reverse("cases:document", args=[row.scan_id]) in page

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"method": ""}, "method"),
            ({"method": "screen"}, "signature"),
            ({"method": "witnessed"}, "witness"),
            ({"given_by": "guardian"}, "giver_name"),
            ({"signed_on": "2199-01-01"}, "signed_on"),
            ({"signed_on": "2026-02-30"}, "signed_on"),
            ({"witness": "x" * 10_000}, "witness"),
            ({"witness": "a\x00b"}, "witness"),
        ],
    )
    def test_says_what_is_missing_beside_the_field(
        self, case: Case, mo: User, sign_in: SignIn, change: dict[str, Any], field: str
    ) -> None:
        answer = sign_in(mo).post(url_of(case), TYPED | change)

        assert field in answer.context["form"].errors
        assert not Agreement.objects.exists()

    def test_asks_for_the_file_again_where_something_else_is_wrong(
        self, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        answer = sign_in(mo).post(url_of(case), TYPED | {"method": "", "scan": paper()})

        assert "scan" in answer.context["form"].errors
        assert not Document.objects.exists()

    def test_of_a_minor_needs_a_guardian(self, case: Case, mo: User, sign_in: SignIn) -> None:
        grow_young(case.participant, 15)

        page = sign_in(mo).post(url_of(case), TYPED).content.decode()

        assert "A parent or guardian signs" in page
        assert not Agreement.objects.exists()

    def test_counts_once(self, case: Case, mo: User) -> None:
        services.record_agreement(case=case, agreed=Signing(method="signed"), by=mo)

        with pytest.raises(AlreadyAnswered):
            services.record_agreement(case=case, agreed=Signing(method="signed"), by=mo)

    def test_is_a_stranger_s_404(self, cast: Cast, case: Case, sign_in: SignIn) -> None:
        assert sign_in(cast.messenger("bo", cast.hill_team)).get(url_of(case)).status_code == 404


class TestTakingBack:
    @pytest.fixture
    def agreement(self, case: Case, mo: User) -> Agreement:
        return services.record_agreement(case=case, agreed=Signing(method="signed"), by=mo)

    def test_leaves_the_case_open_and_both_days(
        self, agreement: Agreement, mo: User, sign_in: SignIn
    ) -> None:
        url = reverse("cases:agreement_withdraw", args=[agreement.pk])

        page = sign_in(mo).post(url, follow=True).content.decode()

        agreement.refresh_from_db()
        assert agreement.withdrawn_at
        assert "taken back" in page
        assert agreement.case.closed_on is None

    def test_lets_them_agree_again(self, agreement: Agreement, case: Case, mo: User) -> None:
        services.withdraw_agreement(agreement=agreement, by=mo)

        assert services.record_agreement(case=case, agreed=Signing(method="signed"), by=mo)

    @pytest.mark.parametrize(
        ("language", "words"), [("en", "You take part"), ("es", "Usted participa")]
    )
    def test_is_printed_in_their_language(
        self, agreement: Agreement, mo: User, sign_in: SignIn, language: str, words: str
    ) -> None:
        browser = sign_in(mo)

        browser.post(reverse("cases:agreement_print", args=[agreement.pk]), {"language": language})
        run_job.call_local(job_id=str(Job.objects.get().pk))
        answer = browser.post(reverse("papers:job_download", args=[Job.objects.get().pk]))

        page = PdfReader(BytesIO(b"".join(answer.streaming_content))).pages[0]
        assert words in " ".join(page.extract_text().split())

    def test_is_not_printed_in_an_unknown_language(
        self, agreement: Agreement, mo: User, sign_in: SignIn
    ) -> None:
        url = reverse("cases:agreement_print", args=[agreement.pk])

        sign_in(mo).post(url, {"language": "xx"})

        assert not Job.objects.exists()


class TestAConsentOnPaper:
    def test_keeps_its_picture(self, cast: Cast, case: Case, mo: User, sign_in: SignIn) -> None:
        release = {"recipient": cast.hill.pk, "scope": ["name"], "purpose": "services"}
        release |= {"expires_on": in_days(30), "signed_on": in_days(0), "copy": "later"}
        url = reverse("cases:consent_new", args=[case.pk])

        answer = sign_in(mo).post(url, TYPED | release | {"scan": paper()})

        assert answer.status_code == 302
        assert Consent.objects.get().scan == Document.objects.get()
