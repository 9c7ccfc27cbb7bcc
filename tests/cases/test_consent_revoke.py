"""Taking a consent back."""

from django.urls import reverse
from django.utils import timezone

from cvi.cases.models import Case, Consent
from tests.cast import Cast, SignIn


def url(case: Case, consent: Consent) -> str:
    return reverse("cases:consent_revoke", args=[case.pk, consent.pk])


def test_ends_it_at_once(cast: Cast, sign_in: SignIn) -> None:
    mo = cast.messenger()
    case = cast.case(mo)
    consent = cast.consent(case, cast.hill, "name")

    sign_in(mo).post(url(case, consent))

    consent.refresh_from_db()
    assert not consent.holds_on(timezone.localdate())


def test_never_says_done_about_the_consent_of_someone_else(cast: Cast, sign_in: SignIn) -> None:
    mo = cast.messenger()
    consent = cast.consent(cast.case(mo), cast.hill, "name")

    answer = sign_in(mo).post(url(cast.case(mo), consent))

    assert answer.status_code == 404
    consent.refresh_from_db()
    assert consent.revoked_at is None
