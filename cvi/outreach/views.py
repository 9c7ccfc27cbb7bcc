"""Log a contact on a phone, in at most six taps."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest, require_holds
from cvi.accounts.models import Program
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.cases.access import open_record
from cvi.cases.errors import RuleBroken
from cvi.cases.models import Case
from cvi.outreach import services
from cvi.outreach.access import open_case
from cvi.outreach.forms import ContactForm
from cvi.outreach.models import Contact
from cvi.outreach.values import Mode

PEOPLE_TO_PICK_FROM = 200


def contact_pick(request: StaffRequest) -> HttpResponse:
    """Choose whom a contact was with."""
    require_holds(request.user, Permission.LOG_CONTACT)
    cases = Case.objects.visible_to(request.user).open().filter(program=Program.OUTREACH)
    people = sorted(
        cases.with_people().newest_first()[:PEOPLE_TO_PICK_FROM],
        key=lambda case: case.participant.called.casefold(),
    )
    audit.listed(Case, [c.pk for c in people], session=request.session, by=request.user)
    return render(request, "outreach/contact_pick.html", {"cases": people})


@once
def contact_log(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Take one contact or one try."""
    case = open_case(request.user, case_id, to=Permission.LOG_CONTACT)
    last_mode = request.session.get("contact_mode", Mode.IN_PERSON)
    initial = {"mode": last_mode, "occurred_on": timezone.localdate()}
    form = ContactForm(request.POST or None, initial=initial)
    if form.is_valid() and _logged(request, case, form):
        return redirect("desk:today")
    return render(request, "outreach/contact_log.html", {"case": case, "form": form})


@require_POST
def contact_undo(request: StaffRequest, contact_id: UUID) -> HttpResponse:
    """Take back a contact that was logged by mistake."""
    contact = open_record(request.user, Contact, contact_id, to=Permission.LOG_CONTACT)
    try:
        services.undo_contact(contact=contact, by=request.user)
        messages.success(request, _("The contact was taken back."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("desk:today")


def _logged(request: StaffRequest, case: Case, form: ContactForm) -> bool:
    try:
        contact = services.log_contact(case=case, contact=form.details(), by=request.user)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return False
    request.session["contact_mode"] = contact.mode
    request.session["undo_contact"] = str(contact.pk)
    messages.success(request, _("Contact saved."))
    return True
