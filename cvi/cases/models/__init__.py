"""The tables of the shared record."""

from cvi.cases.models.case import Case, CaseGrant, CaseRecord, CaseRecordQuerySet
from cvi.cases.models.consent import Consent
from cvi.cases.models.course import Assignment, PhaseChange, StatusChange, Transfer
from cvi.cases.models.delivered import ServiceDelivered
from cvi.cases.models.document import Document
from cvi.cases.models.eligibility import Eligibility
from cvi.cases.models.follow_ups import Attempt, FollowUp
from cvi.cases.models.goals import Goal, GoalReview, GoalStep
from cvi.cases.models.matching import MatchReview, PersonLink, SearchToken, SightRequest
from cvi.cases.models.needs import Need
from cvi.cases.models.notes import Note, NoteAddendum
from cvi.cases.models.participant import ContactPoint, Participant
from cvi.cases.models.progress import ProgressRating

__all__ = [
    "Assignment",
    "Attempt",
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
    "GoalReview",
    "GoalStep",
    "MatchReview",
    "Need",
    "Note",
    "NoteAddendum",
    "Participant",
    "PersonLink",
    "PhaseChange",
    "ProgressRating",
    "SearchToken",
    "ServiceDelivered",
    "SightRequest",
    "StatusChange",
    "Transfer",
]
