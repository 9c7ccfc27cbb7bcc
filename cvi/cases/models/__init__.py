"""The tables of the shared record."""

from cvi.cases.models.about import About
from cvi.cases.models.case import Case, CaseGrant, CaseRecord, CaseRecordQuerySet
from cvi.cases.models.consent import Consent
from cvi.cases.models.course import Assignment, PhaseChange, StatusChange, Transfer
from cvi.cases.models.document import Document
from cvi.cases.models.eligibility import Eligibility
from cvi.cases.models.family import KinLink, Relative
from cvi.cases.models.matching import MatchReview, PersonLink, SearchToken, SightRequest
from cvi.cases.models.merge import Merge
from cvi.cases.models.notes import Note
from cvi.cases.models.participant import ContactPoint, Participant
from cvi.cases.models.plans import FollowUp, Goal, Need
from cvi.cases.models.rights import Demand, DutyReport
from cvi.cases.models.safety import SafetyPlan, Screening

__all__ = [
    "About",
    "Assignment",
    "Case",
    "CaseGrant",
    "CaseRecord",
    "CaseRecordQuerySet",
    "Consent",
    "ContactPoint",
    "Demand",
    "Document",
    "DutyReport",
    "Eligibility",
    "FollowUp",
    "Goal",
    "KinLink",
    "MatchReview",
    "Merge",
    "Need",
    "Note",
    "Participant",
    "PersonLink",
    "PhaseChange",
    "Relative",
    "SafetyPlan",
    "Screening",
    "SearchToken",
    "SightRequest",
    "StatusChange",
    "Transfer",
]
