"""Rules of alerts, shifts and settings. The message is for the person who asked."""

from cvi.accounts.errors import RuleBroken as RuleBroken  # the family's first, from below


class AlertOver(RuleBroken):
    """Someone has answered or ended this alert before."""


class NotTheReceiver(RuleBroken):
    """Only whoever was told of an alert answers it."""


class NotInTeam(RuleBroken):
    """A shift is for someone who works in that team."""


class ShiftTwice(RuleBroken):
    """One person cannot be on call twice at one time, nor be their own backup."""


class ShiftOver(RuleBroken):
    """The shift has ended."""


class NotSent(Exception):
    """A message did not leave, for sure: it may be tried again."""


class TooManyReads(RuleBroken):
    """Too many calendars were asked for from one address; it must wait."""
