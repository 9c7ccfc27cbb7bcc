"""Groups: who may open, join and leave one, and what a plan shows of it."""

from typing import Any

import pytest
from django.urls import reverse

from cvi.accounts import services as accounts
from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.accounts.services import Place
from cvi.audit.refusals import Unseen
from cvi.cases import services
from cvi.cases.access import open_group, open_session
from cvi.cases.errors import AlreadyAnswered, AlreadyInGroup, CaseClosed, WrongDay, WrongGroup
from cvi.cases.models import Attendance, Case, Group, GroupMember, GroupSession
from cvi.cases.services import Mark, Sitting
from tests.cases.circle import NASTY, TODAY, ago, held, joined, opened, started
from tests.cast import Cast, SignIn


@pytest.fixture
def mo(cast: Cast) -> User:
    return cast.messenger()


@pytest.fixture
def sue(cast: Cast) -> User:
    return cast.supervisor()


@pytest.fixture
def case(cast: Cast, mo: User) -> Case:
    return opened(cast.case(mo))


@pytest.fixture
def group(cast: Cast, mo: User) -> Group:
    return started(cast, mo)


class TestDoor:
    def test_opens_to_every_worker_of_the_team(self, group: Group, sue: User) -> None:
        assert open_group(sue, group.pk) == group

    def test_is_shut_to_others(self, cast: Cast, group: Group, mo: User) -> None:
        session = held(group, 1, {}, mo)
        others = (cast.messenger("hal", cast.hill_team), cast.manager(), cast.system)

        for other in others:
            with pytest.raises(Unseen):
                open_group(other, group.pk)
            with pytest.raises(Unseen):
                open_session(other, session.pk)

    def test_shows_nothing_to_who_was_deactivated(self, group: Group, mo: User) -> None:
        held(group, 1, {}, mo)
        mo.is_active = False

        assert not Group.objects.visible_to(mo).exists()
        assert not GroupSession.objects.visible_to(mo).exists()


class TestPages:
    def test_strangers_get_404_wrong_roles_403_and_the_signed_out_sign_in(
        self, cast: Cast, group: Group, case: Case, mo: User, sign_in: SignIn, client: Any
    ) -> None:
        member = joined(group, case, mo)
        session = held(group, 1, {member: "present"}, mo)
        urls = [
            reverse("cases:group", args=[group.pk]),
            reverse("cases:group_change", args=[group.pk]),
            reverse("cases:session_new", args=[group.pk]),
            reverse("cases:session", args=[session.pk]),
            reverse("cases:member_new", args=[case.pk]),
            reverse("cases:member_leave", args=[member.pk]),
        ]
        stranger = sign_in(cast.messenger("hal", cast.hill_team))
        provider = sign_in(cast.user("pia", Role.PROVIDER, cast.harbor_team))

        assert {stranger.get(url).status_code for url in urls} == {404}
        assert {provider.get(url).status_code for url in urls} == {404}
        assert provider.get(reverse("cases:group_list")).status_code == 403
        assert {client.get(url).status_code for url in urls} == {302}

    def test_a_group_is_started_changed_and_ended(
        self, cast: Cast, mo: User, sign_in: SignIn
    ) -> None:
        browser, url = sign_in(mo), reverse("cases:group_new")
        typed = {"kind": "elders_circle", "name": NASTY, "leads": [str(mo.pk)]}
        typed |= {"starts_on": ago(9).isoformat(), "planned_sessions": "12"}

        browser.post(url, typed)
        group = Group.objects.get()
        changed = {**typed, "leads": [], "ends_on": ago(1).isoformat()}
        browser.post(reverse("cases:group_change", args=[group.pk]), changed)

        group.refresh_from_db()
        page = browser.get(reverse("cases:group_list")).content.decode()
        assert (group.name, group.planned_sessions, group.has_ended) == (NASTY, 12, True)
        assert not group.leads.exists()
        assert "No group is running now." in page

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": ""},
            {"name": "x" * 10_000},
            {"name": "nul\x00"},
            {"kind": "unheard_of"},
            {"starts_on": "2026-02-31"},
            {"starts_on": "1926-01-01"},
            {"ends_on": "1999-01-01"},
            {"ends_on": "2999-01-01"},
            {"planned_sessions": "-1"},
            {"leads": ["nobody"]},
        ],
    )
    def test_bad_input_is_kept_and_saves_nothing(
        self, cast: Cast, mo: User, sign_in: SignIn, wrong: dict[str, Any]
    ) -> None:
        typed = {"kind": "cbt", "name": "Circle", "starts_on": ago(9).isoformat()}

        answer = sign_in(mo).post(
            reverse("cases:group_new"), {**typed, "curriculum": "Kept words", **wrong}
        )

        assert answer.context["form"].errors
        assert "Kept words" in answer.content.decode()
        assert not Group.objects.exists()

    def test_a_worker_of_two_teams_chooses_one(self, cast: Cast, mo: User, sign_in: SignIn) -> None:
        night = cast.harbor_night_team()
        place = Place(night.agency, night)
        accounts.give_role(user=mo, role=Role.MESSENGER, place=place, by=cast.system)
        url = f"{reverse('cases:group_new')}?team={night.pk}"

        page = sign_in(mo).get(reverse("cases:group_new")).content.decode()
        typed = {"kind": "cbt", "name": "Night", "starts_on": TODAY().isoformat()}
        sign_in(mo).post(url, typed)

        assert f"?team={night.pk}" in page
        assert Group.objects.get().team == night

    def test_the_group_page_asks_as_many_queries_for_many_as_for_one(
        self, cast: Cast, group: Group, mo: User, sign_in: SignIn, django_assert_num_queries: Any
    ) -> None:
        url = reverse("cases:group", args=[group.pk])

        def one_more() -> None:
            member = joined(group, opened(cast.case(mo)), mo)
            session = GroupSession.objects.first()
            if session is None:
                held(group, 1, {member: "present"}, mo)
            else:
                roll = {member: Mark("late")}
                services.change_session(session=session, sitting=Sitting(9), roll=roll, by=mo)

        one_more()
        browser = sign_in(mo)
        browser.get(url)
        with django_assert_num_queries(18):
            browser.get(url)
        one_more()
        one_more()
        browser.get(url)
        with django_assert_num_queries(18):
            browser.get(url)


class TestJoining:
    def test_is_done_from_the_plan(
        self, case: Case, group: Group, mo: User, sign_in: SignIn
    ) -> None:
        browser, url = sign_in(mo), reverse("cases:member_new", args=[case.pk])
        assert url in browser.get(f"/people/{case.participant_id}/plan/").content.decode()

        answer = browser.post(url, {"group": group.pk, "joined_on": ago(3).isoformat()})

        assert answer.url == reverse("desk:plan", args=[case.participant_id])
        assert GroupMember.objects.get().joined_on == ago(3)

    def test_needs_an_open_case_of_the_program_and_a_day_within_it(
        self, cast: Cast, case: Case, group: Group, mo: User
    ) -> None:
        other = cast.case(team=cast.mercy_team)
        with pytest.raises(WrongGroup):
            joined(group, other, mo, days=0)
        with pytest.raises(WrongDay):
            joined(group, case, mo, days=61)
        with pytest.raises(WrongDay):
            joined(group, case, mo, days=-1)
        services.close_case(case=case, status="closed", closed_on=TODAY(), by=mo)
        with pytest.raises(CaseClosed):
            joined(group, case, mo)

    def test_happens_once_and_again_only_after_leaving(
        self, case: Case, group: Group, mo: User
    ) -> None:
        member = joined(group, case, mo)
        with pytest.raises(AlreadyInGroup):
            joined(group, case, mo, days=0)

        services.leave_group(member=member, left_on=ago(5), why_left="stopped", by=mo)

        with pytest.raises(AlreadyInGroup):
            joined(group, case, mo, days=5)
        assert joined(group, case, mo, days=4).pk != member.pk

    def test_is_refused_for_a_group_that_is_over(self, cast: Cast, case: Case, mo: User) -> None:
        with pytest.raises(WrongGroup):
            joined(started(cast, mo, ends_on=ago(2)), case, mo)


class TestLeaving:
    def test_keeps_the_day_and_why(
        self, case: Case, group: Group, mo: User, sign_in: SignIn
    ) -> None:
        member = joined(group, case, mo)
        url = reverse("cases:member_leave", args=[member.pk])

        sign_in(mo).post(url, {"why_left": "finished", "left_on": TODAY().isoformat()})

        member.refresh_from_db()
        assert (member.left_on, member.why_left) == (TODAY(), "finished")
        with pytest.raises(AlreadyAnswered):
            services.leave_group(member=member, left_on=TODAY(), why_left="other", by=mo)

    def test_is_never_before_joining_after_today_or_before_a_session_they_are_on(
        self, case: Case, group: Group, mo: User, sign_in: SignIn
    ) -> None:
        member = joined(group, case, mo, days=30)
        held(group, 3, {member: "present"}, mo)
        url = reverse("cases:member_leave", args=[member.pk])

        for day in (31, -1, 4):
            typed = {"why_left": "finished", "left_on": ago(day).isoformat()}
            assert sign_in(mo).post(url, typed).context["form"].errors

        member.refresh_from_db()
        assert member.left_on is None

    def test_comes_with_the_end_of_the_case(self, case: Case, group: Group, mo: User) -> None:
        member = joined(group, case, mo)

        services.close_case(case=case, status="closed", closed_on=TODAY(), by=mo)

        member.refresh_from_db()
        assert (member.left_on, member.why_left) == (TODAY(), "case_closed")


class TestPlan:
    def test_shows_how_often_someone_came_and_the_timeline_each_session(
        self, case: Case, group: Group, mo: User, sign_in: SignIn
    ) -> None:
        member = joined(group, case, mo)
        for days, state in ((9, "present"), (8, "late"), (7, "absent")):
            held(group, days, {member: state}, mo)
        browser, person = sign_in(mo), case.participant_id

        plan = browser.get(reverse("desk:plan", args=[person])).content.decode()
        past = browser.get(reverse("desk:participant", args=[person])).content.decode()

        assert "2 of 3 sessions" in plan
        assert reverse("cases:group", args=[group.pk]) in plan
        assert "CBT skills: Late" in past

    def test_of_a_lent_case_names_the_kind_and_opens_no_group(
        self, cast: Cast, case: Case, group: Group, mo: User, sign_in: SignIn
    ) -> None:
        joined(group, case, mo)
        lent = cast.messenger("nan", cast.harbor_night_team())
        cast.lend(case, lent)

        plan = sign_in(lent).get(reverse("desk:plan", args=[case.participant_id])).content.decode()

        assert "CBT skills" in plan
        assert reverse("cases:group", args=[group.pk]) not in plan
        assert "They left" not in plan

    def test_each_write_leaves_its_line(self, case: Case, group: Group, mo: User) -> None:
        member = joined(group, case, mo)
        held(group, 2, {member: "present"}, mo)

        row = Attendance.objects.get()
        assert row.history.count() == 1
        assert row.subject_id == case.participant_id
