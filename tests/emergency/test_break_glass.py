"""One file, one hour, to read: emergency sight from the code typed to its end."""

import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from cvi.accounts import services as accounts
from cvi.accounts.errors import PlaceDoesNotFit
from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.accounts.services import Place
from cvi.audit.models import AuditEvent
from cvi.audit.refusals import NotAllowed
from cvi.cases.models import Case, CaseGrant, PhaseChange, StatusChange
from cvi.emergency import services
from cvi.emergency.errors import NobodyReviews
from cvi.emergency.middleware import EmergencyMiddleware
from cvi.emergency.models import BreakGlass
from cvi.emergency.services import Plea
from cvi.gvi import services as gvi
from cvi.hospital import services as hospital
from cvi.hospital.services import Arrival
from cvi.vault.errors import DomainDenied
from cvi.vault.keyring import open_also, open_ring, ring
from cvi.vault.models import Domain
from cvi.vault.services import destroy_key
from tests.accounts.test_lock import clock, minutes  # noqa: F401  a fixture
from tests.cast import Cast, SignIn
from tests.emergency.conftest import (
    OPEN,
    WHY,
    Use,
    break_glass,
    page_of,
    status_of,
    text_of,
    typed,
)

MAY = [Role.MANAGER, Role.AUDITOR, Role.PRIVACY_OFFICER, Role.SUPERVISOR]
NAME = "Zedd Testperson"


class TestWho:
    @pytest.mark.parametrize("role", MAY)
    def test_reads_the_file_for_an_hour(
        self, cast: Cast, sign_in: SignIn, case: Case, role: Role
    ) -> None:
        place = cast.harbor_team if role == Role.SUPERVISOR else cast.ovp
        browser = sign_in(cast.user("una", role, place))
        assert status_of(browser, page_of(case)) == 404

        answer = break_glass(browser, case)

        assert answer.url == page_of(case)
        assert NAME in text_of(browser, page_of(case))

    @pytest.mark.parametrize("role", [r for r in Role if r not in MAY])
    def test_is_nobody_else(self, cast: Cast, sign_in: SignIn, case: Case, role: Role) -> None:
        place = cast.harbor_team if role == Role.MESSENGER else cast.ovp
        place = cast.gvi_team if role == Role.NAVIGATOR else place
        user = cast.messenger() if role == Role.MESSENGER else None
        user = user or accounts.add_user(username="una", name="Una", by=cast.system)
        if role != Role.MESSENGER:
            cast_role(cast, user, role)

        answer = break_glass(sign_in(user), case)

        assert answer.status_code == 403
        assert not BreakGlass.objects.exists()

    def test_shows_a_second_factor_of_the_last_minutes(
        self,
        clock: time_machine.Traveller,  # noqa: F811
        manager: Client,
    ) -> None:
        clock.shift(minutes(6))

        assert manager.get(OPEN).url.startswith(reverse("accounts:step_up"))

    def test_is_not_the_service_of_someone_without_the_right(self, cast: Cast, case: Case) -> None:
        plea = Plea(case.participant.code, "danger", WHY)

        with pytest.raises(NotAllowed):
            services.break_glass(plea=plea, by=cast.messenger())


def cast_role(cast: Cast, user: User, role: Role) -> None:
    """Give a role in a place that fits it."""
    teams = [cast.harbor_team, cast.mercy_team, cast.gvi_team, cast.reentry_team]
    for place in [Place(cast.ovp), *(Place(team.agency, team) for team in teams)]:
        try:
            accounts.give_role(user=user, role=role, place=place, by=cast.system)
        except PlaceDoesNotFit:
            continue
        return


class TestAsking:
    @pytest.mark.parametrize("change", [{"why": "Too short."}, {"category": ""}, {"code": ""}])
    def test_keeps_what_was_typed_and_opens_nothing(
        self, manager: Client, case: Case, change: dict[str, str]
    ) -> None:
        answer = manager.post(OPEN, typed(case, **change))

        assert answer.context["form"].errors.keys() == change.keys()
        assert not BreakGlass.objects.exists()
        assert status_of(manager, page_of(case)) == 404

    def test_reads_a_code_as_it_is_said(self, manager: Client, case: Case) -> None:
        said = f" {case.participant.code.lower().removeprefix('p-')} "

        assert break_glass(manager, case, code=said).url == page_of(case)

    def test_says_the_same_of_every_code_that_opens_nothing(
        self, cast: Cast, manager: Client, case: Case
    ) -> None:
        destroyed = cast.case(team=cast.mercy_team)
        destroy_key(key=destroyed.participant.key)
        without = cast.case()
        for rows in (StatusChange.objects, PhaseChange.objects):
            rows.filter(case=without).delete()
        without.delete()

        said = [
            manager.post(OPEN, typed(case, code=code)).context["form"].errors
            for code in (
                "P-222222",
                "nonsense",
                destroyed.participant.code,
                without.participant.code,
            )
        ]

        assert all(errors == said[0] for errors in said)
        assert set(said[0]) == {"code"}

    def test_counts_tries_and_leaves_their_lines(self, manager: Client, case: Case) -> None:
        for _try in range(services.TRIES_AN_HOUR):
            manager.post(OPEN, typed(case, code="P-222222"))

        answer = manager.post(OPEN, typed(case))

        lines = AuditEvent.objects.filter(action="broke_glass", outcome="not_allowed")
        assert lines.count() == services.TRIES_AN_HOUR
        assert not any("P-222222" in str(line.detail) for line in lines)
        assert "Too many tries" in str(answer.context["form"].errors)
        assert not BreakGlass.objects.exists()

    def test_of_a_file_that_one_sees_opens_nothing(
        self, cast: Cast, sign_in: SignIn, case: Case
    ) -> None:
        answer = break_glass(sign_in(cast.supervisor(team=cast.hill_team)), case)

        assert answer.context["form"].non_field_errors()
        assert not BreakGlass.objects.exists()

    def test_without_an_office_opens_nothing(self, cast: Cast, case: Case) -> None:
        sue = cast.supervisor()
        cast.ovp.kind = "community"
        cast.ovp.save()

        with pytest.raises(NobodyReviews):
            services.break_glass(plea=Plea(case.participant.code, "danger", WHY), by=sue)


class TestTheReason:
    def test_is_sealed_for_the_privacy_officer_alone(
        self, cast: Cast, case: Case, max_: User, use: Use
    ) -> None:
        row = use(case, max_)

        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM emergency_breakglass")
            columns = str(cursor.fetchall())
            cursor.execute("SELECT * FROM emergency_historicalbreakglass")
            columns += str(cursor.fetchall())
        assert "cousin" not in columns
        others = [(Domain.CORE, cast.ovp.pk), (Domain.PAPERS, cast.ovp.pk)]
        with open_ring(others), pytest.raises(DomainDenied):
            _unread = BreakGlass.objects.get(pk=row.pk).why
        with open_ring([(Domain.EMERGENCY, cast.ovp.pk)]):
            assert BreakGlass.objects.get(pk=row.pk).why == WHY


class TestTheKey:
    def test_opens_one_participant_and_no_other_of_the_agency(self, cast: Cast) -> None:
        one, other = cast.case().participant, cast.case().participant

        with open_ring([(Domain.CORE, cast.harbor.pk, one.pk)]):
            assert type(one).objects.get(pk=one.pk).name_to_use == NAME
            with pytest.raises(DomainDenied):
                _unread = type(one).objects.get(pk=other.pk).name_to_use

    def test_opens_one_domain_of_that_participant(self, cast: Cast) -> None:
        person = cast.case().participant

        scope = (Domain.MEDICAL, cast.harbor.pk, person.pk)
        with open_ring([scope]), pytest.raises(DomainDenied):
            _unread = type(person).objects.get(pk=person.pk).name_to_use

    def test_is_all_that_a_session_gets(
        self, cast: Cast, max_: User, case: Case, use: Use, rf: RequestFactory
    ) -> None:
        request = rf.get("/")
        request.user, request.session = max_, {"emergency": str(use(case, max_).pk)}
        seen: list[object] = []

        with open_ring([(Domain.PAPERS, cast.ovp.pk)]):
            EmergencyMiddleware(lambda _request: seen.append(ring().allowed))(request)

        only = (Domain.CORE, cast.hill.pk, case.participant_id)
        assert seen == [{(Domain.PAPERS, cast.ovp.pk), only}]

    def test_is_not_had_with_the_use_of_somebody_else(
        self, cast: Cast, case: Case, use: Use, max_: User, rf: RequestFactory
    ) -> None:
        request = rf.get("/")
        request.user, request.session = cast.auditor(), {"emergency": str(use(case, max_).pk)}

        with open_ring(()):
            EmergencyMiddleware(lambda _request: HttpResponse(str(ring().allowed)))(request)

        assert request.user.emergency is None
        assert request.session == {}

    def test_is_added_to_the_ring_in_use(self, cast: Cast) -> None:
        person = cast.case().participant
        scope = (Domain.CORE, cast.harbor.pk, person.pk)

        with open_ring([(Domain.PAPERS, cast.ovp.pk)]), open_also(scope):
            assert ring().opens(Domain.PAPERS, cast.ovp.pk)
            assert ring().opens_of(*scope)
            assert not ring().opens(Domain.CORE, cast.harbor.pk)
        with open_ring(None), open_also(scope):
            assert ring().opens(Domain.MEDICAL, cast.mercy.pk)


class TestSight:
    def test_is_of_one_participant_with_every_case(
        self, cast: Cast, manager: Client, case: Case
    ) -> None:
        other = cast.case(team=cast.hill_team, name="Yuri Notmine")
        break_glass(manager, case)

        assert status_of(manager, page_of(other)) == 404
        assert CaseGrant.objects.filter(kind="break_glass").count() == 1

    def test_of_a_hospital_shows_nothing_medical(self, cast: Cast, manager: Client) -> None:
        case = cast.case(team=cast.mercy_team)
        hana = cast.specialist()
        hospital.add_visit(case=case, arrival=Arrival("talked"), by=hana)
        break_glass(manager, case)

        text = text_of(manager, page_of(case))

        assert NAME in text
        assert "Bedside visit" not in text

    def test_of_group_violence_work_shows_no_notification(
        self, cast: Cast, manager: Client
    ) -> None:
        case = cast.case(team=cast.gvi_team)
        day = timezone.localdate()
        gvi.plan_notification(
            case=case, why="recently_hurt", planned_on=day, note="Secret", by=cast.system
        )
        break_glass(manager, case)

        text = text_of(manager, page_of(case))

        assert NAME in text
        assert "Secret" not in text
        assert "Custom notification" not in text

    def test_of_a_second_file_closes_the_first(
        self, cast: Cast, manager: Client, case: Case
    ) -> None:
        second = cast.case(team=cast.hill_team, name="Zoe Second")
        break_glass(manager, case)

        break_glass(manager, second)

        assert BreakGlass.objects.get(participant=case.participant).ended_at
        assert status_of(manager, page_of(case)) == 404
        assert "Zoe Second" in text_of(manager, page_of(second))

    def test_leaves_a_grant_of_another_kind_as_it_is(
        self, cast: Cast, sign_in: SignIn, case: Case
    ) -> None:
        max_ = cast.manager()
        lent = cast.lend(case, max_)

        break_glass(sign_in(max_), case)

        lent.refresh_from_db()
        assert lent.kind == CaseGrant.Kind.COVER

    def test_is_of_the_session_that_opened_it(
        self, sign_in: SignIn, manager: Client, max_: User, case: Case
    ) -> None:
        break_glass(manager, case)

        assert status_of(sign_in(max_), page_of(case)) == 404

    def test_is_nowhere_outside_a_session(self, case: Case, max_: User, use: Use) -> None:
        use(case, max_)

        assert not Case.objects.visible_to(max_).exists()

    def test_lasts_an_hour_at_most(self, case: Case, max_: User, use: Use) -> None:
        row = use(case, max_)
        row.expires_at += dt.timedelta(minutes=1)

        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()
