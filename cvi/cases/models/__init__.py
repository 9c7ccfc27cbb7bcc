"""The tables of the shared record."""

from cvi.cases.models.case import Case, CaseGrant, CaseRecord, CaseRecordQuerySet
from cvi.cases.models.consent import Consent
from cvi.cases.models.course import Assignment, PhaseChange, StatusChange, Transfer
from cvi.cases.models.document import Document
from cvi.cases.models.eligibility import Eligibility
from cvi.cases.models.matching import MatchReview, PersonLink, SearchToken, SightRequest
from cvi.cases.models.notes import Note
from cvi.cases.models.participant import ContactPoint, Participant
from cvi.cases.models.plans import FollowUp, Goal, Need

__all__ = [
    "Assignment",
    "Case",
    "CaseGrant",
    "CaseRecord",
    "CaseRecordQuerySet",
    "Consent",
    "ContactPoint",
    "Document",
    "Eligibility",
    "FollowUp",
    "Goal",
    "MatchReview",
    "Need",
    "Note",
    "Participant",
    "PersonLink",
    "PhaseChange",
    "SearchToken",
    "SightRequest",
    "StatusChange",
    "Transfer",
]
