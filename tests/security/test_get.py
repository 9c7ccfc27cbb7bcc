"""Opening a page changes nothing but the trail."""

from typing import Any

import pytest
from django.apps import apps

from cvi.accounts.models import Team
from cvi.accounts.roles import Role
from cvi.audit.models import AuditEvent
from tests.cast import Cast, SignIn
from tests.security.pages import PAGES
from tests.security.test_pages import MINE, ask
from tests.security.world import fill, home_of

KEPT_APART = {"audit", "sessions"}
WORKERS = [
    Role.MESSENGER,
    Role.HOSPITAL_SPECIALIST,
    Role.GVI_COORDINATOR,
    Role.REENTRY_COORDINATOR,
]


def everything() -> dict[str, list[Any]]:
    """Return every row of every table but the trail and the sessions."""
    models = (m for m in apps.get_models() if m._meta.app_label not in KEPT_APART)
    return {m._meta.label: sorted(map(str, m._base_manager.values_list(*names(m)))) for m in models}


def names(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


@pytest.mark.parametrize("role", WORKERS)
def test_opening_every_page_changes_nothing_but_the_trail(
    cast: Cast, sign_in: SignIn, settings: Any, role: Role
) -> None:
    home = home_of(cast, role)
    assert isinstance(home, Team)
    user = cast.user("player", role, home)
    own = fill(cast, home, user, MINE)
    browser = sign_in(user)
    before, events = everything(), AuditEvent.objects.count()

    for name, page in PAGES.items():
        if not page.is_post:
            ask(browser, name, page, own)

    assert everything() == before
    assert AuditEvent.objects.count() > events
