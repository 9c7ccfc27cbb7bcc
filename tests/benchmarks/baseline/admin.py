"""The pages of the afternoon build."""

from typing import Any

from django.contrib import admin
from django.db.models import Min, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from guardian.shortcuts import get_objects_for_user  # noqa: TID251  what is held against us
from simple_history.admin import SimpleHistoryAdmin

from tests.benchmarks.baseline.models import PlainCase, PlainContact, PlainFollowUp


class Site(admin.AdminSite):
    """Django's admin for everyone who is signed in."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Let them in."""
        return request.user.is_active


def permitted(request: HttpRequest) -> QuerySet[PlainCase]:
    """Return the cases that guardian's list helper finds."""
    found: QuerySet[PlainCase] = get_objects_for_user(
        request.user,
        "baseline.view_plaincase",
        use_groups=False,
        with_superuser=False,
        accept_global_perms=False,
    )
    return found


class Open(SimpleHistoryAdmin):
    """What guardian lets through may be seen and changed."""

    def has_view_permission(self, *_args: Any) -> bool:
        """Answer yes."""
        return True

    has_add_permission = has_change_permission = has_module_permission = has_view_permission
    has_delete_permission = has_view_permission


class Contacts(admin.TabularInline):
    """The contacts on a case's page."""

    model = PlainContact
    extra = 0
    raw_id_fields = ("worker",)
    has_view_permission = has_add_permission = has_change_permission = Open.has_view_permission
    has_delete_permission = Open.has_view_permission


class CaseAdmin(Open):
    """My people."""

    list_display = ("person", "status", "opened_on", "worker", "next_due")
    list_select_related = ("person", "worker")
    raw_id_fields = ("person", "worker")
    inlines = (Contacts,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlainCase]:
        """Keep what is permitted, with the next follow-up."""
        open_cases = permitted(request).filter(closed_on=None)
        return open_cases.annotate(due=Min("plainfollowup__due_on")).order_by("-opened_on")

    def next_due(self, case: Any) -> Any:
        """Show when somebody is due."""
        return case.due


class FollowUpAdmin(Open):
    """Today."""

    list_display = ("case", "kind", "due_on")
    list_select_related = ("case__person",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlainFollowUp]:
        """Keep what is due of what is permitted."""
        due = PlainFollowUp.objects.filter(done_on=None, due_on__lte=timezone.localdate())
        return due.filter(case__in=permitted(request)).order_by("due_on")


class ContactAdmin(Open):
    """Log a contact."""

    raw_id_fields = ("case", "worker")


site = Site()
site.register(PlainCase, CaseAdmin)
site.register(PlainFollowUp, FollowUpAdmin)
site.register(PlainContact, ContactAdmin)
