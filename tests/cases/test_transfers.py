"""A case passes to a colleague, to another team, or in bulk; nothing moves before a yes."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cvi.accounts.models import Team, User
from cvi.cases import services
from cvi.cases.errors import AlreadyAnswered, WrongWorker
from cvi.cases.models import Assignment, Case, CaseGrant, Transfer
from tests.cast import Cast, SignIn

YES, NO = {"status": "accepted"}, {"status": "declined"}


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def ann(cast: Cast) -> User:
    return cast.messenger("ann")


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return cast.case(mo)


@pytest.fixture
def asked(case: Case, mo: User, ann: User) -> Transfer:
    return services.ask_transfer(case=case, to_team=case.team, to_worker=ann, by=mo)


def url_of(transfer: Transfer) -> str:
    return reverse("cases:transfer_answer", args=[transfer.pk])


class TestAColleague:
    def test_is_asked_by_code_and_sees_no_name(
        self, asked: Transfer, ann: User, sign_in: SignIn
    ) -> None:
        browser = sign_in(ann)

        page = browser.get("/today/").content.decode()
        answer = browser.get(url_of(asked)).content.decode()

        assert asked.case.participant.code in page
        assert url_of(asked) in page
        assert asked.case.participant.code in answer
        assert "Testperson" not in page + answer

    def test_takes_it_over(self, asked: Transfer, mo: User, ann: User, sign_in: SignIn) -> None:
        sign_in(ann).post(url_of(asked), YES)

        case = Case.objects.get(pk=asked.case_id)
        assert case.worker == ann
        assert Case.objects.visible_to(ann).filter(pk=case.pk).exists()
        assert not Case.objects.visible_to(mo).filter(pk=case.pk).exists()

    def test_leaves_it_where_it_is(
        self, asked: Transfer, mo: User, ann: User, sign_in: SignIn
    ) -> None:
        sign_in(ann).post(url_of(asked), NO)

        assert Case.objects.get(pk=asked.case_id).worker == mo
        assert not Case.objects.visible_to(ann).exists()
        assert "Declined" in sign_in(mo).get("/today/").content.decode()

    def test_answers_once(self, asked: Transfer, ann: User) -> None:
        services.answer_transfer(transfer=asked, status="declined", by=ann)

        with pytest.raises(AlreadyAnswered):
            services.answer_transfer(transfer=asked, status="accepted", by=ann)

    def test_is_nobody_else(self, cast: Cast, asked: Transfer, mo: User, sign_in: SignIn) -> None:
        assert sign_in(mo).post(url_of(asked), YES).status_code == 403
        for user in (cast.messenger("bo"), cast.supervisor("hill", cast.hill_team)):
            assert sign_in(user).post(url_of(asked), YES).status_code == 404

        assert Case.objects.get(pk=asked.case_id).worker == mo

    def test_no_longer_counts_after_leaving_the_team(
        self, asked: Transfer, ann: User, sign_in: SignIn
    ) -> None:
        gone = timezone.localdate() - dt.timedelta(days=1)
        ann.memberships.update(starts_on=gone, ends_on=gone)

        assert sign_in(User.objects.get(pk=ann.pk)).get(url_of(asked)).status_code in {403, 404}


class TestAsking:
    def test_goes_to_one_at_a_time(self, cast: Cast, asked: Transfer, mo: User) -> None:
        bo = cast.messenger("bo")

        with pytest.raises(AlreadyAnswered):
            services.ask_transfer(case=asked.case, to_team=asked.to_team, to_worker=bo, by=mo)

    def test_can_be_taken_back(self, asked: Transfer, mo: User, ann: User, sign_in: SignIn) -> None:
        sign_in(mo).post(reverse("cases:transfer_withdraw", args=[asked.pk]))

        asked.refresh_from_db()
        assert asked.status == Transfer.Status.WITHDRAWN
        assert sign_in(ann).get(url_of(asked)).status_code == 404

    def test_offers_the_team_and_the_agency_s_other_teams(
        self, cast: Cast, case: Case, mo: User, ann: User, sign_in: SignIn
    ) -> None:
        night = cast.harbor_night_team()
        cast.messenger("hal", cast.hill_team)
        url = reverse("cases:transfer_new", args=[case.pk])

        choices = dict(sign_in(mo).get(url).context["form"].fields["to"].choices)
        answer = sign_in(mo).post(url, {"to": f"team-{cast.hill_team.pk}"})

        assert set(choices) == {"", f"worker-{ann.pk}", f"team-{night.pk}"}
        assert answer.status_code == 200
        assert not Transfer.objects.exists()

    def test_of_a_stranger_is_refused(self, cast: Cast, case: Case, mo: User) -> None:
        hal = cast.messenger("hal", cast.hill_team)

        with pytest.raises(WrongWorker):
            services.ask_transfer(case=case, to_team=case.team, to_worker=hal, by=mo)


class TestAnotherTeam:
    @pytest.fixture
    def night(self, cast: Cast) -> Team:
        return cast.harbor_night_team()

    def test_takes_it_with_nobody_yet(
        self, cast: Cast, case: Case, mo: User, night: Team, sign_in: SignIn
    ) -> None:
        asked = services.ask_transfer(case=case, to_team=night, by=mo)
        lead = cast.supervisor("lea", night)

        sign_in(lead).post(url_of(asked), YES)

        moved = Case.objects.get(pk=case.pk)
        assert (moved.team, moved.worker) == (night, None)
        assert not Case.objects.visible_to(mo).filter(pk=case.pk).exists()
        assert Case.objects.visible_to(lead).filter(pk=case.pk).exists()


class TestGiving:
    def test_by_the_supervisor(self, cast: Cast, case: Case, ann: User, sign_in: SignIn) -> None:
        typed = {"worker": str(ann.pk), "kind": "primary"}
        url = reverse("cases:case_assign", args=[case.pk])

        answer = sign_in(cast.supervisor()).post(url, typed)

        assert answer.status_code == 302
        assert Case.objects.get(pk=case.pk).worker == ann

    def test_as_cover_through_a_day(
        self, cast: Cast, case: Case, mo: User, ann: User, sign_in: SignIn
    ) -> None:
        until = timezone.localdate() + dt.timedelta(days=3)
        typed = {"worker": str(ann.pk), "kind": "cover", "until": until.isoformat()}

        sign_in(cast.supervisor()).post(reverse("cases:case_assign", args=[case.pk]), typed)

        assert Case.objects.get(pk=case.pk).worker == mo
        grant = CaseGrant.objects.get(user=ann, kind=CaseGrant.Kind.COVER)
        assert timezone.localdate(grant.expires_at) == until + dt.timedelta(days=1)
        cover = Assignment.objects.get(case=case, kind="cover")
        assert (cover.worker, cover.ends_on) == (ann, until)

    @pytest.mark.parametrize("until", ["", "1999-01-01", "soon"])
    def test_cover_has_a_last_day(
        self, cast: Cast, case: Case, ann: User, sign_in: SignIn, until: str
    ) -> None:
        typed = {"worker": str(ann.pk), "kind": "cover", "until": until}

        url = reverse("cases:case_assign", args=[case.pk])
        answer = sign_in(cast.supervisor()).post(url, typed)

        assert "until" in answer.context["form"].errors

    def test_is_not_for_messengers(self, case: Case, mo: User, sign_in: SignIn) -> None:
        assert sign_in(mo).get(reverse("cases:case_assign", args=[case.pk])).status_code == 403

    def test_never_to_another_agency_s_people(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        hal = cast.messenger("hal", cast.hill_team)
        url = reverse("cases:case_assign", args=[case.pk])

        answer = sign_in(cast.supervisor()).post(url, {"worker": str(hal.pk), "kind": "primary"})

        assert "worker" in answer.context["form"].errors
        assert Case.objects.get(pk=case.pk).worker == mo


class TestMovingMany:
    def url(self, cast: Cast, who: User) -> str:
        role = who.memberships.get(team=cast.harbor_team)
        return reverse("cases:caseload_move", args=[role.pk])

    def test_gives_a_leaver_s_people_to_a_colleague(
        self, cast: Cast, mo: User, ann: User, sign_in: SignIn
    ) -> None:
        cases = [cast.case(mo) for _each in range(3)]
        typed = {"worker": str(ann.pk), "cases": [str(c.pk) for c in cases[:2]]}

        answer = sign_in(cast.supervisor()).post(self.url(cast, mo), typed)

        assert answer.status_code == 302
        workers = [Case.objects.get(pk=c.pk).worker for c in cases]
        assert workers == [ann, ann, mo]

    def test_says_whose_people_they_are(self, cast: Cast, mo: User, sign_in: SignIn) -> None:
        case = cast.case(mo)

        page = sign_in(cast.supervisor()).get(self.url(cast, mo)).content.decode()

        assert case.participant.called in page
        assert f"Move people of {mo.name}" in page

    def test_shows_loads_against_the_standard(
        self, cast: Cast, mo: User, ann: User, sign_in: SignIn
    ) -> None:
        cast.case(mo)

        page = sign_in(cast.supervisor()).get(reverse("cases:caseload_list")).content.decode()

        assert self.url(cast, mo) in page
        assert "Ann" in page
        assert self.url(cast, ann) not in page

    def test_is_for_who_leads_the_team(
        self, cast: Cast, case: Case, mo: User, sign_in: SignIn
    ) -> None:
        other = sign_in(cast.supervisor("hill", cast.hill_team))

        assert other.get(self.url(cast, mo)).status_code == 404
        assert sign_in(mo).get(self.url(cast, mo)).status_code == 403

    def test_moves_all_or_none(self, cast: Cast, mo: User, ann: User) -> None:
        cases = [cast.case(mo), cast.case(team=cast.hill_team)]

        with pytest.raises(WrongWorker):
            services.move_cases(cases=cases, worker=ann, by=cast.system)

        assert Case.objects.get(pk=cases[0].pk).worker == mo
