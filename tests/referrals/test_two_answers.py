"""Two taps, or two people who answer at the same moment, make one referral and one person."""

from cvi.audit.models import Disclosure
from cvi.cases.models import Participant
from cvi.referrals import services
from cvi.referrals.models import Referral
from cvi.referrals.services import Handoff
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
