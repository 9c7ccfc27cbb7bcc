"""The tables of the shared record."""

from cvi.cases.models.about import About
from cvi.cases.models.agreement import Agreement
from cvi.cases.models.case import Case, CaseGrant, CaseRecord, CaseRecordQuerySet
from cvi.cases.models.checkpoints import Checkpoint
from cvi.cases.models.compensation import ClaimAmount, ClaimMove, ClaimPaper, CompensationClaim
from cvi.cases.models.consent import Consent
from cvi.cases.models.course import Assignment, PhaseChange, StatusChange, Transfer
from cvi.cases.models.delivered import ServiceDelivered
from cvi.cases.models.document import Document
from cvi.cases.models.eligibility import Eligibility
from cvi.cases.models.family import KinLink, Relative
from cvi.cases.models.follow_ups import Attempt, FollowUp
from cvi.cases.models.goals import Goal, GoalReview, GoalStep
from cvi.cases.models.groups import Attendance, Group, GroupLead, GroupMember, GroupSession
from cvi.cases.models.incentives import Incentive
from cvi.cases.models.matching import MatchReview, PersonLink, SearchToken, SightRequest
from cvi.cases.models.merge import Merge
from cvi.cases.models.moves import BulkMove, MovedCase
from cvi.cases.models.needs import Need
from cvi.cases.models.notes import Note, NoteAddendum
from cvi.cases.models.participant import ContactPoint, Participant
from cvi.cases.models.progress import ProgressRating
from cvi.cases.models.rights import Demand, DutyReport
from cvi.cases.models.safety import SafetyPlan, Screening
from cvi.cases.models.work_review import WorkReview

__all__ = [
    "About",
    "Agreement",
    "Assignment",
    "Attempt",
    "Attendance",
    "BulkMove",
    "Case",
    "CaseGrant",
    "CaseRecord",
    "CaseRecordQuerySet",
    "Checkpoint",
    "ClaimAmount",
    "ClaimMove",
    "ClaimPaper",
    "CompensationClaim",
    "Consent",
    "ContactPoint",
    "Demand",
    "Document",
    "DutyReport",
    "Eligibility",
    "FollowUp",
    "Goal",
    "GoalReview",
    "GoalStep",
    "Group",
    "GroupLead",
    "GroupMember",
    "GroupSession",
    "Incentive",
    "KinLink",
    "MatchReview",
    "Merge",
    "MovedCase",
    "Need",
    "Note",
    "NoteAddendum",
    "Participant",
    "PersonLink",
    "PhaseChange",
    "ProgressRating",
    "Relative",
    "SafetyPlan",
    "Screening",
    "SearchToken",
    "ServiceDelivered",
    "SightRequest",
    "StatusChange",
    "Transfer",
    "WorkReview",
]
