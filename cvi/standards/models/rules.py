"""Rules of the states, as data: deadlines of victim compensation, and who may consent alone."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cvi.audit.history import tracked
from cvi.standards.models.base import Standard, in_language


class DeadlineRule(Standard):
    """How long someone has to report a crime and to file for compensation in one state.

    The code is the state's two letters, or "any" for a state that has no rule here.
    """

    ANY = "any"

    report_within_hours = models.PositiveSmallIntegerField("report to police within", null=True)
    file_within_days = models.PositiveSmallIntegerField("file within days of the crime")
    exceptions_en = models.TextField("exceptions in English", max_length=1000, blank=True)
    exceptions_es = models.TextField("exceptions in Spanish", max_length=1000, blank=True)
    documents = models.JSONField(
        "codes of the list compensation_document", default=list, blank=True
    )
    documents_if_killed = models.JSONField("and where someone was killed", default=list, blank=True)
    checked_on = models.DateField("when someone last checked the law", null=True)

    history = tracked()

    class Meta(Standard.Meta):
        constraints = [
            *Standard.Meta.constraints,
            models.UniqueConstraint(fields=["code", "version"], name="deadline_rule_once"),
        ]

    @property
    def exceptions(self) -> str:
        """The exceptions, in the language of the page."""
        return in_language(self.exceptions_en, self.exceptions_es)

    @property
    def summary(self) -> str:
        """How long there is to file."""
        return gettext("File within %(days)s days") % {"days": self.file_within_days}

    @property
    def must_stay(self) -> bool:
        """The general rule stays."""
        return self.code == self.ANY

    def last_day(self, crime_on: dt.date) -> dt.date:
        """Return the last day to file, for a crime of that day."""
        return crime_on + dt.timedelta(days=self.file_within_days)


class ConsentRule(Standard):
    """From what age on someone consents alone to one kind of service in one state.

    The code is the kind of service. The state is its two letters, or "any".
    """

    LINEAGE = ("state", "code")
    ANY = "any"

    class Service(models.TextChoices):
        TAKE_PART = "take_part", _("Take part in the program")
        MENTAL_HEALTH = "mental_health", _("Mental health care")
        SUBSTANCE_USE = "substance_use", _("Help with alcohol or drugs")
        VICTIM_SERVICES = "victim_services", _("Victim services")
        SHARE = "share", _("Let information be shared")

    state = models.CharField("state, or any", max_length=3, default=ANY)
    min_age = models.PositiveSmallIntegerField("consents alone from this age on")
    guardian_required = models.BooleanField("below it a guardian must consent", default=True)
    guardian_notice = models.BooleanField("below it a guardian must be told", default=True)
    exceptions_en = models.TextField("exceptions in English", max_length=1000, blank=True)
    exceptions_es = models.TextField("exceptions in Spanish", max_length=1000, blank=True)

    history = tracked()

    class Meta(Standard.Meta):
        constraints = [
            *Standard.Meta.constraints,
            models.UniqueConstraint(fields=["state", "code", "version"], name="consent_rule_once"),
        ]

    @property
    def exceptions(self) -> str:
        """The exceptions, in the language of the page."""
        return in_language(self.exceptions_en, self.exceptions_es)

    @property
    def summary(self) -> str:
        """From what age on, and where."""
        where = gettext("any state") if self.state == self.ANY else self.state.upper()
        return gettext("Alone from %(age)s on, %(where)s") % {"age": self.min_age, "where": where}

    @property
    def must_stay(self) -> bool:
        """The general rule stays."""
        return self.state == self.ANY
