"""Open a file in an emergency, end that, review it, and give a lost right back."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cvi.accounts.access import acting_membership
from cvi.accounts.errors import TooManyTries
from cvi.accounts.models import Agency, User
from cvi.accounts.roles import Permission
from cvi.accounts.tasks import leads_of, privacy_officers, tell_when_kept
from cvi.audit import pace
from cvi.audit import services as audit
from cvi.audit.reasons import Reason
from cvi.audit.refusals import NotAllowed
from cvi.cases import services as cases
from cvi.cases.models import Case, CaseGrant, Participant
from cvi.emergency.errors import (
    AlreadyDecided,
    CodeUnknown,
    NobodyReviews,
    NothingToRead,
    NotOneself,
    RightLost,
)
from cvi.emergency.models import BreakGlass, RightReturn
from cvi.vault.keyring import open_also
from cvi.vault.models import DataKey, Domain
from cvi.vault.services import mint_key

LASTS = dt.timedelta(minutes=60)
TRIES_AN_HOUR = 5


@dataclass(frozen=True)
class Plea:
    """Whose file must be read at once, and why."""

    code: str
    category: str
    why: str


def require_right(*, by: User) -> User:
    """Go on only if `by` did not lose the right by two uses that were not justified.

    Raises:
        RightLost: they did.
    """
    if BreakGlass.objects.bar(by):
        raise RightLost(
            _(
                "You can't open files in an emergency any more: two of your uses were not "
                "justified. The privacy officer can give the right back. Call them."
            )
        )
    return by


def require_few_tries(*, by: User) -> User:
    """Go on only if `by` tried fewer than five codes in the last hour, right or wrong.

    Their row is held until the request is over, so that no two tries are made at once.

    Raises:
        TooManyTries: they did not.
    """
    User.objects.select_for_update().get(pk=by.pk)
    hour_ago = timezone.now() - dt.timedelta(hours=1)
    action = audit.Action.BROKE_GLASS
    if pace.done_since(hour_ago, actor_id=by.pk, action=action) >= TRIES_AN_HOUR:
        raise TooManyTries(_("Too many tries. Wait an hour, or call the privacy officer."))
    return by


@transaction.atomic
def break_glass(*, plea: Plea, by: User) -> BreakGlass:
    """Let `by` read one file for an hour, and tell those who must know.

    Raises:
        RightLost, TooManyTries: they may not, or not now.
        CodeUnknown: no file can be opened with this code.
        NothingToRead: they see every case of this participant anyway.
        NobodyReviews: there is no office.
    """
    membership = acting_membership(by)
    if membership is None or not by.holds(Permission.BREAK_GLASS):
        raise NotAllowed(BreakGlass)
    require_few_tries(by=require_right(by=by))
    office = _office()
    participant = _participant_of(plea.code)
    hidden = _hidden_from(by, participant)
    for earlier in BreakGlass.objects.running().filter(user=by):
        end(use=earlier, by=by)
    use = BreakGlass(user=by, participant=participant, category=plea.category)
    use.role, use.agency = membership.role, membership.agency
    use.expires_at = use.began_at + LASTS
    use.key, use.why = _key(office, use), plea.why
    audit.save(use, by=by, reason=Reason.BREAK_GLASS_OPENED)
    for case in hidden:
        cases.grant_sight(
            case=case,
            user=by,
            kind=CaseGrant.Kind.BREAK_GLASS,
            reason=Reason.BREAK_GLASS_OPENED,
            expires_at=use.expires_at,
            by=by,
        )
    audit.record(audit.Action.BROKE_GLASS, use, by=by, detail={"category": plea.category})
    _tell(use, by=by)
    return use


def note_miss(*, by: User) -> User:
    """Leave the line of a code that opened nothing. The code itself is not kept."""
    audit.denied(
        audit.Action.BROKE_GLASS, Participant._meta.label_lower, by=by, detail={"miss": True}
    )
    return by


@transaction.atomic
def end(*, use: BreakGlass, by: User) -> BreakGlass:
    """End emergency sight before its hour is over."""
    use.ended_at = timezone.now()
    grants = CaseGrant.objects.filter(user=use.user, kind=CaseGrant.Kind.BREAK_GLASS)
    for grant in grants.filter(content_object__participant_id=use.participant_id):
        grant.expires_at = use.ended_at
        audit.save(grant, by=by, reason=Reason.ACCESS_ENDED)
    with open_also((Domain.EMERGENCY, use.key.realm, use.pk)):  # its versions are sealed anew
        return audit.save(use, by=by, reason=Reason.BREAK_GLASS_ENDED)


@transaction.atomic
def review(*, use: BreakGlass, verdict: BreakGlass.Verdict, note: str, by: User) -> BreakGlass:
    """Say whether a use was justified. One that still runs ends when it was not.

    Raises:
        NotOneself: they did it themselves.
        AlreadyDecided: someone has said so before.
    """
    use = BreakGlass.objects.select_for_update(of=("self",)).select_related("key").get(pk=use.pk)
    if use.user_id == by.pk:
        raise NotOneself(_("Nobody reviews what they did themselves."))
    if use.verdict != BreakGlass.Verdict.WAITING:
        raise AlreadyDecided(_("This was reviewed already."))
    if use.is_running and verdict == BreakGlass.Verdict.NOT_JUSTIFIED:
        use = end(use=use, by=by)
    use.verdict, use.note = verdict, note
    use.reviewed_by, use.reviewed_at = by, timezone.now()
    return audit.save(use, by=by, reason=Reason.BREAK_GLASS_REVIEWED)


@transaction.atomic
def give_back(*, user: User, why: str, by: User) -> RightReturn:
    """Let someone read files in an emergency again.

    Raises:
        NotOneself: they lost it themselves.
        AlreadyDecided: they have the right.
    """
    if user.pk == by.pk:
        raise NotOneself(_("Nobody gives this right back to themselves."))
    if not BreakGlass.objects.bar(user):
        raise AlreadyDecided(_("They have this right."))
    given = RightReturn(user=user, returned_by=by)
    given.key, given.why = _key(_office(), given), why
    return audit.save(given, by=by, reason=Reason.BREAK_GLASS_RETURNED)


def _participant_of(code: str) -> Participant:
    """Return whose code it is, if there is a file, and a key to open it with."""
    people = Participant.objects.select_related("key").filter(code=code)
    participant = people.filter(key__state=DataKey.State.LIVE).first()
    if participant is None or not participant.cases.exists():
        raise CodeUnknown(_("No file can be opened with this code. Check it and try again."))
    return participant


def _hidden_from(user: User, participant: Participant) -> list[Case]:
    seen = set(Case.objects.visible_to(user).filter(participant=participant))
    hidden = [case for case in participant.cases.order_by("pk") if case not in seen]
    if not hidden:
        raise NothingToRead(_("You see this file already. Look for it under People."))
    return hidden


def _office() -> Agency:
    office = Agency.objects.filter(kind=Agency.Kind.OVP).order_by("pk").first()
    if office is None:
        raise NobodyReviews(_("There is no office here that could review it. Nothing was opened."))
    return office


def _key(office: Agency, row: BreakGlass | RightReturn) -> DataKey:
    return mint_key(domain=Domain.EMERGENCY, realm=office.pk, subject=row.pk)


def _tell(use: BreakGlass, *, by: User) -> None:
    """Write to the privacy officers and to who leads the participant's teams; no name, no code."""
    team_ids = [case.team_id for case in use.participant.cases.all()]
    tell_when_kept(
        [*privacy_officers(apart_from=by), *leads_of(team_ids, apart_from=by)],
        subject=_("A file was opened in an emergency"),
        text=_(
            "Someone read a file in an emergency, without sight of it. "
            "Sign in: your start page says more."
        ),
    )
