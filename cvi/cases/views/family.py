"""Family: who to call, and who of them is a participant too."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cvi.accounts.access import StaffRequest
from cvi.accounts.once import once
from cvi.accounts.roles import Permission
from cvi.cases import services
from cvi.cases.access import open_case, open_part
from cvi.cases.forms.family import KinForm, RelativeForm
from cvi.cases.models import KinLink, Relative
from cvi.cases.views.about import told
from cvi.cases.views.answers import kept

_TO = Permission.REGISTER_PARTICIPANT


@once
def relative_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Add someone of the family, or a friend."""
    case = open_case(request.user, case_id, to=_TO)
    form = RelativeForm(request.POST or None)
    what = {"participant": case.participant, "relative": None, "by": request.user}
    if form.is_valid() and kept(form, services.save_relative, changes=form.changes(), **what):
        return told(request, case, _("Saved."))
    return render(request, "cases/relative_new.html", {"case": case, "form": form})


def relative_change(request: StaffRequest, case_id: UUID, relative_id: UUID) -> HttpResponse:
    """Correct what is known of someone of the family."""
    case = open_case(request.user, case_id, to=_TO)
    relative = open_part(request.user, Relative, relative_id, case=case)
    form = RelativeForm(request.POST or None, relative=relative)
    what = {"participant": case.participant, "relative": relative, "by": request.user}
    if form.is_valid() and kept(form, services.save_relative, changes=form.changes(), **what):
        return told(request, case, _("Saved."))
    page = {"case": case, "form": form, "relative": relative}
    return render(request, "cases/relative_change.html", page)


@require_POST
def relative_remove(request: StaffRequest, case_id: UUID, relative_id: UUID) -> HttpResponse:
    """Take someone of the family off the file."""
    case = open_case(request.user, case_id, to=_TO)
    relative = open_part(request.user, Relative, relative_id, case=case)
    services.drop_relative(relative=relative, by=request.user)
    return told(request, case, _("Taken away."))


@once
def kin_new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Link a participant who is family of this one."""
    case = open_case(request.user, case_id, to=_TO)
    form = KinForm(request.POST or None, user=request.user)
    what = {"participant": case.participant, "by": request.user}
    if form.is_valid() and kept(form, services.link_kin, **form.cleaned_data, **what):
        return told(request, case, _("Saved. Both files show it."))
    return render(request, "cases/kin_new.html", {"case": case, "form": form})


@require_POST
def kin_remove(request: StaffRequest, case_id: UUID, kin_link_id: UUID) -> HttpResponse:
    """Take back that two participants are family."""
    case = open_case(request.user, case_id, to=_TO)
    link = open_part(request.user, KinLink, kin_link_id, case=case)
    services.unlink_kin(link=link, by=request.user)
    return told(request, case, _("Taken away."))
