"""Chance and the calendar: the same seed tells the same story, counted back from today."""

import datetime as dt
from dataclasses import dataclass
from random import Random

from django.utils import timezone

FIRST_HOUR, LAST_HOUR = 9, 19


@dataclass
class Story:
    """Where every day and every choice of the demo comes from."""

    chance: Random
    today: dt.date

    def happens(self, share: float) -> bool:
        """Answer yes in this share of all times."""
        return self.chance.random() < share

    def days_ago(self, days: int) -> dt.date:
        """Return a day before today, or after it when `days` is negative."""
        return self.today - dt.timedelta(days=days)

    def day_between(self, first: dt.date, last: dt.date) -> dt.date:
        """Return a day from `first` to `last`, or `first` when that is the later one."""
        return first + dt.timedelta(days=self.chance.randint(0, max((last - first).days, 0)))

    def moment_on(self, day: dt.date) -> dt.datetime:
        """Return a moment of a working day."""
        clock = dt.time(self.chance.randint(FIRST_HOUR, LAST_HOUR), self.chance.randrange(60))
        return timezone.make_aware(dt.datetime.combine(day, clock))
