"""Rules of the world that a service will not break. The message is for the person who asked."""

from cvi.accounts.errors import RuleBroken as RuleBroken


class AlreadyThere(RuleBroken):
    """There is a standard of this name."""


class MustStay(RuleBroken):
    """The program can't do without it."""


class NotTheNewest(RuleBroken):
    """Another version came after the one that was changed."""


class WrongProgram(RuleBroken):
    """The model is for another program."""


class TooEarly(RuleBroken):
    """The day lies before the version that it should follow or end."""
