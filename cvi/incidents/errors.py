"""Rules of the drop box. The message is for the person who asked."""

from cvi.accounts.errors import RuleBroken as RuleBroken  # the family's first, from below


class BoxClosed(RuleBroken):
    """The box takes nothing any more."""


class BoxFull(RuleBroken):
    """Too much came within the hour; whoever writes must telephone."""


class NotThisTeam(RuleBroken):
    """Only a team of group violence intervention hears from police."""


class AlreadyHandled(RuleBroken):
    """Someone has handled this before."""
