"""Rules of emergency sight. The message is for the person who asked."""

from cvi.accounts.errors import RuleBroken as RuleBroken  # the family's first, from below


class CodeUnknown(RuleBroken):
    """No file can be opened with this code: mistyped, destroyed and never given look alike."""


class RightLost(RuleBroken):
    """Two uses were found not justified, and the right was not given back."""


class NothingToRead(RuleBroken):
    """Whoever asks sees this file anyway."""


class NobodyReviews(RuleBroken):
    """There is no office in which a use could be reviewed."""


class NotOneself(RuleBroken):
    """Nobody judges what they did themselves."""


class AlreadyDecided(RuleBroken):
    """Someone has decided this before."""
