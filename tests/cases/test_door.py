"""The door: who sees which case, and what they may do there."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from cvi.accounts import services as accounts
from cvi.accounts.access import take_role
from cvi.accounts.models import Acting, User
from cvi.accounts.roles import Permission, Role
from cvi.accounts.services import Place
from cvi.audit.refusals import NotAllowed, Unseen
from cvi.cases import services as cases
from cvi.cases.access import open_case, open_participant
from cvi.cases.models import Case
from tests.cast import Cast


def fresh(user: User) -> User:
    """Return the user as the next request would load them."""
    return User.objects.get(pk=user.pk)


class TestSight:
    def test_shows_a_messenger_the_people_assigned_and_no_others(self, cast: Cast) -> None:
        mo = cast.messenger()
        mine, _other = cast.case(worker=mo), cast.case()

        assert list(Case.objects.visible_to(mo)) == [mine]

    def test_shows_a_supervisor_the_team_and_no_other_team(self, cast: Cast) -> None:
        sue = cast.supervisor()
        ours, _theirs = cast.case(), cast.case(team=cast.hill_team)

        assert list(Case.objects.visible_to(sue)) == [ours]

    def test_shows_a_manager_and_an_auditor_nobody(self, cast: Cast) -> None:
        cast.case()

        assert not Case.objects.visible_to(cast.manager()).exists()
        assert not Case.objects.visible_to(cast.auditor()).exists()

    def test_lets_the_office_count_the_city_and_nobody_elsewhere(self, cast: Cast) -> None:
        case = cast.case()
        elsewhere = cast.manager("max2")
        elsewhere.memberships.update(agency=cast.hill)

        assert list(Case.objects.reportable_by(cast.manager())) == [case]
        assert not Case.objects.reportable_by(elsewhere).exists()

    def test_ends_for_a_deactivated_user(self, cast: Cast) -> None:
        mo = cast.messenger()
        cast.case(worker=mo)
        mo.is_active = False
        mo.save()

        assert not Case.objects.visible_to(fresh(mo)).exists()

    def test_of_an_assignment_ends_with_the_role_in_the_team(self, cast: Cast) -> None:
        mo, case = cast.messenger(), cast.case()
        cases.assign_worker(case=case, worker=mo, by=cast.system)
        assert Case.objects.visible_to(fresh(mo)).exists()
        other = cast.harbor_night_team()

        accounts.end_role(membership=mo.memberships.get(), by=cast.system)
        place = Place(cast.harbor, other)
        accounts.give_role(user=mo, role=Role.MESSENGER, place=place, by=cast.system)

        assert not Case.objects.visible_to(fresh(mo)).exists()
        with pytest.raises(Unseen):
            open_participant(fresh(mo), case.participant_id)

    def test_ends_when_the_grant_runs_out(self, cast: Cast) -> None:
        mo = cast.messenger()
        cast.lend(cast.case(), mo, until=timezone.now() - dt.timedelta(hours=1))

        assert not Case.objects.visible_to(mo).exists()

    def test_ends_with_the_membership(self, cast: Cast) -> None:
        sue = cast.supervisor()
        cast.case()
        accounts.end_role(membership=sue.live_memberships[0], by=cast.system)

        assert not Case.objects.visible_to(fresh(sue)).exists()

    def test_stays_while_another_role_in_the_team_gives_it(self, cast: Cast) -> None:
        sue = cast.supervisor()
        place = Place(cast.harbor, cast.harbor_team)
        accounts.give_role(user=sue, role=Role.MESSENGER, place=place, by=cast.system)
        case = cast.case()
        messenger = next(m for m in fresh(sue).live_memberships if m.role == Role.MESSENGER)

        accounts.end_role(membership=messenger, by=cast.system)

        assert list(Case.objects.visible_to(fresh(sue))) == [case]

    def test_is_of_one_agency_at_a_time(self, cast: Cast) -> None:
        sue, here, there = cast.supervisor(), cast.case(), cast.case(team=cast.hill_team)
        place = Place(cast.hill, cast.hill_team)
        accounts.give_role(user=sue, role=Role.SUPERVISOR, place=place, by=cast.system)

        for agency, case in ((cast.harbor, here), (cast.hill, there)):
            sue = fresh(sue)
            take_role(sue, Acting(Role.SUPERVISOR, agency.pk))
            assert list(Case.objects.visible_to(sue)) == [case]

    def test_of_one_case_is_never_across_agencies(self, cast: Cast) -> None:
        sue = cast.supervisor()
        cast.lend(cast.case(team=cast.hill_team), sue)

        assert not Case.objects.visible_to(sue).exists()

    def test_passes_on_with_the_assignment(self, cast: Cast) -> None:
        mo, ray = cast.messenger(), cast.messenger("ray")
        case = cast.case(worker=mo)
        cases.assign_worker(case=case, worker=ray, by=cast.system)

        assert not Case.objects.visible_to(mo).exists()
        assert list(Case.objects.visible_to(ray)) == [case]


class TestOpenCase:
    def test_opens_what_is_seen_and_allowed(self, cast: Cast) -> None:
        mo = cast.messenger()
        case = cast.case(worker=mo)

        assert open_case(mo, case.pk, to=Permission.LOG_CONTACT) == case

    def test_hides_the_case_from_a_stranger(self, cast: Cast) -> None:
        case = cast.case()

        with pytest.raises(Unseen):
            open_case(cast.messenger(), case.pk, to=Permission.LOG_CONTACT)

    def test_treats_a_case_that_does_not_exist_the_same(self, cast: Cast) -> None:
        with pytest.raises(Unseen):
            open_case(cast.messenger(), uuid.uuid4(), to=Permission.LOG_CONTACT)

    def test_refuses_what_the_role_may_not_do(self, cast: Cast) -> None:
        hana = cast.specialist()
        case = cast.case(team=cast.mercy_team)

        with pytest.raises(NotAllowed):
            open_case(hana, case.pk, to=Permission.LOG_CONTACT)

    def test_does_not_carry_powers_from_one_team_to_another(self, cast: Cast) -> None:
        sue, team = cast.supervisor(), cast.harbor_night_team()
        case = cast.case(team=team)
        cast.lend(case, sue)

        with pytest.raises(NotAllowed):
            open_case(sue, case.pk, to=Permission.LOG_CONTACT)

    def test_hides_a_participant_without_a_visible_case(self, cast: Cast) -> None:
        person = cast.case(team=cast.hill_team).participant

        with pytest.raises(Unseen):
            open_participant(cast.supervisor(), person.pk)
