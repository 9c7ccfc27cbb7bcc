"""Rules of the reports. The message is for the person who asked."""

from cvi.accounts.errors import RuleBroken


class TotalsOnly(RuleBroken):
    """Rows about single people were asked for someone outside the office."""
