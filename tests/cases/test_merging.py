"""Two files of one person, made into one and parted again."""

import datetime as dt

import pytest
from django.urls import reverse

from cvi.accounts.system import system_user
from cvi.audit import keys as audit_keys
from cvi.cases import services as cases
from cvi.cases.errors import AlreadyAnswered, WrongPerson
from cvi.cases.keys import core_key, keys_about
from cvi.cases.links import links_to, moves
from cvi.cases.models import (
    About,
    Case,
    ContactPoint,
    KinLink,
    Merge,
    Note,
    Participant,
    SearchToken,
)
from cvi.cases.services import Identity, Opening
from cvi.vault.errors import RecordSealed
from cvi.vault.keyring import open_ring
from tests.cast import Cast, SignIn

OF_A_PARTICIPANT = {
    "cases.About.participant": "moves",
    "cases.Case.participant": "moves",
    "cases.Consent.participant": "moves",
    "cases.ContactPoint.participant": "moves",
    "cases.KinLink.kin": "moves",
    "cases.KinLink.participant": "moves",
    "cases.Merge.drop": "stays",
    "cases.Merge.keep": "stays",
    "cases.Participant.duplicate_of": "stays",
    "cases.Relative.participant": "moves",
    "cases.SearchToken.participant": "stays",  # tokens are made anew
    "emergency.BreakGlass.participant": "stays",
    "referrals.UnsafeAreas.participant": "moves",
}
"""Every link to a participant. Say here what a merge does with a new one, and test it below."""

OF_A_CASE = {
    "cases.Agreement.case",
    "cases.Assignment.case",
    "cases.Attempt.case",
    "cases.Attendance.case",
    "cases.Case.earlier",
    "cases.CaseGrant.content_object",
    "cases.Checkpoint.case",
    "cases.ClaimAmount.case",
    "cases.ClaimMove.case",
    "cases.ClaimPaper.case",
    "cases.CompensationClaim.case",
    "cases.Demand.case",
    "cases.Document.case",
    "cases.DutyReport.case",
    "cases.Eligibility.case",
    "cases.FollowUp.case",
    "cases.Goal.case",
    "cases.GoalReview.case",
    "cases.GoalStep.case",
    "cases.GroupMember.case",
    "cases.Incentive.case",
    "cases.MovedCase.case",
    "cases.Need.case",
    "cases.Note.case",
    "cases.NoteAddendum.case",
    "cases.PhaseChange.case",
    "cases.ProgressRating.case",
    "cases.SafetyPlan.case",
    "cases.Screening.case",
    "cases.ServiceDelivered.case",
    "cases.SightRequest.case",
    "cases.StatusChange.case",
    "cases.Transfer.case",
    "cases.WorkReview.case",
    "gvi.CustomNotification.case",
    "hospital.Encounter.case",
    "outreach.Contact.case",
    "reentry.CustodyEpisode.case",
    "referrals.Referral.case",
    "referrals.Referral.receiving_case",
    "referrals.ReferralAttempt.case",
    "referrals.ReferralDraft.case",
    "referrals.ReferralMove.case",
    "staffing.FlaggedCase.case",
}
"""Every link to a case. Its rows follow their case: say so of a new one, if that is right."""


def test_a_merge_knows_every_link_to_a_participant() -> None:
    links = {str(link): "moves" if moves(link) else "stays" for link in links_to(Participant)}

    assert links == OF_A_PARTICIPANT


def test_a_merge_knows_every_link_to_a_case() -> None:
    assert {str(link) for link in links_to(Case)} == OF_A_CASE


@pytest.fixture
def keep(cast: Cast) -> Case:
    return cast.case(name="Zedd Testperson")


@pytest.fixture
def drop(cast: Cast) -> Case:
    """Return a case of the same person in another program of the agency."""
    person = cases.register_participant(
        agency=cast.harbor,
        identity=Identity(
            name_to_use="Zed Testpersn",
            legal_name="Zeddicus Testperson",
            street_names=["Lucky"],
            phone="+12155550188",
        ),
        by=cast.system,
    )
    team = cast.harbor_night_team()
    team.program = "reentry"
    team.save()
    return cases.open_new_case(participant=person, opening=Opening(team=team), by=cast.system)


def merged(keep: Case, drop: Case) -> Merge:
    by = system_user()
    return cases.merge_people(keep=keep.participant, drop=drop.participant, by=by)


def fresh(case: Case) -> Participant:
    return Participant.objects.get(pk=case.participant_id)


class TestMerging:
    def test_moves_cases_and_whatever_hangs_on_them(self, keep: Case, drop: Case) -> None:
        note = cases.add_note(case=drop, text="Called his aunt", by=system_user())

        merged(keep, drop)

        moved = Note.objects.get(pk=note.pk)
        assert moved.case.participant == keep.participant
        assert moved.text == "Called his aunt"
        assert set(keep.participant.cases.all()) == {keep, drop}

    def test_moves_phones_family_and_life(self, cast: Cast, keep: Case, drop: Case) -> None:
        by, relative = cast.system, {"name": "Zelda Testperson", "relation": "mother"}
        cases.save_relative(participant=drop.participant, relative=None, changes=relative, by=by)
        cases.update_about(participant=drop.participant, changes={"housing": "shelter"}, by=by)
        sister = cast.case(name="Zora Testperson")
        cases.link_kin(
            participant=drop.participant, kin=sister.participant, relation="sibling", by=by
        )

        merged(keep, drop)

        assert About.objects.get().participant == keep.participant
        assert About.objects.get().housing == "shelter"
        assert KinLink.objects.get().participant == keep.participant
        assert keep.participant.contact_points.count() == 2

    def test_fills_what_is_blank_and_keeps_what_is_not(self, keep: Case, drop: Case) -> None:
        merged(keep, drop)

        person = fresh(keep)
        assert person.name_to_use == "Zedd Testperson"
        assert person.legal_name == "Zeddicus Testperson"
        assert person.street_names == ["Zed Testpersn", "Lucky"]
        assert person.birth_date == dt.date(2001, 2, 3)

    def test_is_found_by_the_names_of_both(self, keep: Case, drop: Case) -> None:
        merged(keep, drop)

        assert not SearchToken.objects.filter(participant=drop.participant_id).exists()
        assert SearchToken.objects.filter(participant=keep.participant_id).exists()

    def test_writes_after_it_go_under_the_kept_key(self, keep: Case, drop: Case) -> None:
        merged(keep, drop)

        note = cases.add_note(case=Case.objects.get(pk=drop.pk), text="New", by=system_user())

        assert note.key_id == fresh(keep).key_id

    def test_is_forgotten_whole_when_every_key_is_destroyed(self, keep: Case, drop: Case) -> None:
        by = system_user()
        note = cases.add_note(case=drop, text="Called his aunt", by=by)
        merged(keep, drop)

        for key in keys_about(keep.participant_id):
            audit_keys.destroy_key(key=key, by=by)

        with open_ring(None), pytest.raises(RecordSealed):
            _text = Note.objects.get(pk=note.pk).text

    def test_refuses_two_open_cases_in_one_program(self, cast: Cast, keep: Case) -> None:
        other = cast.case(name="Zed Testpersn")

        with pytest.raises(WrongPerson, match="one program"):
            merged(keep, other)

        assert not Merge.objects.exists()

    def test_refuses_two_agencies(self, cast: Cast, keep: Case) -> None:
        other = cast.case(team=cast.mercy_team)

        with pytest.raises(WrongPerson, match="Two agencies"):
            merged(keep, other)

    def test_refuses_a_file_with_itself(self, keep: Case) -> None:
        with pytest.raises(WrongPerson):
            merged(keep, keep)

    def test_refuses_a_file_that_is_part_of_another(
        self, cast: Cast, keep: Case, drop: Case
    ) -> None:
        third = cast.case(team=cast.harbor_team, name="Third")
        dropped = drop.participant
        merged(keep, drop)

        with pytest.raises(WrongPerson, match="part of another"):
            cases.merge_people(keep=third.participant, drop=dropped, by=cast.system)
        with pytest.raises(WrongPerson, match="merged into that one"):
            cases.merge_people(keep=third.participant, drop=keep.participant, by=cast.system)

    def test_leaves_what_would_make_someone_their_own_family(self, keep: Case, drop: Case) -> None:
        by = system_user()
        link = {"participant": keep.participant, "kin": drop.participant, "relation": "cousin"}
        cases.link_kin(**link, by=by)

        merged(keep, drop)

        assert KinLink.objects.get().kin == drop.participant


class TestParting:
    def test_puts_everything_back(self, cast: Cast, keep: Case, drop: Case) -> None:
        by = cast.system
        cases.update_about(participant=drop.participant, changes={"housing": "shelter"}, by=by)
        dropped = drop.participant
        merge = merged(keep, drop)

        cases.part_people(merge=merge, by=by)

        assert Case.objects.get(pk=drop.pk).participant == dropped
        assert About.objects.get().participant == dropped
        assert ContactPoint.objects.get(participant=dropped).value == "+12155550188"
        assert (fresh(keep).legal_name, fresh(keep).street_names) == ("", [])
        again = Participant.objects.get(pk=dropped.pk)
        assert (again.duplicate_of, again.name_to_use) == (None, "Zed Testpersn")
        assert SearchToken.objects.filter(participant=dropped).exists()

    def test_keeps_what_was_written_since(self, cast: Cast, keep: Case, drop: Case) -> None:
        merge = merged(keep, drop)
        changes = {"legal_name": "Zeddicus T. Testperson"}
        cases.update_participant(participant=fresh(keep), changes=changes, by=cast.system)

        cases.part_people(merge=merge, by=cast.system)

        assert fresh(keep).legal_name == "Zeddicus T. Testperson"

    def test_takes_filled_answers_out_again(self, cast: Cast, keep: Case, drop: Case) -> None:
        by = cast.system
        cases.update_about(participant=keep.participant, changes={"work": "looking"}, by=by)
        told = {"work": "student", "pronouns": "he"}
        cases.update_about(participant=drop.participant, changes=told, by=by)

        merge = merged(keep, drop)
        both = About.objects.get(participant=keep.participant)
        assert (both.work, both.pronouns) == ("looking", "he")
        cases.part_people(merge=merge, by=by)

        after = About.objects.get(participant=keep.participant)
        assert (after.work, after.pronouns) == ("looking", "")

    def test_is_done_once(self, cast: Cast, keep: Case, drop: Case) -> None:
        merge = merged(keep, drop)
        cases.part_people(merge=merge, by=cast.system)

        with pytest.raises(AlreadyAnswered):
            cases.part_people(merge=merge, by=cast.system)

    def test_may_be_merged_again(self, cast: Cast, keep: Case, drop: Case) -> None:
        dropped = drop.participant
        cases.part_people(merge=merged(keep, drop), by=cast.system)

        cases.merge_people(keep=keep.participant, drop=dropped, by=cast.system)

        assert core_key(Case.objects.get(pk=drop.pk)) == keep.participant.key


class TestPage:
    @pytest.fixture
    def twin(self, cast: Cast) -> Case:
        """Return a closed case of the same person in the same team."""
        case = cast.case(name="Zed Testperson")
        return cases.close_case(
            case=case,
            status="closed",
            exit_reason="moved",
            closed_on=case.opened_on,
            by=cast.system,
        )

    def test_offers_the_likely_one_and_merges(
        self, cast: Cast, keep: Case, twin: Case, sign_in: SignIn
    ) -> None:
        browser = sign_in(cast.supervisor())
        url = reverse("cases:merge_new", args=[keep.participant_id])

        page = browser.get(url).content.decode()
        answer = browser.post(url, {"other": str(twin.participant_id), "code": ""}, follow=True)

        assert "Zed Testperson" in page
        assert f"The file {twin.participant.code} was added here" in answer.content.decode()

    def test_undoes(self, cast: Cast, keep: Case, twin: Case, sign_in: SignIn) -> None:
        dropped = twin.participant
        merge = merged(keep, twin)

        sign_in(cast.supervisor()).post(reverse("cases:merge_undo", args=[merge.pk]))

        assert Case.objects.get(pk=twin.pk).participant == dropped

    @pytest.mark.parametrize("code", ["P-ZZZZZZ", "x" * 10_000, "\0", "😀", ""])
    def test_says_beside_the_field_what_is_wrong_with_a_code(
        self, cast: Cast, keep: Case, sign_in: SignIn, code: str
    ) -> None:
        url = reverse("cases:merge_new", args=[keep.participant_id])

        answer = sign_in(cast.supervisor()).post(url, {"code": code})

        assert answer.context["form"].errors["code"]
        assert not Merge.objects.exists()

    def test_says_of_someone_elses_file_what_it_says_of_none(
        self, cast: Cast, keep: Case, sign_in: SignIn
    ) -> None:
        theirs = cast.case(team=cast.hill_team, name="Yuri Notmine")
        url = reverse("cases:merge_new", args=[keep.participant_id])
        browser = sign_in(cast.supervisor())

        one = browser.post(url, {"code": theirs.participant.code}).context["form"].errors
        other = browser.post(url, {"code": "P-ZZZZZZ"}).context["form"].errors

        assert one == other

    def test_is_refused_to_a_messenger(self, cast: Cast, sign_in: SignIn) -> None:
        mo = cast.messenger()
        case = cast.case(mo)

        url = reverse("cases:merge_new", args=[case.participant_id])

        assert sign_in(mo).get(url).status_code == 403


def test_two_files_that_say_the_same_are_merged(cast: Cast, keep: Case) -> None:
    twin = cast.case()
    what = {"status": "closed", "exit_reason": "moved", "closed_on": twin.opened_on}
    cases.close_case(case=twin, by=cast.system, **what)

    assert merged(keep, twin).names == []
