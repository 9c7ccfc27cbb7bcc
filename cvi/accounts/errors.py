"""Rules of the world that a service will not break. The message is for the person who asked."""


class RuleBroken(Exception):
    """Not now: what was asked for would break a rule."""


class AcrossFirewall(RuleBroken):
    """Two roles that must know nothing of each other, in one hand."""


class AlreadyHeld(RuleBroken):
    """The person holds this role there."""


class CodeRefused(RuleBroken):
    """No such invitation can be used: unknown, run out and used look alike."""


class NameTaken(RuleBroken):
    """Another place has this name."""


class NotOneself(RuleBroken):
    """Nobody lets themselves in or out."""


class PasswordTooWeak(RuleBroken):
    """The password is too easy to guess."""


class PlaceDoesNotFit(RuleBroken):
    """The role is not held there."""


class PlaceInUse(RuleBroken):
    """Something still stands in a place, or around it, that keeps it as it is."""


class SignInNameTaken(RuleBroken):
    """Someone has this sign-in name, in whatever case."""


class TooManyTries(RuleBroken):
    """Whoever tries must wait."""
