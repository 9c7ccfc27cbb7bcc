"""Family: who to call, who lives there, and who of them is a participant too."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from cvi.accounts.models import User
from cvi.audit.history import tracked
from cvi.cases.models.about import code_field
from cvi.cases.models.participant import Participant, PersonRecord, PersonRecordQuerySet
from cvi.vault.fields import SealedJSONField, SealedTextField


class Relative(PersonRecord):
    """Someone of a participant's family or friends, who is no participant."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    name = SealedTextField("name", label="relative.name")
    relation = SealedTextField("who they are to the participant", label="relative.relation")
    phone = SealedTextField("phone", label="relative.phone", blank=True)
    lives_there = code_field("lives in the same home", "lives_there")
    call_in_emergency = SealedJSONField(
        "call in an emergency", label="relative.call_in_emergency", default=bool, blank=True
    )
    is_guardian = SealedJSONField(
        "decides for a minor", label="relative.is_guardian", default=bool, blank=True
    )
    may_contact = code_field("may we contact them", "may_contact")
    knows_of_hospital = code_field("knows about the hospital visit", "knows_of_hospital")

    objects = PersonRecordQuerySet.as_manager()
    history = tracked()


class KinLinkQuerySet(models.QuerySet["KinLink"]):
    """Reads of who is family of whom."""

    def visible_to(self, user: User) -> Self:
        """Keep the links of which `user` was given sight of both ends."""
        seen = Participant.objects.visible_to(user)
        return self.filter(participant__in=seen, kin__in=seen)

    def of(self, person: Participant) -> Self:
        """Keep the links of one participant, from either end."""
        return self.filter(Q(participant=person) | Q(kin=person))


class KinLink(PersonRecord):
    """Two participants of one agency are family. One row, read from both ends."""

    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    kin = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    relation = SealedTextField("who the kin is to the participant", label="kin_link.relation")
    back = SealedTextField("who the participant is to the kin", label="kin_link.back")

    objects = KinLinkQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["participant", "kin"], name="kin_once"),
            models.CheckConstraint(
                name="nobody_is_their_own_kin", condition=~Q(participant=F("kin"))
            ),
        ]

    def other(self, person_id: UUID) -> Participant:
        """Return the one at the other end."""
        return self.kin if self.participant_id == person_id else self.participant

    def relation_to(self, person_id: UUID) -> str:
        """Return what the other end is to this one, as a code."""
        code: str = self.relation if self.participant_id == person_id else self.back
        return code
