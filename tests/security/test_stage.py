"""That the sweeps leave nothing out: every page, and every kind of record."""

import pytest

from cvi.accounts.roles import Role
from tests.security.pages import PAGES
from tests.security.stage import WITHIN, WORDS, Stage, sweepers, swept_by

OPENED = {200, 302}


def test_every_page_is_swept_by_someone() -> None:
    assert [name for name, page in PAGES.items() if not sweepers(page)] == []
    assert set().union(*(swept_by(role) for role in WITHIN)) == set(PAGES)


@pytest.mark.django_db
@pytest.mark.parametrize("role", WITHIN)
def test_every_page_opens_to_its_sweeper_who_has_every_kind(role: Role) -> None:
    stage = Stage(role)
    kinds = set().union(*(page.about for page in PAGES.values())) - WORDS

    assert set(stage.own) == WITHIN[role]
    assert kinds <= set(stage.other) == set().union(*WITHIN.values()) - WORDS
    assert not set(stage.own.values()) & set(stage.other.values())
    answers = {}
    for name in stage.pages:
        with stage.undone():
            answers[name] = stage.ask(name, stage.own).status_code
    assert {name for name, status in answers.items() if status not in OPENED} == set()
