"""Rules of the world that a service will not break. The message is for the person who asked."""

from cvi.accounts.errors import RuleBroken as RuleBroken  # the family's first, from one rung below


class AuthorityMissing(RuleBroken):
    """Nothing may leave: no live consent, order or duty covers it."""


class CaseClosed(RuleBroken):
    """The case is closed, so nothing can be added to it."""


class AlreadyOpen(RuleBroken):
    """The participant has an open case in this program already."""


class AlreadyAnswered(RuleBroken):
    """Someone has answered this before."""


class DocumentUnreadable(RuleBroken):
    """A document's file is lost, was altered, or its key is gone."""


class WrongStep(RuleBroken):
    """A case cannot go from where it stands to there."""


class WrongDay(RuleBroken):
    """A day does not fit with the other days of a case."""


class WrongWorker(RuleBroken):
    """Someone does not work in the team of the case."""


class AlreadyInGroup(RuleBroken):
    """Someone is in this group already, or was on that day."""


class WrongGroup(RuleBroken):
    """A case can't be in this group: of another program or agency, or the group is over."""


class LimitReached(RuleBroken):
    """A participant would get more in a month than the standard allows."""


class GuardianMissing(RuleBroken):
    """A minor signs alone where a guardian must sign."""


class OwnReview(RuleBroken):
    """Whoever wrote something cannot be the one who reviews it."""


class ReasonMissing(RuleBroken):
    """An exception needs a reason, and nobody gave one."""


class WrongPerson(RuleBroken):
    """Two files can't be joined, as they are of one person, or of two agencies."""


class TooManyCases(RuleBroken):
    """More cases at once than the standard allows."""
