"""Every form there is, is sent with fields that nobody asked for, or stands here with a reason."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django import forms
from django.db import transaction
from django.test import Client
from django.urls import reverse

import cvi
from cvi.accounts.roles import Role
from cvi.standards.kinds import KINDS, Kind
from tests.cast import Cast, SignIn
from tests.security import crawl
from tests.security.stage import WITHIN, Stage
from tests.security.test_sweeps import LONG_WORD, evil_fields, evil_rows, is_saved

pytestmark = pytest.mark.django_db

BEFORE_SIGN_IN = {
    "cvi.accounts.forms.people.CodeAppForm": "a code of the app; accounts/test_second_factor.py",
    "cvi.accounts.forms.people.InviteAcceptForm": "a code; accounts/test_invitations.py",
    "cvi.accounts.forms.people.SignInForm": "name and password; accounts/test_sign_in.py",
    "cvi.incidents.forms.AlertForm": "the drop box; security/test_drop_box.py",
    "cvi.incidents.forms.LeftForm": "the base of what is left in a drop box",
    "cvi.incidents.forms.RequestForm": "the drop box; security/test_drop_box.py",
}
WITHOUT_A_PAGE = {
    "cvi.accounts.forms.people.DraftForm": "names a draft; accounts/test_drafts.py",
    "cvi.accounts.forms.people.UnlockForm": "a password; accounts/test_lock.py",
    "cvi.accounts.forms.places.AgencyForm": "a kind of place; accounts/test_places.py",
    "cvi.accounts.forms.places.TeamForm": "a kind of place; accounts/test_places.py",
    "cvi.accounts.forms.places.ZoneForm": "a kind of place; accounts/test_places.py",
    "cvi.referrals.forms.entries.ContactForm": "a kind of part; test_directory_steward.py",
    "cvi.referrals.forms.entries.CostForm": "a kind of part; test_directory_steward.py",
    "cvi.referrals.forms.entries.PlaceForm": "a kind of part; test_directory_steward.py",
    "cvi.referrals.forms.entries.ScheduleForm": "a kind of part; as those above",
    "cvi.referrals.forms.referrals.ReferralDraftForm": "what is kept; test_course_pages.py",
    "cvi.reports.forms.PagingForm": "a page of a list; saves nothing",
}
SCREENINGS = {"cvi.cases.forms.safety.ScreeningForm", "cvi.cases.forms.safety.TotalForm"}
SENT_BELOW = {f"cvi.standards.forms.{name}" for name in ("kinds", "lines", "programs")}
"""Forms that this file sends: each kind of standard, and each kind of screening."""


def form_classes() -> Iterator[type[forms.BaseForm]]:
    """Yield every form that the program defines."""
    for module in pkgutil.walk_packages(cvi.__path__, "cvi."):
        if ".forms" not in module.name:
            continue
        for value in vars(importlib.import_module(module.name)).values():
            is_form = isinstance(value, type) and issubclass(value, forms.BaseForm)
            if is_form and value.__module__ == module.name:
                yield value


def forms_shown_to(stage: Stage) -> set[type]:
    """Return the forms of the pages that are a sweeper's turn, with what they are made of."""
    seen: set[type] = set()
    for name in stage.pages:
        with stage.undone():
            seen.update(*(type(form).__mro__ for form in stage.forms(name)))
    return seen


def test_no_form_is_left_out() -> None:
    seen: set[type] = set()
    for role in WITHIN:
        with transaction.atomic():
            seen |= forms_shown_to(Stage(role))
            transaction.set_rollback(True)

    unseen = {f"{f.__module__}.{f.__name__}" for f in form_classes() if f not in seen}
    left = {name for name in unseen if name.rpartition(".")[0] not in SENT_BELOW}
    assert left == BEFORE_SIGN_IN.keys() | WITHOUT_A_PAGE.keys() | SCREENINGS


class TestEveryKindOfStandard:
    @pytest.fixture
    def manager(self, cast: Cast, sign_in: SignIn) -> Client:
        return sign_in(cast.manager())

    @pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
    def test_takes_no_other_field_in_a_change(self, manager: Client, kind: Kind) -> None:
        row = kind.rows().in_force().in_order()[0]
        url = reverse("standards:standard_change", args=[kind.slug, row.pk])
        shown = manager.get(url)
        extra = evil_fields()

        typed = crawl.filled_all(crawl.forms_in(shown), LONG_WORD)
        manager.post(url, {**extra, **typed, crawl.SAVE: "on"})

        assert crawl.forms_in(shown)
        assert evil_rows() == []


class TestEveryKindOfScreening:
    @pytest.mark.parametrize("code", ["phq_9", "pc_ptsd_5", "ace"])
    def test_takes_no_other_field(self, code: str) -> None:
        stage = Stage(Role.HOSPITAL_SPECIALIST)
        url = f"{reverse('cases:screening_new', args=[stage.own['case']])}?with={code}"
        typed = crawl.filled_all(crawl.forms_in(stage.browser.get(url)), LONG_WORD)
        extra = evil_fields()

        answer = stage.browser.post(url, extra | typed)

        assert is_saved(answer)
        assert evil_rows() == []
