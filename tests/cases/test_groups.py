"""Groups: who may join, sealed rolls, and a check-in after several misses in a row."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cvi.accounts import services as accounts
from cvi.accounts.models import User
from cvi.accounts.roles import Role
from cvi.accounts.services import Place
from cvi.audit.refusals import Unseen
from cvi.cases import attendance, services
from cvi.cases.access import open_group, open_session
from cvi.cases.errors import AlreadyAnswered, AlreadyInGroup, CaseClosed, WrongDay, WrongGroup
from cvi.cases.models import Attendance, Case, FollowUp, Group, GroupMember, GroupSession
from cvi.cases.services import GroupPlan, Mark, Sitting
from cvi.vault.errors import RecordSealed
from cvi.vault.keyring import open_ring
from cvi.vault.services import destroy_key
from tests.cast import Cast, SignIn

TODAY = timezone.localdate
NASTY = "Zoë 🕊️ \u202eמרחב <b>x</b>"


def ago(days: int) -> dt.date:
    return TODAY() - dt.timedelta(days=days)


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


def opened(case: Case) -> Case:
    Case.objects.filter(pk=case.pk).update(opened_on=ago(60))
    return Case.objects.with_people().get(pk=case.pk)


def started(cast: Cast, by: User, **changes: Any) -> Group:
    plan = GroupPlan(**{"kind": "cbt", "name": "Circle", "starts_on": ago(40), **changes})
    return services.start_group(team=cast.harbor_team, plan=plan, leads=[by], by=by)


def joined(group: Group, case: Case, by: User, days: int = 40) -> GroupMember:
    return services.join_group(group=group, case=case, joined_on=ago(days), by=by)


def held(group: Group, days: int, roll: dict[GroupMember, str], by: User) -> GroupSession:
    marks = {member: Mark(state) for member, state in roll.items()}
    what = {"held_on": ago(days), "sitting": Sitting(90), "roll": marks}
    return services.add_session(group=group, by=by, **what)


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
        with django_assert_num_queries(17):
            browser.get(url)
        one_more()
        one_more()
        browser.get(url)
        with django_assert_num_queries(17):
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


class TestRoll:
    def test_is_called_in_one_form(
        self, cast: Cast, case: Case, group: Group, mo: User, sign_in: SignIn
    ) -> None:
        member = joined(group, case, mo)
        other = joined(group, opened(cast.case(mo, name="Zora Else")), mo)
        url = reverse("cases:session_new", args=[group.pk])
        typed = {"held_on": ago(2).isoformat(), "status": "held", "minutes": "60"}
        typed |= {"topic": NASTY, f"state_{member.pk}": "late", f"note_{member.pk}": "Came in."}

        answer = sign_in(mo).post(url, typed | {f"state_{other.pk}": ""})

        row = Attendance.objects.get()
        assert answer.url == reverse("cases:group", args=[group.pk])
        assert (row.member, row.state, row.note) == (member, "late", "Came in.")
        assert GroupSession.objects.get().topic == NASTY

    def test_can_be_corrected_and_taken_back(
        self, case: Case, group: Group, mo: User, sign_in: SignIn
    ) -> None:
        member = joined(group, case, mo)
        session = held(group, 2, {member: "present"}, mo)
        url, browser = reverse("cases:session", args=[session.pk]), sign_in(mo)
        typed = {"status": "held", "minutes": "45", "topic": ""}

        browser.post(url, typed | {f"state_{member.pk}": "excused"})
        assert Attendance.objects.get().state == "excused"
        browser.post(url, typed | {f"state_{member.pk}": ""})

        assert not Attendance.objects.exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"held_on": ""},
            {"held_on": "2026-02-31"},
            {"held_on": (TODAY() + dt.timedelta(days=1)).isoformat()},
            {"held_on": ago(41).isoformat()},
            {"held_on": ago(20).isoformat()},
            {"minutes": "0"},
            {"minutes": "many"},
            {"status": "perhaps"},
            {"topic": "x" * 10_000},
            {"state": "dancing"},
            {"note": "nul\x00"},
            {"state": "", "note": "A note without an answer"},
        ],
    )
    def test_bad_input_is_kept_and_saves_nothing(
        self, case: Case, group: Group, mo: User, sign_in: SignIn, wrong: dict[str, str]
    ) -> None:
        member = joined(group, case, mo, days=10)
        typed = {"held_on": ago(1).isoformat(), "status": "held", "minutes": "60"}
        typed |= {"topic": "Kept words", "state": "present", "note": "Kept, too", **wrong}
        for name in ("state", "note"):
            typed[f"{name}_{member.pk}"] = typed.pop(name)

        answer = sign_in(mo).post(reverse("cases:session_new", args=[group.pk]), typed)

        assert answer.context["form"].errors
        assert "Kept" in answer.content.decode() or "A note without" in answer.content.decode()
        assert not GroupSession.objects.exists()

    def test_never_shows_or_counts_whose_case_one_does_not_see(
        self, cast: Cast, case: Case, group: Group, mo: User, sue: User, sign_in: SignIn
    ) -> None:
        may = cast.messenger("may")
        mine, hers = (
            joined(group, case, mo),
            joined(group, opened(cast.case(may, name="Zora")), may),
        )
        session = held(group, 2, {mine: "present"}, mo)
        services.change_session(
            session=session, sitting=Sitting(90), roll={hers: Mark("absent", "SECRET")}, by=may
        )
        urls = [
            reverse("cases:group", args=[group.pk]),
            reverse("cases:session", args=[session.pk]),
            reverse("cases:session_new", args=[group.pk]),
        ]

        seen = "".join(sign_in(mo).get(url).content.decode() for url in urls)

        assert str(mine.pk) in seen
        assert case.participant.called in seen
        assert not any(word in seen for word in (str(hers.pk), "Zora", "SECRET"))
        assert "Zora" in sign_in(sue).get(urls[1]).content.decode()

    def test_of_a_colleague_stays_when_one_saves_one_s_own(
        self, cast: Cast, case: Case, group: Group, mo: User, sign_in: SignIn
    ) -> None:
        may = cast.messenger("may")
        mine, hers = joined(group, case, mo), joined(group, opened(cast.case(may)), may)
        session = held(group, 2, {hers: "present"}, may)
        typed = {"status": "held", "minutes": "45", f"state_{mine.pk}": "late"}

        sign_in(mo).post(
            reverse("cases:session", args=[session.pk]), typed | {f"state_{hers.pk}": "absent"}
        )

        assert Attendance.objects.get(member=hers).state == "present"
        assert Attendance.objects.get(member=mine).state == "late"

    def test_of_a_session_that_was_cancelled_is_empty(
        self, case: Case, group: Group, mo: User
    ) -> None:
        session = held(group, 2, {joined(group, case, mo): "present"}, mo)

        services.change_session(session=session, sitting=Sitting(90, "", "cancelled"), by=mo)

        assert not Attendance.objects.exists()

    def test_a_session_to_come_can_be_cancelled_but_not_held(
        self, cast: Cast, group: Group, mo: User
    ) -> None:
        what = {"group": group, "held_on": ago(-7), "by": mo}
        with pytest.raises(WrongDay):
            services.add_session(sitting=Sitting(90), **what)

        session = services.add_session(sitting=Sitting(90, "", "cancelled"), **what)

        with pytest.raises(WrongDay):
            services.change_session(session=session, sitting=Sitting(90), by=mo)
        far = {"held_on": ago(-400), "sitting": Sitting(90, "", "cancelled")}
        with pytest.raises(WrongDay):
            services.add_session(group=group, by=mo, **far)

    def test_is_of_members_of_the_day_with_an_open_case(
        self, cast: Cast, case: Case, group: Group, mo: User
    ) -> None:
        late = joined(group, case, mo, days=5)
        elsewhere = joined(started(cast, mo), opened(cast.case(mo)), mo)
        with pytest.raises(WrongDay):
            held(group, 6, {late: "present"}, mo)
        with pytest.raises(WrongGroup):
            held(group, 4, {elsewhere: "present"}, mo)
        services.close_case(case=case, status="closed", closed_on=TODAY(), by=mo)
        late.refresh_from_db()
        with pytest.raises(CaseClosed):
            held(group, 4, {late: "present"}, mo)
        assert not Attendance.objects.exists()

    def test_counts_someone_once_after_two_files_were_merged(
        self, cast: Cast, case: Case, group: Group, mo: User
    ) -> None:
        twin = opened(cast.case(mo))
        first, second = joined(group, case, mo), joined(group, twin, mo)
        session = held(group, 9, {first: "present", second: "present"}, mo)
        other = held(group, 2, {second: "present"}, mo)
        services.close_case(case=twin, status="closed", closed_on=TODAY(), by=mo)

        services.merge_people(keep=case.participant, drop=twin.participant, by=cast.system)

        tally = attendance.tally_of([first, second])
        assert (tally.came, tally.asked) == (2, 2)
        first = GroupMember.objects.select_related("case__participant").get(pk=first.pk)
        roll = {first: Mark("present")}
        with pytest.raises(AlreadyInGroup):
            services.change_session(session=other, sitting=Sitting(90), roll=roll, by=mo)
        assert session.pk != other.pk

    def test_days_of_a_group_stay_around_its_sessions(self, group: Group, mo: User) -> None:
        held(group, 9, {}, mo)
        for days in ({"starts_on": ago(8)}, {"ends_on": ago(10)}):
            plan = GroupPlan(**{"kind": "cbt", "name": "C", "starts_on": ago(40), **days})
            with pytest.raises(WrongDay):
                services.change_group(group=group, plan=plan, by=mo)


class TestSeal:
    def test_no_answer_can_be_read_in_the_database(
        self, case: Case, group: Group, mo: User
    ) -> None:
        session = held(group, 2, {joined(group, case, mo): "present"}, mo)
        services.change_session(session=session, sitting=Sitting(60, "Anger"), by=mo)
        lengths = set()
        for table in ("cases_attendance", "cases_historicalattendance"):
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT state, note FROM {table}")  # noqa: S608  our own table
                for row in cursor.fetchall():
                    assert not any(b"present" in bytes(value) for value in row)
                    lengths.add(len(bytes(row[0])))
        assert len(lengths) == 1

    def test_who_is_destroyed_takes_their_answers_along_and_nobody_else_s(
        self, cast: Cast, case: Case, group: Group, mo: User
    ) -> None:
        twin = opened(cast.case(mo, name="Zora Else"))
        first, second = joined(group, case, mo), joined(group, twin, mo)
        held(group, 2, {first: "present", second: "late"}, mo)

        destroy_key(key=case.participant.key)

        with open_ring(None):
            assert Attendance.objects.get(member=second).state == "late"
            assert Group.objects.get().name == "Circle"
            with pytest.raises(RecordSealed):
                _ = Attendance.objects.get(member=first).state


class TestMisses:
    def test_in_a_row_open_a_check_in_once(self, case: Case, group: Group, mo: User) -> None:
        member = joined(group, case, mo)
        held(group, 9, {member: "absent"}, mo)
        held(group, 8, {member: "excused"}, mo)
        assert not FollowUp.objects.exists()

        session = held(group, 7, {member: "absent"}, mo)
        roll = {member: Mark("absent", "No answer")}
        services.change_session(session=session, sitting=Sitting(90), roll=roll, by=mo)

        asked = FollowUp.objects.get()
        assert (asked.case, asked.kind, asked.due_on) == (case, "check_in", TODAY())
        assert asked.about == "Missed 2 group sessions in a row"

    def test_are_counted_anew_after_someone_came(self, case: Case, group: Group, mo: User) -> None:
        member = joined(group, case, mo)
        for days, state in ((9, "absent"), (8, "late"), (7, "absent")):
            held(group, days, {member: state}, mo)

        assert not FollowUp.objects.exists()

    def test_stand_on_the_worker_s_today(
        self, case: Case, group: Group, mo: User, sign_in: SignIn
    ) -> None:
        member = joined(group, case, mo)
        for days in (9, 8):
            held(group, days, {member: "absent"}, mo)

        assert "Missed 2 group sessions" in sign_in(mo).get("/today/").content.decode()


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
