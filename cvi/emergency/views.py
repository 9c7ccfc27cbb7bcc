"""Open a file in an emergency, end that, and review what others did."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest, require_fresh_factor, require_holds
from cvi.accounts.roles import Permission
from cvi.audit import services as audit
from cvi.emergency import services
from cvi.emergency.access import (
    SESSION_KEY,
    lost_rights,
    open_lost_right,
    open_use,
    running_use,
)
from cvi.emergency.errors import CodeUnknown, RightLost, RuleBroken
from cvi.emergency.forms import BreakGlassForm, GiveBackForm, ReviewForm
from cvi.emergency.looks import looks_of
from cvi.emergency.models import BreakGlass

DECIDED_SHOWN = 20


def break_glass(request: StaffRequest) -> HttpResponse:
    """Open one file for an hour, by its code and with a reason."""
    require_holds(request.user, Permission.BREAK_GLASS)
    require_fresh_factor(request)
    form = BreakGlassForm(request.POST or None)
    try:
        services.require_right(by=request.user)
    except RightLost as lost:
        return render(request, "emergency/break_glass_right_lost.html", {"message": str(lost)})
    use = _opened(request, form) if form.is_valid() else None
    if use:
        request.session[SESSION_KEY] = str(use.pk)
        return redirect("desk:participant", use.participant_id)
    return render(request, "emergency/break_glass.html", {"form": form})


@require_POST
def break_glass_end(request: StaffRequest) -> HttpResponse:
    """End one's own emergency sight now."""
    require_holds(request.user, Permission.BREAK_GLASS)
    use_id = request.session.pop(SESSION_KEY, None)
    use = running_use(request.user, UUID(use_id)) if use_id else None
    if use:
        services.end(use=use, by=request.user)
        messages.success(request, _("Ended. The file is closed again."))
    return redirect("desk:start")


def review_list(request: StaffRequest) -> HttpResponse:
    """List what others did in emergencies: what waits, what was decided, whose right is lost."""
    require_holds(request.user, Permission.REVIEW_BREAK_GLASS)
    uses = BreakGlass.objects.visible_to(request.user).with_all()
    waiting = list(uses.waiting().order_by("began_at"))
    decided = list(uses.exclude(reviewed_at=None).order_by("-reviewed_at")[:DECIDED_SHOWN])
    ids = [use.pk for use in (*waiting, *decided)]
    audit.listed(BreakGlass, ids, session=request.session, by=request.user)
    page = {"waiting": waiting, "decided": decided, "lost": lost_rights(request.user)}
    return render(request, "emergency/review_list.html", page)


def review(request: StaffRequest, use_id: UUID) -> HttpResponse:
    """Show one use with what was opened during it, and take a decision."""
    use = open_use(request.user, use_id)
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        try:
            services.review(use=use, **form.cleaned_data, by=request.user)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Decision saved."))
            return redirect("emergency:review_list")
    page = {"use": use, "looks": looks_of(use), "form": form}
    return render(request, "emergency/review.html", page)


def give_back(request: StaffRequest, user_id: UUID) -> HttpResponse:
    """Let someone read files in an emergency again."""
    person = open_lost_right(request.user, user_id)
    form = GiveBackForm(request.POST or None)
    if form.is_valid():
        try:
            services.give_back(user=person, why=form.cleaned_data["why"], by=request.user)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("They can open files in an emergency again."))
            return redirect("emergency:review_list")
    return render(request, "emergency/give_back.html", {"person": person, "form": form})


def _opened(request: StaffRequest, form: BreakGlassForm) -> BreakGlass | None:
    """Open the file, or let the form say why not. A code that opens nothing leaves its line."""
    try:
        services.require_few_tries(by=request.user)
        return services.break_glass(plea=form.plea(), by=request.user)
    except CodeUnknown as unknown:
        services.note_miss(by=request.user)
        form.add_error("code", str(unknown))
    except RuleBroken as broken:
        form.add_error(None, str(broken))
    return None
