"""The roll of a session: sealed, each for themselves, and a check-in after several misses."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from cvi.accounts.models import User
from cvi.cases import attendance, services
from cvi.cases.errors import AlreadyInGroup, CaseClosed, WrongDay, WrongGroup
from cvi.cases.models import Attendance, Case, FollowUp, Group, GroupMember, GroupSession
from cvi.cases.services import GroupPlan, Mark, Sitting
from cvi.vault.errors import RecordSealed
from cvi.vault.keyring import open_ring
from cvi.vault.services import destroy_key
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
