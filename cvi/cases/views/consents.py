"""What participants allow to be shared."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.audit.refusals import Unseen
from cvi.cases import services
from cvi.cases.access import open_case
from cvi.cases.forms.consents import ConsentForm
from cvi.cases.models import Consent
from cvi.cases.views.answers import saved


@once
def consent_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Record what the participant allows to be shared."""
    case = open_case(request.user, case_id, to=Permission.RECORD_CONSENT)
    agency = case.participant.agency
    form = ConsentForm(request.POST or None, user=request.user, own_agency=agency)
    if form.is_valid():
        services.record_consent(
            participant=case.participant, release=form.release(), by=request.user
        )
        return saved(request, case, _("Consent saved."))
    return render(request, "cases/consent_new.html", {"case": case, "form": form})


@require_POST
def consent_revoke(request: StaffRequest, case_id: UUID, consent_id: UUID) -> HttpResponse:
    """Take a consent back, with effect at once."""
    case = open_case(request.user, case_id, to=Permission.RECORD_CONSENT)
    consents = Consent.objects.visible_to(request.user).filter(participant=case.participant)
    consent = consents.filter(pk=consent_id).first()
    if consent is None:
        raise Unseen(Consent, consent_id)
    if consent.revoked_at is None:
        services.revoke_consent(consent=consent, by=request.user)
    return saved(request, case, _("The consent was taken back. Nothing more is shared."))
