"""The settings pages of agencies, zones, sites and teams: who keeps which, what closing does."""

import pytest
from django.urls import reverse

from cvi.accounts import services
from cvi.accounts.errors import NameTaken, PlaceInUse
from cvi.accounts.models import Agency, Membership, Program, Site, Team, Zone
from cvi.accounts.roles import Role
from cvi.audit.models import AuditEvent
from cvi.cases.services import close_case


def url(name, *args):
    return reverse(f"accounts:place_{name}", args=args)


@pytest.fixture
def office(cast, sign_in):
    return sign_in(cast.administrator())


@pytest.fixture
def harbor(cast, sign_in):
    return sign_in(cast.user("harbor-admin", Role.ADMINISTRATOR, cast.harbor))


class TestWho:
    @pytest.mark.parametrize("kind", ["agencies", "zones", "sites", "teams"])
    def test_the_office_keeps_every_kind(self, office, kind):
        assert office.get(url("list", kind)).status_code == 200
        assert office.get(url("add", kind)).status_code == 200

    @pytest.mark.parametrize(
        ("kind", "status"), [("agencies", 403), ("zones", 403), ("teams", 200)]
    )
    def test_an_agency_keeps_its_own_sites_and_teams(self, harbor, kind, status):
        assert harbor.get(url("list", kind)).status_code == status

    def test_an_agency_does_not_reach_the_teams_of_another(self, harbor, cast):
        listed = harbor.get(url("list", "teams")).context["places"]
        change = harbor.get(url("change", "teams", cast.hill_team.pk))
        close = harbor.get(reverse("desk:team_close", args=[cast.hill_team.pk]))

        assert {team.agency for team in listed} == {cast.harbor}
        assert (change.status_code, close.status_code) == (404, 404)

    @pytest.mark.parametrize("who", ["messenger", "supervisor", "manager", "auditor"])
    def test_no_other_role_opens_them(self, cast, sign_in, who):
        answer = sign_in(getattr(cast, who)()).get(url("list", "teams"))

        assert answer.status_code == 403

    def test_they_are_behind_the_sign_in(self, client, db):
        assert client.get(url("list", "teams")).status_code == 302

    def test_there_is_no_other_kind(self, office):
        assert office.get(url("list", "planets")).status_code == 404


class TestAdd:
    def test_a_team_with_a_site(self, office, cast):
        office.post(
            url("add", "sites"),
            {"agency": cast.harbor.pk, "name": "Pier office", "address": "1 Pier"},
        )
        sent = {"agency": cast.harbor.pk, "program": "outreach", "name": "Pier team"}
        office.post(url("add", "teams"), sent | {"site": Site.objects.get().pk})

        team = Team.objects.get(name="Pier team")
        assert (team.agency, team.site.address) == (cast.harbor, "1 Pier")
        assert AuditEvent.objects.filter(reason="agency_set_up", subject_id=None).exists()

    def test_a_site_of_another_agency_is_refused(self, office, cast):
        site = services.set_up_site(agency=cast.hill, name="Hill office", by=cast.system)
        sent = {"agency": cast.harbor.pk, "program": "outreach", "name": "Pier team"}

        answer = office.post(url("add", "teams"), sent | {"site": site.pk})

        assert "site" in answer.context["form"].errors
        assert not Team.objects.filter(name="Pier team").exists()

    @pytest.mark.parametrize("name", ["", "x" * 10_000, "a\x00b", "  "])
    def test_a_name_that_is_none_is_refused(self, office, name):
        zones = Zone.objects.count()

        answer = office.post(url("add", "zones"), {"name": name})

        assert "name" in answer.context["form"].errors
        assert Zone.objects.count() == zones

    def test_a_name_is_given_once(self, office, cast):
        answer = office.post(url("add", "zones"), {"name": cast.zone.name.upper()})

        assert "already" in str(answer.context["form"].errors)
        assert Zone.objects.count() == 1

    def test_an_agency_may_call_its_team_as_another_does(self, cast):
        team = services.set_up_team(
            agency=cast.hill,
            program=Program.OUTREACH,
            name=cast.harbor_team.name,
            by=cast.system,
        )

        with pytest.raises(NameTaken):
            services.change_place(place=team, values={"name": cast.hill_team.name}, by=cast.system)


class TestChange:
    def test_a_new_name_leaves_a_line(self, office, cast):
        office.post(url("change", "zones", cast.zone.pk), {"name": "🏠 Riverside"})

        cast.zone.refresh_from_db()
        assert cast.zone.name == "🏠 Riverside"
        assert AuditEvent.objects.filter(reason="place_changed").count() == 1

    def test_the_program_of_a_team_stays(self, office, cast):
        sent = {"name": "Harbor team", "program": "gvi", "agency": cast.hill.pk}

        office.post(url("change", "teams", cast.harbor_team.pk), sent)

        cast.harbor_team.refresh_from_db()
        assert (cast.harbor_team.program, cast.harbor_team.agency) == ("outreach", cast.harbor)


class TestClose:
    def close(self, browser, team):
        return browser.post(reverse("desk:team_close", args=[team.pk]), follow=True)

    def test_a_team_with_open_cases_stays_open_and_says_why(self, office, cast):
        cast.case()

        shown = office.get(reverse("desk:team_close", args=[cast.harbor_team.pk]))
        answer = self.close(office, cast.harbor_team)

        cast.harbor_team.refresh_from_db()
        assert shown.context["standing"].cases == 1
        assert "open work" in answer.content.decode()
        assert cast.harbor_team.closed_on is None

    def test_a_team_without_closes_and_its_roles_end(self, office, cast):
        mo = cast.messenger()
        case = cast.case()
        close_case(case=case, status="closed", closed_on=case.opened_on, by=cast.system)

        self.close(office, cast.harbor_team)

        cast.harbor_team.refresh_from_db()
        assert cast.harbor_team.closed_on is not None
        assert not Membership.objects.live().filter(user=mo).exists()
        assert AuditEvent.objects.filter(reason="place_closed").count() == 1

    def test_it_closes_at_the_desk_only(self, office, cast):
        answer = office.post(url("close", "teams", cast.harbor_team.pk))

        assert answer.status_code == 404

    def test_what_is_closed_is_offered_nowhere(self, office, cast):
        self.close(office, cast.hill_team)

        places = office.get(reverse("accounts:staff_invite")).context["form"].places
        assert cast.hill_team.pk not in places
        assert cast.harbor_team.pk in places

    def test_a_zone_that_closed_stays_with_who_lives_there(self, cast):
        services.close_place(place=cast.zone, by=cast.system)

        assert not Zone.objects.open().exists()
        assert Zone.objects.open(keep=cast.zone.pk).get() == cast.zone

    def test_an_agency_with_open_teams_stays_open(self, cast):
        with pytest.raises(PlaceInUse, match="Harbor street team"):
            services.close_place(place=cast.harbor, by=cast.system)

        assert Agency.objects.get(pk=cast.harbor.pk).closed_on is None

    def test_an_agency_in_which_someone_holds_a_role_stays_open(self, cast):
        services.close_place(place=cast.hill_team, by=cast.system)
        cast.user("hill-admin", Role.ADMINISTRATOR, cast.hill)

        with pytest.raises(PlaceInUse, match="roles"):
            services.close_place(place=cast.hill, by=cast.system)

    def test_a_site_where_a_team_works_stays_open(self, office, cast):
        site = services.set_up_site(agency=cast.hill, name="Hill office", by=cast.system)
        services.change_place(place=cast.hill_team, values={"site": site}, by=cast.system)

        answer = office.post(url("close", "sites", site.pk), follow=True)

        site.refresh_from_db()
        assert site.closed_on is None
        assert cast.hill_team.name in answer.content.decode()

    def test_it_opens_again_but_its_roles_stay_ended(self, office, cast):
        mo = cast.messenger()
        self.close(office, cast.harbor_team)

        office.post(url("reopen", "teams", cast.harbor_team.pk))

        cast.harbor_team.refresh_from_db()
        assert cast.harbor_team.closed_on is None
        assert not Membership.objects.live().filter(user=mo).exists()

    def test_a_team_of_a_closed_agency_does_not_open(self, cast):
        services.close_place(place=cast.hill_team, by=cast.system)
        services.close_place(place=cast.hill, by=cast.system)

        with pytest.raises(PlaceInUse, match="closed"):
            services.reopen_place(place=cast.hill_team, by=cast.system)


class TestHome:
    def labels(self, browser):
        found = browser.get(reverse("desk:settings")).context["sections"]
        return {str(section.heading): section.entries for section in found}

    def test_shows_an_administrator_places_and_people(self, office):
        assert set(self.labels(office)) == {"Organization", "People and roles", "My sign-in"}

    def test_shows_a_manager_the_standards(self, cast, sign_in):
        assert set(self.labels(sign_in(cast.manager()))) == {"Standards", "My sign-in"}

    def test_shows_a_messenger_their_own_sign_in_alone(self, cast, sign_in):
        assert set(self.labels(sign_in(cast.messenger()))) == {"My sign-in"}

    def test_says_how_many_roles_wait_for_approval(self, cast, office):
        giver = cast.user("giver", Role.ADMINISTRATOR, cast.ovp)
        user = services.add_user(username="new", name="New", by=cast.system)
        place = services.Place(cast.ovp)
        services.give_role(user=user, role=Role.AUDITOR, place=place, by=giver)

        marks = [entry.mark for entry in self.labels(office)["People and roles"]]

        assert "1 waits for approval" in marks
