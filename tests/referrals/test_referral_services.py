"""Send, accept and decline referrals."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from cvi.accounts.models import User
from cvi.audit.models import AuditEvent, Disclosure
from cvi.cases import services as cases
from cvi.cases.errors import AlreadyAnswered, AuthorityMissing, CaseClosed
from cvi.cases.models import Case, Consent, Need, Participant
from cvi.cases.services import Identity, Opening
from cvi.referrals import services
from cvi.referrals.models import Referral, ReferralMove
from cvi.referrals.services import AlreadySent, Handoff, SameAgency
from cvi.vault.errors import DomainDenied
from cvi.vault.keyring import open_ring
from cvi.vault.models import Domain
from tests.cast import Cast

FIELDS = Consent.Field.values


def known_person(cast: Cast) -> Case:
    """Register someone of whom everything is known, more than any consent can name."""
    identity = Identity(
        name_to_use="Zedd",
        legal_name="Zedd Testperson",
        street_names=["Zee"],
        birth_date=dt.date(2001, 2, 3),
        zone=cast.zone,
        language="es",
        race_ethnicity=["black"],
        gender="man",
        phone="+12155550123",
        safe_to_text="no",
    )
    person = cases.register_participant(agency=cast.mercy, identity=identity, by=cast.system)
    opening = Opening(team=cast.mercy_team)
    case = cases.open_new_case(participant=person, opening=opening, by=cast.system)
    for domain in ["housing", "transport"]:
        cases.record_need(case=case, domain=domain, by=cast.system)
    cases.add_note(case=case, text="Only for Mercy", by=cast.system)
    return case


def sent(cast: Cast, *fields: str, **changes: Any) -> Referral:
    """Send a referral to the Harbor street team under a consent of exactly these fields."""
    case = known_person(cast)
    cast.consent(case, cast.harbor, *fields)
    handoff = Handoff(cast.harbor_team, list(fields), "today", **changes)
    return services.send_referral(case=case, handoff=handoff, by=cast.system)


def accept(cast: Cast, referral: Referral) -> Case:
    return services.accept_referral(referral=referral, by=cast.system)


def record_of(case: Case) -> dict[str, Any]:
    """Return what the receiver's record says, blanks left out, by the consent's field codes."""
    person = case.participant
    phone = person.contact_points.first()
    found = {
        "name": person.name_to_use,
        "legal_name": person.legal_name,
        "birth_date": person.birth_date,
        "language": person.language,
        "phone": (phone.value, phone.safe_to_text) if phone else None,
        "zone": person.zone,
        "needs": sorted(Need.objects.filter(case=case).values_list("domain", flat=True)),
    }
    return {code: value for code, value in found.items() if value}


class TestSend:
    def test_seals_the_chosen_fields_and_writes_the_disclosure(self, cast: Cast) -> None:
        referral = sent(cast, "name", "phone")

        disclosure = Disclosure.objects.get()
        assert set(referral.snapshot) == {"name", "phone"}
        assert disclosure.fields == referral.shared_fields == ["name", "phone"]
        assert disclosure.recipient_id == cast.harbor.pk
        assert disclosure.subject_id == referral.case.participant_id
        assert (disclosure.authority, disclosure.authority_id) == ("consent", referral.consent_id)
        assert disclosure.purpose == "referral"

    def test_leaves_out_what_was_allowed_but_not_chosen(self, cast: Cast) -> None:
        case = known_person(cast)
        cast.consent(case, cast.harbor, "name", "phone", "zone")
        handoff = Handoff(cast.harbor_team, ["zone"], "today")

        referral = services.send_referral(case=case, handoff=handoff, by=cast.system)

        assert referral.snapshot == {"zone": str(cast.zone.pk)}

    def test_does_not_name_a_field_that_is_blank(self, cast: Cast) -> None:
        case = cast.case(team=cast.mercy_team)
        cast.consent(case, cast.harbor, "name", "zone")
        handoff = Handoff(cast.harbor_team, ["name", "zone"], "today")

        referral = services.send_referral(case=case, handoff=handoff, by=cast.system)

        assert referral.shared_fields == ["name"]

    def test_opens_for_the_receiver_and_never_again_for_the_sender(self, cast: Cast) -> None:
        referral = sent(cast, "name")
        sender = [(domain, cast.mercy.pk) for domain in Domain.values]

        with open_ring(sender), pytest.raises(DomainDenied):
            assert Referral.objects.get().snapshot
        with open_ring([(Domain.REFERRAL, cast.hill.pk)]), pytest.raises(DomainDenied):
            assert Referral.objects.get().snapshot
        with open_ring([(Domain.REFERRAL, cast.harbor.pk)]):
            assert Referral.objects.get(pk=referral.pk).snapshot == {"name": "Zedd"}

    def test_names_no_need_without_consent_to_tell_needs(self, cast: Cast) -> None:
        with pytest.raises(AuthorityMissing):
            sent(cast, "name", need="housing")

    def test_refuses_a_team_of_ones_own_agency(self, cast: Cast) -> None:
        case = known_person(cast)
        handoff = Handoff(cast.mercy_team, ["name"], "today")

        with pytest.raises(SameAgency):
            services.send_referral(case=case, handoff=handoff, by=cast.system)

    def test_refuses_a_closed_case(self, cast: Cast) -> None:
        case = known_person(cast)
        day = timezone.localdate()
        cases.close_case(case=case, status=Case.Status.CLOSED, closed_on=day, by=cast.system)

        with pytest.raises(CaseClosed):
            services.send_referral(
                case=case, handoff=Handoff(cast.harbor_team, ["name"], "today"), by=cast.system
            )

    def test_refuses_a_second_one_while_the_first_waits(self, cast: Cast) -> None:
        first = sent(cast, "name")
        handoff = Handoff(cast.harbor_team, ["name"], "today")

        with pytest.raises(AlreadySent):
            services.send_referral(case=first.case, handoff=handoff, by=cast.system)

        assert Disclosure.objects.count() == 1


class TestConsent:
    def consent(self, cast: Cast, case: Case, flaw: str) -> None:
        """Record a consent that does not let the name go to Harbor today."""
        if flaw == "missing":
            return
        recipient = cast.hill if flaw == "for another agency" else cast.harbor
        consent = cast.consent(case, recipient, "zone" if flaw == "not covering" else "name")
        if flaw == "revoked":
            cases.revoke_consent(consent=consent, by=cast.system)
        if flaw == "expired":
            day = timezone.localdate()
            Consent.objects.filter(pk=consent.pk).update(
                signed_on=day - dt.timedelta(days=9), expires_on=day - dt.timedelta(days=1)
            )

    @pytest.mark.parametrize(
        "flaw", ["missing", "revoked", "expired", "not covering", "for another agency"]
    )
    def test_nothing_leaves_without_it_and_the_attempt_is_on_the_trail(
        self, cast: Cast, flaw: str
    ) -> None:
        case = known_person(cast)
        self.consent(cast, case, flaw)
        handoff = Handoff(cast.harbor_team, ["name"], "today")

        with pytest.raises(AuthorityMissing):
            services.send_referral(case=case, handoff=handoff, by=cast.system)

        attempt = AuditEvent.objects.get(action="disclosed")
        assert not Referral.objects.exists()
        assert not Disclosure.objects.exists()
        assert (attempt.outcome, attempt.subject_id) == ("not_allowed", case.participant_id)

    def test_once_taken_back_nothing_can_be_accepted(self, cast: Cast) -> None:
        referral = sent(cast, "name")
        cases.revoke_consent(consent=referral.consent, by=cast.system)

        with pytest.raises(AuthorityMissing, match="Sharing ended"):
            accept(cast, referral)

        assert not Participant.objects.filter(agency=cast.harbor).exists()


class TestAccept:
    @pytest.mark.parametrize("field", FIELDS)
    def test_the_receiver_gets_that_field_and_nothing_else(self, cast: Cast, field: str) -> None:
        case = accept(cast, sent(cast, field))

        assert set(record_of(case)) == {field}

    def test_the_receiver_gets_all_that_was_consented_and_nothing_else(self, cast: Cast) -> None:
        case = accept(cast, sent(cast, *FIELDS))

        person = case.participant
        assert record_of(case) == {
            "name": "Zedd",
            "legal_name": "Zedd Testperson",
            "birth_date": dt.date(2001, 2, 3),
            "language": "es",
            "phone": ("+12155550123", "no"),
            "zone": cast.zone,
            "needs": ["housing", "transport"],
        }
        assert (person.street_names, person.race_ethnicity, person.gender) == ([], [], "")

    def test_makes_a_participant_and_a_case_of_the_receivers_own(self, cast: Cast) -> None:
        referral = sent(cast, "name")
        mo = cast.messenger()

        case = services.accept_referral(referral=referral, worker=mo, by=cast.system)

        referral.refresh_from_db()
        assert case.participant.agency == cast.harbor
        assert case.participant_id != referral.case.participant_id
        assert case.participant.code != referral.case.participant.code
        assert case.participant.key_id != referral.case.participant.key_id
        assert (case.team, case.status, case.worker) == (cast.harbor_team, "referred", mo)
        assert (referral.status, referral.receiving_case) == ("accepted", case)

    def test_shows_neither_side_the_case_of_the_other(self, cast: Cast) -> None:
        hana, sue = cast.specialist(), cast.supervisor()
        referral = sent(cast, "name")
        theirs = accept(cast, referral)

        assert list(Case.objects.visible_to(hana)) == [referral.case]
        assert list(Case.objects.visible_to(sue)) == [theirs]

    def test_records_the_need_that_was_named(self, cast: Cast) -> None:
        case = known_person(cast)
        cast.consent(case, cast.harbor, "name", "needs")
        handoff = Handoff(cast.harbor_team, ["name"], "today", need="legal")

        referral = services.send_referral(case=case, handoff=handoff, by=cast.system)
        theirs = accept(cast, referral)

        assert record_of(theirs)["needs"] == ["legal"]
        assert referral.shared_fields == ["name", "needs"]

    def test_happens_once(self, cast: Cast) -> None:
        referral = sent(cast, "name")
        accept(cast, referral)

        with pytest.raises(AlreadyAnswered):
            accept(cast, referral)

        assert Participant.objects.filter(agency=cast.harbor).count() == 1


class TestDecline:
    def test_says_why_and_makes_nobody(self, cast: Cast) -> None:
        referral = sent(cast, "name")

        declined = services.decline_referral(referral=referral, reason="no_room", by=cast.system)

        move = ReferralMove.objects.get(referral=referral, side="receiver")
        assert (declined.status, move.status, move.reason) == ("declined", "declined", "no_room")
        assert not Participant.objects.filter(agency=cast.harbor).exists()

    def test_is_not_possible_after_an_acceptance(self, cast: Cast) -> None:
        referral = sent(cast, "name")
        accept(cast, referral)

        with pytest.raises(AlreadyAnswered):
            services.decline_referral(referral=referral, reason="no_room", by=cast.system)


class TestReceivedBy:
    def received_by(self, user: User) -> list[Referral]:
        return list(Referral.objects.received_by(user))

    def test_keeps_what_came_to_the_teams_one_answers_for(self, cast: Cast) -> None:
        referral = sent(cast, "name")

        assert self.received_by(cast.supervisor()) == [referral]
        assert self.received_by(cast.supervisor("ray", team=cast.hill_team)) == []
        assert self.received_by(cast.messenger()) == []
        assert self.received_by(cast.specialist()) == []

    def test_keeps_nothing_for_someone_deactivated(self, cast: Cast) -> None:
        sent(cast, "name")
        sue = cast.supervisor()
        sue.is_active = False

        assert self.received_by(sue) == []
        assert not Referral.objects.sent_to_teams_of(sue).exists()
