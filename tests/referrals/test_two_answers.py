"""Two taps, or two people who answer at the same moment, make one referral and one person."""

from cvi.audit.models import Disclosure
from cvi.cases.models import Participant
from cvi.referrals import services
from cvi.referrals.models import Referral, ReferralMove
from cvi.referrals.services import Handoff, Step
from tests.cast import Cast
from tests.races import ONE_WRITER, at_once


@ONE_WRITER
def test_one_is_sent_and_one_is_accepted(transactional_db: None, cast: Cast) -> None:
    case = cast.case(team=cast.mercy_team)
    cast.consent(case, cast.harbor, "name")
    handoff = Handoff(cast.harbor_team, ["name"], "today")

    sent = at_once(lambda: services.send_referral(case=case, handoff=handoff, by=cast.system))
    referral = Referral.objects.get()
    taken = at_once(lambda: services.accept_referral(referral=referral, by=cast.system))

    assert sent.count("AlreadySent") == taken.count("AlreadyAnswered") == 3
    assert Disclosure.objects.count() == 1
    assert Participant.objects.filter(agency=cast.harbor).count() == 1


@ONE_WRITER
def test_one_step_is_taken_when_both_sides_act_at_once(transactional_db: None, cast: Cast) -> None:
    case = cast.case(team=cast.mercy_team)
    cast.consent(case, cast.harbor, "name")
    handoff = Handoff(cast.harbor_team, ["name"], "today")
    referral = services.send_referral(case=case, handoff=handoff, by=cast.system)
    steps = iter([Step("cancelled"), Step("cancelled"), Step("cancelled"), Step("cancelled")])

    came = at_once(lambda: services.move_own(referral=referral, step=next(steps), by=cast.system))

    assert came.count("WrongStep") == 3
    assert ReferralMove.objects.filter(referral=referral, status="cancelled").count() == 1


@ONE_WRITER
def test_an_earlier_one_is_replaced_once(transactional_db: None, cast: Cast) -> None:
    case = cast.case(team=cast.mercy_team)
    cast.consent(case, cast.harbor, "name")
    cast.consent(case, cast.hill, "name")
    first = Handoff(cast.harbor_team, ["name"], "today")
    referral = services.send_referral(case=case, handoff=first, by=cast.system)
    services.decline_referral(referral=referral, reason="no_room", by=cast.system)
    second = Handoff(cast.hill_team, ["name"], "today", reroute_of=referral)

    came = at_once(lambda: services.send_referral(case=case, handoff=second, by=cast.system))

    assert came.count("AlreadySent") == 3
    assert Referral.objects.filter(reroute_of=referral).count() == 1
