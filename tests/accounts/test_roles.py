"""Which role someone acts in, which roles go together, and which need a second person."""

import datetime as dt
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cvi.accounts import services
from cvi.accounts.errors import AcrossFirewall, AlreadyHeld, NotOneself, PlaceDoesNotFit
from cvi.accounts.models import Membership, Team, User
from cvi.accounts.roles import ROLES, Role
from cvi.accounts.services import Place
from cvi.audit.models import AuditEvent
from tests.cast import Cast, SignIn

CHOOSE = "/accounts/roles/choose/"


def also(cast: Cast, user: User, role: Role, team: Team) -> Membership:
    """Give a user another role in a team."""
    place = Place(team.agency, team)
    return services.give_role(user=user, role=role, place=place, by=cast.system)


def two_agencies(cast: Cast) -> tuple[User, Membership, Membership]:
    sue = cast.supervisor()
    second = also(cast, sue, Role.SUPERVISOR, cast.hill_team)
    return sue, sue.memberships.get(agency=cast.harbor), second


def choose(browser: Client, membership: Membership) -> Any:
    return browser.post(CHOOSE, {"role": membership.pk})


class TestRoleChoose:
    def test_is_asked_before_anything_is_shown(self, cast: Cast, sign_in: SignIn) -> None:
        sue, *_roles = two_agencies(cast)

        assert sign_in(sue).get("/people/").url == CHOOSE

    def test_is_not_asked_of_who_holds_one(self, cast: Cast, sign_in: SignIn) -> None:
        assert sign_in(cast.supervisor()).get("/people/").status_code == 200

    def test_shows_one_agency_at_a_time(self, cast: Cast, sign_in: SignIn) -> None:
        sue, harbor, hill = two_agencies(cast)
        cast.case(name="Zedd Harborperson")
        cast.case(team=cast.hill_team, name="Yann Hillperson")
        browser = sign_in(sue)

        choose(browser, harbor)
        first = browser.get("/people/").content.decode()
        choose(browser, hill)
        second = browser.get("/people/").content.decode()

        assert ("Zedd Harborperson" in first, "Yann Hillperson" in first) == (True, False)
        assert ("Zedd Harborperson" in second, "Yann Hillperson" in second) == (False, True)

    def test_shuts_the_single_pages_of_the_other_agency(self, cast: Cast, sign_in: SignIn) -> None:
        sue, harbor, _hill = two_agencies(cast)
        there = cast.case(team=cast.hill_team).participant
        browser = sign_in(sue)
        choose(browser, harbor)

        assert browser.get(f"/people/{there.pk}/").status_code == 404

    def test_lets_each_role_do_only_its_own(self, cast: Cast, sign_in: SignIn) -> None:
        ana = cast.user("ana", Role.ADMINISTRATOR, cast.harbor)
        messenger = also(cast, ana, Role.MESSENGER, cast.harbor_team)
        browser = sign_in(ana)

        choose(browser, messenger)

        assert browser.get("/accounts/staff/").status_code == 403
        assert browser.get("/today/").status_code == 200

    def test_takes_no_role_of_somebody_else(self, cast: Cast, sign_in: SignIn) -> None:
        sue, *_roles = two_agencies(cast)
        stranger = cast.messenger().memberships.get()
        browser = sign_in(sue)

        answer = choose(browser, stranger)

        assert answer.status_code == 200
        assert "acting" not in browser.session

    def test_falls_back_to_the_only_role_when_the_chosen_one_ends(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        sue, harbor, hill = two_agencies(cast)
        case = cast.case(team=cast.hill_team)
        browser = sign_in(sue)
        choose(browser, hill)
        assert browser.get(f"/people/{case.participant_id}/").status_code == 200

        services.end_role(membership=hill, by=cast.system)

        assert browser.get(f"/people/{case.participant_id}/").status_code == 404
        assert browser.get("/people/").context["agency_name"] == harbor.agency.name

    def test_is_on_the_trail_and_every_later_line_names_the_role(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        sue, harbor, _hill = two_agencies(cast)
        browser = sign_in(sue)

        choose(browser, harbor)
        browser.get("/people/")

        chosen = AuditEvent.objects.get(action="role_chosen")
        assert (chosen.actor_id, chosen.object_id) == (sue.pk, harbor.pk)
        assert AuditEvent.objects.get(action="listed").role == Role.SUPERVISOR

    def test_offers_a_role_in_two_teams_of_an_agency_once(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        sue = cast.supervisor()
        night = services.set_up_team(
            agency=cast.harbor, program="outreach", name="Harbor night team", by=cast.system
        )
        also(cast, sue, Role.SUPERVISOR, night)
        cast.case(name="Zedd Dayperson")
        cast.case(team=night, name="Yann Nightperson")

        text = sign_in(sue).get("/people/").content.decode()

        assert "Zedd Dayperson" in text
        assert "Yann Nightperson" in text


class TestGivingRoles:
    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ((Role.HOSPITAL_SPECIALIST, "mercy_team"), (Role.GVI_COORDINATOR, "gvi_team")),
            ((Role.SUPERVISOR, "gvi_team"), (Role.CLINICIAN, "mercy_team")),
            ((Role.PROVIDER, "hill_team"), (Role.MESSENGER, "harbor_team")),
            ((Role.REENTRY_COORDINATOR, "reentry_team"), (Role.PROVIDER, "hill_team")),
        ],
    )
    def test_never_crosses_a_firewall(self, cast: Cast, first: Any, second: Any) -> None:
        user = cast.user("both", first[0], getattr(cast, first[1]))

        with pytest.raises(AcrossFirewall):
            also(cast, user, second[0], getattr(cast, second[1]))

        assert user.memberships.count() == 1

    def test_crosses_it_once_the_first_has_ended(self, cast: Cast) -> None:
        hana = cast.specialist()
        services.end_role(membership=hana.memberships.get(), by=cast.system)

        assert also(cast, hana, Role.GVI_COORDINATOR, cast.gvi_team).pk

    def test_gives_none_twice(self, cast: Cast) -> None:
        mo = cast.messenger()

        with pytest.raises(AlreadyHeld):
            also(cast, mo, Role.MESSENGER, cast.harbor_team)

    def test_asks_whether_the_role_fits_the_place(self, cast: Cast) -> None:
        with pytest.raises(PlaceDoesNotFit):
            also(cast, cast.messenger(), Role.GVI_COORDINATOR, cast.harbor_team)

    def test_is_never_for_oneself(self, cast: Cast) -> None:
        adam = cast.administrator()

        with pytest.raises(NotOneself):
            services.give_role(user=adam, role=Role.AUDITOR, place=Place(cast.ovp), by=adam)


class TestSecondPerson:
    def given(self, cast: Cast, adam: User) -> Membership:
        pia = cast.manager("pia")
        place = Place(cast.ovp)
        return services.give_role(user=pia, role=Role.PRIVACY_OFFICER, place=place, by=adam)

    def test_is_needed_before_the_role_counts(self, cast: Cast, sign_in: SignIn) -> None:
        role = self.given(cast, cast.administrator())

        assert not role.is_approved
        assert sign_in(role.user).get("/reports/trail/").status_code == 403

    def test_is_neither_who_gave_it_nor_who_holds_it(self, cast: Cast) -> None:
        adam = cast.administrator()
        role = self.given(cast, adam)

        for by in (adam, role.user):
            with pytest.raises(NotOneself):
                services.approve_role(membership=role, by=by)

    def test_finds_it_on_a_page_and_approves(self, cast: Cast, sign_in: SignIn) -> None:
        role = self.given(cast, cast.administrator())
        browser = sign_in(cast.administrator("eve"))
        assert role.user.name in browser.get("/accounts/roles/").content.decode()

        answer = browser.post(reverse("accounts:role_approve", args=[role.pk]), follow=True)

        role.refresh_from_db()
        assert role.is_approved
        assert "Role approved" in answer.content.decode()

    def test_told_no_by_the_page_when_it_is_no_second_person(
        self, cast: Cast, sign_in: SignIn
    ) -> None:
        adam = cast.administrator()
        role = self.given(cast, adam)

        answer = sign_in(adam).post(reverse("accounts:role_approve", args=[role.pk]), follow=True)

        role.refresh_from_db()
        assert not role.is_approved
        assert "Someone else must approve" in answer.content.decode()

    def test_is_whoever_runs_the_server_while_there_is_no_other(
        self, cast: Cast, capsys: Any
    ) -> None:
        role = self.given(cast, cast.administrator())

        call_command("approve_role", role.user.username)

        role.refresh_from_db()
        assert role.is_approved
        assert "Privacy officer" in capsys.readouterr().out
        with pytest.raises(CommandError):
            call_command("approve_role", role.user.username)

    def test_is_not_asked_for_casework(self, cast: Cast) -> None:
        zora = services.add_user(username="zora", name="Zora", by=cast.system)
        place = Place(cast.harbor, cast.harbor_team)

        role = services.give_role(
            user=zora, role=Role.MESSENGER, place=place, by=cast.administrator()
        )

        assert role.is_approved


class TestStaffRoles:
    def post_to(self, user: User) -> str:
        return reverse("accounts:staff_roles", args=[user.pk])

    def typed(self, cast: Cast, **changes: Any) -> dict[str, Any]:
        return {"role": "supervisor", "place": cast.harbor_team.pk, "ends_on": "", **changes}

    def test_gives_a_role_until_a_day(self, cast: Cast, sign_in: SignIn) -> None:
        mo, soon = cast.messenger(), timezone.localdate() + dt.timedelta(days=30)

        sign_in(cast.administrator()).post(
            self.post_to(mo), self.typed(cast, ends_on=soon.isoformat())
        )

        role = mo.memberships.get(role=Role.SUPERVISOR)
        assert role.ends_on == soon

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"role": ""}, "required"),
            ({"ends_on": "2020-01-01"}, "in the past"),
            ({"role": "messenger"}, "holds this role there already"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, cast: Cast, sign_in: SignIn, changes: dict[str, Any], words: str
    ) -> None:
        mo = cast.messenger()

        answer = sign_in(cast.administrator()).post(self.post_to(mo), self.typed(cast, **changes))

        assert words in answer.content.decode()
        assert answer.context["form"]["place"].value() == str(cast.harbor_team.pk)
        assert mo.memberships.count() == 1

    def test_ends_a_role_at_once(self, cast: Cast, sign_in: SignIn) -> None:
        sue = cast.supervisor()
        cast.case()
        phone = sign_in(sue)
        assert phone.get("/people/").status_code == 200

        role = sue.memberships.get()
        sign_in(cast.administrator()).post(reverse("accounts:role_end", args=[role.pk]))

        assert phone.get("/people/").status_code == 403

    def test_is_not_for_ones_own_roles(self, cast: Cast, sign_in: SignIn) -> None:
        adam = cast.administrator()
        role = adam.memberships.get()

        answer = sign_in(adam).post(reverse("accounts:role_end", args=[role.pk]))

        assert answer.status_code == 404
        assert not User.objects.get(pk=adam.pk).memberships.filter(ends_on__isnull=False).exists()

    def test_is_out_of_reach_of_another_agency(self, cast: Cast, sign_in: SignIn) -> None:
        own = sign_in(cast.user("ana", Role.ADMINISTRATOR, cast.harbor))
        hal = cast.messenger("hal", team=cast.hill_team)
        role = hal.memberships.get()

        assert own.get(self.post_to(hal)).status_code == 404
        assert own.post(reverse("accounts:role_end", args=[role.pk])).status_code == 404


def test_no_role_is_for_police() -> None:
    assert not any(
        word in f"{role.value} {role.label} {ROLES[role].about}".lower()
        for role in Role
        for word in ("police", "officer of", "prosecutor", "probation", "sheriff", "liaison")
        if role != Role.GVI_COORDINATOR  # who is kept apart from police, and says so
    )
    assert "apart from police" in str(ROLES[Role.GVI_COORDINATOR].about)


def test_a_role_that_is_not_waiting_is_approved_by_nobody(cast: Cast, sign_in: SignIn) -> None:
    settled = cast.messenger().memberships.get()

    answer = sign_in(cast.officer()).post(reverse("accounts:role_approve", args=[settled.pk]))

    assert answer.status_code == 404
