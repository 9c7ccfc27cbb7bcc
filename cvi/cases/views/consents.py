"""What participants allow to be shared: given, renewed, printed, taken back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.audit.refusals import Unseen
from cvi.cases import services
from cvi.cases.access import allows, open_case, open_consent, open_record
from cvi.cases.facts import agreement_facts, consent_facts
from cvi.cases.forms.consents import AgreementForm, ConsentForm
from cvi.cases.models import Agreement, Case, Consent
from cvi.cases.views.answers import kept, saved
from cvi.papers.languages import PaperForm


@once
def consent_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Record what the participant allows to be shared, anew or in place of what ends soon."""
    case = open_case(request.user, case_id, to=Permission.RECORD_CONSENT)
    earlier = _to_renew(request, case)
    form = ConsentForm(
        request.POST or None,
        request.FILES or None,
        initial=_first(earlier),
        user=request.user,
        participant=case.participant,
    )
    what = {"case": case, "renews": earlier, "by": request.user}
    if form.is_valid() and kept(form, services.record_consent, release=form.release(), **what):
        return saved(request, case, _("Consent saved."))
    return render(request, "cases/consent_new.html", {"case": case, "form": form})


@require_safe
def consent(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """Show all that was agreed to, with its copy to print."""
    row = open_consent(request.user, consent_id, to=Permission.OPEN_CASE)
    page = {"consent": row, "person": row.participant, "facts": consent_facts(row)}
    return render(request, "cases/consent.html", page | {"renew_url": _renew_url(request, row)})


@require_POST
def consent_print(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """Have a consent printed for whoever gave it, in English or Spanish."""
    row = open_consent(request.user, consent_id, to=Permission.RECORD_CONSENT)
    form = PaperForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the language of the paper."))
        return redirect("cases:consent", row.pk)
    language = form.cleaned_data["language"]
    job = services.print_consent(consent=row, language=language, by=request.user)
    return redirect("papers:job", job.pk)


@require_POST
def consent_revoke(request: StaffRequest, case_id: UUID, consent_id: UUID) -> HttpResponse:
    """Take a consent back, with effect at once."""
    case = open_case(request.user, case_id, to=Permission.RECORD_CONSENT)
    consents = Consent.objects.visible_to(request.user).filter(participant=case.participant)
    row = consents.filter(pk=consent_id).first()
    if row is None:
        raise Unseen(Consent, consent_id)
    if row.revoked_at is None:
        services.revoke_consent(consent=row, by=request.user)
    messages.success(request, _("The consent was taken back. Nothing more is shared."))
    return redirect("desk:sharing", case.participant_id)


@once
def agreement_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Write down that someone agrees to take part."""
    case = open_case(request.user, case_id, to=Permission.RECORD_CONSENT)
    first = {"language": get_language()}
    form = AgreementForm(
        request.POST or None, request.FILES or None, initial=first, participant=case.participant
    )
    what = {"case": case, "by": request.user}
    if form.is_valid() and kept(form, services.record_agreement, agreed=form.agreed(), **what):
        return saved(request, case, _("Saved. They take part."))
    return render(request, "cases/agreement_new.html", {"case": case, "form": form})


@require_safe
def agreement(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """Show that someone agreed to take part, with its copy to print."""
    row = open_record(request.user, Agreement, agreement_id, to=Permission.OPEN_CASE)
    may_change = allows(request.user, Permission.RECORD_CONSENT, row.case)
    page = {"agreement": row, "case": row.case, "facts": agreement_facts(row)}
    return render(request, "cases/agreement.html", page | {"may_change": may_change})


@require_POST
def agreement_print(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """Have it printed for whoever agreed, in English or Spanish."""
    row = open_record(request.user, Agreement, agreement_id, to=Permission.RECORD_CONSENT)
    form = PaperForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the language of the paper."))
        return redirect("cases:agreement", row.pk)
    language = form.cleaned_data["language"]
    job = services.print_agreement(agreement=row, language=language, by=request.user)
    return redirect("papers:job", job.pk)


@require_POST
def agreement_withdraw(request: StaffRequest, agreement_id: UUID) -> HttpResponse:
    """Note that someone does not want to take part any more."""
    row = open_record(request.user, Agreement, agreement_id, to=Permission.RECORD_CONSENT)
    if row.withdrawn_at is None:
        services.withdraw_agreement(agreement=row, by=request.user)
    messages.success(request, _("Noted. Close the case if they want no more contact."))
    return redirect("desk:sharing", row.case.participant_id)


def _to_renew(request: StaffRequest, case: Case) -> Consent | None:
    """Return the consent of this very participant that the address asks to renew."""
    consents = Consent.objects.visible_to(request.user).filter(participant=case.participant)
    named = {str(row.pk): row for row in consents.filter(revoked_at=None)}
    return named.get(request.GET.get("renews", ""))


def _renew_url(request: StaffRequest, row: Consent) -> str:
    cases = Case.objects.visible_to(request.user).filter(participant=row.participant).open()
    case = next((c for c in cases if allows(request.user, Permission.RECORD_CONSENT, c)), None)
    if case is None or row.revoked_at:
        return ""
    return f"{reverse('cases:consent_new', args=[case.pk])}?renews={row.pk}"


def _first(earlier: Consent | None) -> dict[str, Any]:
    if earlier is None:
        return {"language": get_language()}
    names = ("recipient", "scope", "purpose", "given_by", "language")
    return {name: getattr(earlier, name) for name in names}
