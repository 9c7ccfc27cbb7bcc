"""Rules of staffing. The message is for the person who asked."""

from cvi.accounts.errors import RuleBroken as RuleBroken  # the family's first, from below


class AlreadyOut(RuleBroken):
    """Someone goes out who is out already."""


class NotOut(RuleBroken):
    """Someone comes back, or stays longer, who is not out."""


class WrongDay(RuleBroken):
    """A day that does not fit the others."""
