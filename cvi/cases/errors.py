"""Rules of the world that a service will not break. The message is for the person who asked."""


class RuleBroken(Exception):
    """Not now: what was asked for would break a rule."""


class AuthorityMissing(RuleBroken):
    """Nothing may leave: no live consent, order or duty covers it."""


class CaseClosed(RuleBroken):
    """The case is closed, so nothing can be added to it."""


class AlreadyOpen(RuleBroken):
    """The participant has an open case in this program already."""


class AlreadyAnswered(RuleBroken):
    """Someone has answered this before."""
