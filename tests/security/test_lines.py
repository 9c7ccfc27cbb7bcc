"""Whoever opens a page that tells something about somebody leaves a line, or sees nothing."""

from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from cvi.accounts.models import Team
from cvi.accounts.roles import Role
from cvi.audit.models import AuditEvent, AuditPending
from cvi.cases.models import Participant
from cvi.papers import services as papers
from cvi.papers.handlers import HANDLERS
from cvi.papers.models import Job
from cvi.reports import tasks
from cvi.reports.questions import Question
from tests.cast import Cast, SignIn
from tests.security.duty import alert_of
from tests.security.pages import PAGES
from tests.security.test_pages import MINE, OPENED, ask
from tests.security.world import HOMES, a_standard, fill, home_of, job_of

TELLS_OF_NOBODY = {
    "alerts:alert_new": "which colleagues are on call",
    "alerts:calendar": "whether one has an address oneself",
    "alerts:calendar_end": "nothing is open here; ending what is leaves a line",
    "alerts:notices": "how one is written to oneself",
    "alerts:shift_list": "which colleagues are on call",
    "alerts:shift_new": "an empty form, with the names of one's team",
    "alerts:times": "minutes",
    "accounts:role_list": "roles of staff that wait for a second person",
    "accounts:role_choose": "the roles that one holds oneself",
    "accounts:staff_invite": "an empty form",
    "accounts:step_up": "asks for a factor; that one was shown leaves a line",
    "accounts:unlock": "asks for a factor; that one was shown leaves a line",
    "cases:caseload_list": "how many people each colleague has",
    "cases:person_new": "an empty form",
    "cases:group_new": "an empty form, with the names of one's team",
    "desk:gallery": "made-up samples",
    "reports:disclosures_find": "an empty form; a code that was typed leaves a line",
    "desk:nothing_here": "one sentence",
    "desk:start": "sends on to another page",
    "emergency:break_glass": "an empty form; a code that was typed leaves a line",
    "emergency:break_glass_end": "nothing is open here; ending what is leaves a line",
    "hospital:intake_new": "an empty form",
    "staffing:outing_start": "an empty form, with the names of one's team",
    "staffing:outing_longer": "nobody is out here; whoever is leaves a line",
    "staffing:outing_end": "nobody is out here; whoever is leaves a line",
    "staffing:wellbeing_new": "an empty form",
    "accounts:place_list": "places that every colleague knows",
    "accounts:place_add": "an empty form",
    "accounts:place_change": "a place that every colleague knows",
    "accounts:place_close": "a place that every colleague knows",
    "desk:settings": "links to other pages",
    "desk:team_close": "counts of a team's open work",
    "desk:model_assign": "teams that every colleague knows, and counts",
    "standards:model": "standards of the office",
    "standards:model_copy": "an empty form",
    "standards:settings": "kinds of standards; no standard is about anybody",
    "standards:standard_list": "standards of the office",
    "standards:standard_add": "an empty form",
    "standards:standard_change": "a standard of the office",
    "standards:standard_retire": "a standard of the office",
    "incidents:box_new": "an empty form",
    "referrals:correction_list": "what is wrong in entries of the directory, which are public",
    "referrals:correction_new": "an empty form about a public service",
    "referrals:correction_settle": "nothing is said here; settling leaves a line",
    "referrals:directory": "public services",
    "referrals:directory_export": "no format is chosen here; a job that is made leaves a line",
    "referrals:import_drop": "public services",
    "referrals:import_new": "an empty form",
    "referrals:import_result": "counts of public services",
    "referrals:import_write": "nothing is checked here; what is written leaves lines",
    "referrals:organization_change": "a public organization",
    "referrals:part_change": "a part of a public service",
    "referrals:part_new": "an empty form",
    "referrals:service": "a public service",
    "referrals:service_change": "a public service",
    "referrals:service_new": "an empty form",
    "referrals:service_search": "public services, with nobody in mind",
    "papers:job_download": "the file is not ready here; one that is, is downloaded below",
    "reports:caseload_download": "an empty form asks for nothing; one that is filled in, below",
    "papers:job": "the progress of one's own job, asked for again and again",
}


def lines() -> int:
    return AuditEvent.objects.count()


@pytest.mark.parametrize("role", Role.values)
def test_every_page_that_opens_leaves_a_line(
    cast: Cast, sign_in: SignIn, settings: Any, role: str
) -> None:
    home = home_of(cast, Role(role))
    user = cast.user("player", Role(role), home)
    is_team = isinstance(home, Team) and role != Role.PROVIDER
    own = fill(cast, home, user, MINE) if is_team else {}
    own["job"] = job_of(user)
    own["alert"] = alert_of(cast, user)
    own |= a_standard()
    browser = sign_in(user)

    silent = []
    for name, page in PAGES.items():
        before = lines()
        answer = ask(browser, name, page, own)
        if answer.status_code in OPENED and lines() == before and name not in TELLS_OF_NOBODY:
            silent.append(name)

    assert silent == []


def refuse_new_lines() -> None:
    """Put a trigger on the trail that refuses every new line."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE TRIGGER is_full BEFORE INSERT ON audit_auditevent "
                "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
            )
        else:
            cursor.execute(
                "CREATE TRIGGER is_full BEFORE INSERT ON audit_auditevent "
                "BEGIN SELECT RAISE(ABORT, 'full'); END"
            )


class TestWithoutItsLine:
    """The line of a successful look cannot be written: then there is no look."""

    PLAIN = "Something went wrong on our side"

    @pytest.fixture(params=[AuditEvent, AuditPending])
    def broken(self, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
        """Return a function after which the trail, or its queue, takes no more rows."""

        def fail(*_args: Any, **_kwargs: Any) -> None:
            raise DatabaseError("no more rows")

        return lambda: monkeypatch.setattr(request.param, "save", fail)

    @pytest.mark.parametrize("role", sorted(HOMES))
    def test_no_page_shows_anything(
        self, cast: Cast, sign_in: SignIn, settings: Any, broken: Any, role: Role
    ) -> None:
        settings.DEBUG = False
        home = home_of(cast, role)
        user = cast.user("player", role, home)
        own = fill(cast, home, user, MINE) if role != Role.PROVIDER else {}
        own["job"] = job_of(user)
        code = "".join(
            Participant.objects.filter(pk=own.get("participant")).values_list("code", flat=True)
        )
        browser = sign_in(user)
        browser.raise_request_exception = False
        broken()

        shown, withheld = [], 0
        for name, page in PAGES.items():
            answer = ask(browser, name, page, own)
            if answer.status_code == 500:
                assert self.PLAIN in answer.content.decode()
                withheld += 1
            elif name not in TELLS_OF_NOBODY and answer.status_code in OPENED:
                shown.append(name)
            body = answer.content.decode(errors="ignore")
            shown += [name for word in (MINE, code) if word and word in body]

        assert shown == []
        assert withheld > 2

    def test_no_file_is_asked_for_or_handed_over(
        self, cast: Cast, sign_in: SignIn, settings: Any, broken: Any
    ) -> None:
        settings.DEBUG = False
        manager = cast.manager()
        asked = {**Question().as_params(), "kind": Job.Kind.CASELOAD_XLSX.value}
        job = papers.start_job(
            kind=Job.Kind.CASELOAD_XLSX, params=Question().as_params(), by=manager
        )
        assert HANDLERS[job.kind] is tasks.make_caseload_spreadsheet
        papers.run_job.call_local(job_id=str(job.pk))
        browser = sign_in(manager)
        browser.raise_request_exception = False
        broken()

        answers = [
            browser.post(reverse("reports:caseload_download"), asked),
            browser.post(reverse("papers:job_download", args=[job.pk])),
        ]

        assert [answer.status_code for answer in answers] == [500, 500]
        assert all(self.PLAIN in answer.content.decode() for answer in answers)
        job.refresh_from_db()
        assert (Job.objects.count(), job.downloaded_at) == (1, None)

    def test_the_database_itself_may_refuse(
        self, cast: Cast, sign_in: SignIn, settings: Any
    ) -> None:
        settings.DEBUG = False
        mo = cast.messenger()
        case = cast.case(worker=mo)
        browser = sign_in(mo)
        browser.raise_request_exception = False
        refuse_new_lines()

        answer = browser.get(reverse("desk:participant", args=[case.participant_id]))

        assert answer.status_code == 500
        assert "Zedd" not in answer.content.decode()
        assert self.PLAIN in answer.content.decode()
