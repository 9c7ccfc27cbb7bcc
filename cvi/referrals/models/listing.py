"""What hangs on a service and its places: hours, costs, phones, languages, access, contacts."""

import datetime as dt
from calendar import monthrange

from django.db import models
from django.db.models import Q
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import time_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cvi.audit.history import tracked
from cvi.referrals.models.directory import (
    LINE_MAX_LENGTH,
    NAME_MAX_LENGTH,
    TEXT_MAX_LENGTH,
    DirectoryRow,
    Location,
    Organization,
    Service,
    ServiceAtLocation,
)

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def day_name(code: str) -> str:
    """Return what a day of the week is called, short."""
    return str(WEEKDAYS_ABBR[DAYS.index(code)])


def _of_something(*names: str) -> Q:
    whole = Q()
    for name in names:
        whole |= Q(**{f"{name}__isnull": False})
    return whole


class Schedule(DirectoryRow):
    """When a service is open, at all its places or at one: a rule of iCal, by week or by month.

    Times are those of the place, as on its door.
    """

    class Freq(models.TextChoices):
        WEEKLY = "WEEKLY", _("Every week")
        MONTHLY = "MONTHLY", _("Every month")

    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="schedules", null=True
    )
    location = models.ForeignKey(
        Location, on_delete=models.PROTECT, related_name="schedules", null=True
    )
    place = models.ForeignKey(
        ServiceAtLocation, on_delete=models.PROTECT, related_name="schedules", null=True
    )
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    dtstart = models.DateField("first day of a rule with an interval", null=True)
    freq = models.CharField(max_length=7, choices=Freq.choices, default=Freq.WEEKLY)
    interval = models.PositiveSmallIntegerField(default=1)
    byday = models.CharField("days of the week", max_length=LINE_MAX_LENGTH, blank=True)
    bymonthday = models.CharField("days of the month", max_length=LINE_MAX_LENGTH, blank=True)
    opens_at = models.TimeField(null=True)
    closes_at = models.TimeField(null=True)
    description = models.TextField(max_length=TEXT_MAX_LENGTH, blank=True)

    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="schedule_of_something",
                condition=_of_something("service", "location", "place"),
            ),
        ]

    def is_open_at(self, moment: dt.datetime) -> bool:
        """Answer whether it is open at a local moment; past midnight counts to the day before."""
        day, time = moment.date(), moment.time()
        if self.opens_at is None or self.closes_at is None:
            return False
        if self.opens_at < self.closes_at:
            return self.is_on(day) and self.opens_at <= time < self.closes_at
        yesterday = day - dt.timedelta(days=1)
        return (self.is_on(day) and time >= self.opens_at) or (
            self.is_on(yesterday) and time < self.closes_at
        )

    def is_on(self, day: dt.date) -> bool:
        """Answer whether the rule names a day."""
        if (self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to):
            return False
        if not self._is_in_turn(day):
            return False
        if self.freq == self.Freq.WEEKLY:
            return DAYS[day.weekday()] in self.day_codes
        return self._is_day_of_month(day)

    @property
    def day_codes(self) -> list[str]:
        """The days of the week, as their two letters, with a number before them by the month."""
        return [part.strip() for part in self.byday.split(",") if part.strip()]

    @property
    def label(self) -> str:
        """The rule in words."""
        hours = ""
        if self.opens_at and self.closes_at:
            hours = f"{_clock(self.opens_at)} – {_clock(self.closes_at)}"
        return " ".join(filter(None, [self.days_label, hours])) or self.description

    @property
    def days_label(self) -> str:
        """The days in words."""
        if self.freq == self.Freq.MONTHLY:
            return ", ".join([*map(_day_in_month, self.day_codes), *self._month_days()])
        codes = self.day_codes
        if codes == list(DAYS):
            return gettext("Every day")
        at = [DAYS.index(code) for code in codes]
        if len(at) > 2 and at == list(range(at[0], at[-1] + 1)):
            return f"{day_name(codes[0])} – {day_name(codes[-1])}"
        return ", ".join(map(day_name, codes))

    def _is_in_turn(self, day: dt.date) -> bool:
        """Answer whether a rule of every second week, or month, has its turn."""
        if self.interval <= 1 or self.dtstart is None:
            return True
        if self.freq == self.Freq.MONTHLY:
            months = (day.year - self.dtstart.year) * 12 + day.month - self.dtstart.month
            return months % self.interval == 0
        first = self.dtstart - dt.timedelta(days=self.dtstart.weekday())
        return (day - first).days // 7 % self.interval == 0

    def _is_day_of_month(self, day: dt.date) -> bool:
        last = monthrange(day.year, day.month)[1]
        days = {int(part) for part in self.bymonthday.split(",") if part.strip()}
        if day.day in days or day.day - last - 1 in days:
            return True
        name = DAYS[day.weekday()]
        from_start, from_end = (day.day - 1) // 7 + 1, -((last - day.day) // 7 + 1)
        return bool({name, f"{from_start}{name}", f"{from_end}{name}"} & set(self.day_codes))

    def _month_days(self) -> list[str]:
        days = [part.strip() for part in self.bymonthday.split(",") if part.strip()]
        return [gettext("day %(number)s of the month") % {"number": number} for number in days]


def _clock(time: dt.time) -> str:
    return time_format(time, "TIME_FORMAT")


def _day_in_month(code: str) -> str:
    number, name = code[:-2], day_name(code[-2:])
    if not number:
        return name
    if number.startswith("-"):
        return gettext("last %(day)s of the month") % {"day": name}
    return gettext("%(day)s number %(number)s of the month") % {"day": name, "number": number}


class CostOption(DirectoryRow):
    """What a service costs, or one of its prices."""

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="costs")
    option = models.CharField("for whom or what", max_length=NAME_MAX_LENGTH, blank=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    amount_description = models.TextField(max_length=TEXT_MAX_LENGTH, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    history = tracked()

    @property
    def words(self) -> str:
        """The price and for whom it is, in one line."""
        price = "" if self.amount is None else f"{self.amount} {self.currency or 'USD'}"
        return " · ".join(filter(None, [self.option, price, self.amount_description]))


class Contact(DirectoryRow):
    """A person or a desk of an organization that the public may turn to."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="contacts", null=True
    )
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="contacts", null=True
    )
    location = models.ForeignKey(
        Location, on_delete=models.PROTECT, related_name="contacts", null=True
    )
    place = models.ForeignKey(
        ServiceAtLocation, on_delete=models.PROTECT, related_name="contacts", null=True
    )
    name = models.CharField(max_length=NAME_MAX_LENGTH, blank=True)
    title = models.CharField(max_length=NAME_MAX_LENGTH, blank=True)
    department = models.CharField(max_length=NAME_MAX_LENGTH, blank=True)
    email = models.EmailField(max_length=LINE_MAX_LENGTH, blank=True)

    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_of_something",
                condition=_of_something("organization", "service", "location", "place"),
            ),
        ]


class Phone(DirectoryRow):
    """A number to call, of an organization, a service, a place or a contact."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="phones", null=True
    )
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="phones", null=True)
    location = models.ForeignKey(
        Location, on_delete=models.PROTECT, related_name="phones", null=True
    )
    place = models.ForeignKey(
        ServiceAtLocation, on_delete=models.PROTECT, related_name="phones", null=True
    )
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="phones", null=True)
    number = models.CharField(max_length=40)
    extension = models.CharField(max_length=20, blank=True)
    type = models.CharField("voice, text, fax, hotline", max_length=40, blank=True)
    description = models.TextField(max_length=TEXT_MAX_LENGTH, blank=True)

    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="phone_of_something",
                condition=_of_something("organization", "service", "location", "place", "contact"),
            ),
        ]

    @property
    def link(self) -> str:
        """The address that a tap calls."""
        digits = "".join(c for c in self.number if c.isdigit())
        plus = "+" if self.number.strip().startswith("+") else ""
        extension = "".join(c for c in self.extension if c.isdigit())
        return f"tel:{plus}{digits}" + (f",{extension}" if extension else "")


class SpokenLanguage(DirectoryRow):
    """A language that is spoken in a service or at a place."""

    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, related_name="languages", null=True
    )
    location = models.ForeignKey(
        Location, on_delete=models.PROTECT, related_name="languages", null=True
    )
    name = models.CharField(max_length=NAME_MAX_LENGTH, blank=True)
    code = models.CharField("ISO 639 code", max_length=12, blank=True)
    note = models.TextField(max_length=TEXT_MAX_LENGTH, blank=True)

    history = tracked()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="language_of_something", condition=_of_something("service", "location")
            ),
        ]


class Accessibility(DirectoryRow):
    """How a place can be used by people with a disability."""

    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="access")
    description = models.TextField(max_length=TEXT_MAX_LENGTH, blank=True)
    details = models.TextField(max_length=TEXT_MAX_LENGTH, blank=True)
    url = models.URLField(max_length=LINE_MAX_LENGTH, blank=True)

    history = tracked()
