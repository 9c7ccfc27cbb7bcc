"""Plan a custom notification, and say how it went."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases.access import open_record
from cvi.cases.errors import RuleBroken
from cvi.gvi import services
from cvi.gvi.access import open_case
from cvi.gvi.forms import NotificationForm, VisitForm
from cvi.gvi.models import CustomNotification


@once
def notification_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Plan a custom notification."""
    case = open_case(request.user, case_id, to=Permission.PLAN_NOTIFICATION)
    form = NotificationForm(request.POST or None)
    if form.is_valid():
        try:
            services.plan_notification(case=case, **form.cleaned_data, by=request.user)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Notification planned."))
            return redirect("desk:participant", case.participant_id)
    return render(request, "gvi/notification_new.html", {"case": case, "form": form})


@once
def notification_visit(request: StaffRequest, notification_id: UUID) -> HttpResponse:
    """Say how the visit of a custom notification went."""
    to = Permission.PLAN_NOTIFICATION
    notification = open_record(request.user, CustomNotification, notification_id, to=to)
    form = VisitForm(request.POST or None, initial={"tried_on": timezone.localdate()})
    if form.is_valid():
        try:
            services.record_visit(notification=notification, visit=form.visit(), by=request.user)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Visit saved."))
            return redirect("desk:participant", notification.case.participant_id)
    page = {"notification": notification, "case": notification.case, "form": form}
    return render(request, "gvi/notification_visit.html", page)
