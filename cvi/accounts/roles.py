"""Who may do what: the one table. Sight of a record is data; ability is this file."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cvi.vault.models import Domain


class Program(models.TextChoices):
    """The four programs. Each is blind to the others."""

    OUTREACH = "outreach", _("Street outreach")
    HOSPITAL = "hospital", _("Hospital-based violence intervention")
    GVI = "gvi", _("Group violence intervention")
    REENTRY = "reentry", _("Reentry")


class Permission(models.TextChoices):
    """Everything that a person can be allowed to do."""

    OPEN_CASE = "open_case", _("Open a case they have sight of")
    REGISTER_PARTICIPANT = "register_participant", _("Register a participant and open a case")
    CHANGE_CASE = "change_case", _("Say where a case stands, close it, ask others to take it over")
    ASSIGN_CASE = "assign_case", _("Give their team's cases to workers, and accept cases")
    ASSESS_ELIGIBILITY = "assess_eligibility", _("Say which criteria of the program someone meets")
    APPROVE_ELIGIBILITY = "approve_eligibility", _("Approve or send back who is eligible")
    LOG_CONTACT = "log_contact", _("Log a contact or an attempt")
    ADD_NOTE = "add_note", _("Add a note")
    READ_SENSITIVE_NOTE = "read_sensitive_note", _("Read their team's sensitive notes")
    ADD_DOCUMENT = "add_document", _("Add a document, or remove one")
    SET_GOAL = "set_goal", _("Set needs and goals, record what was done and how it is going")
    KEEP_GROUP = "keep_group", _("Run groups of their team, and say who came")
    PROPOSE_INCENTIVE = "propose_incentive", _("Ask for an incentive, and say it was paid")
    APPROVE_INCENTIVE = "approve_incentive", _("Approve or decline incentives of their team")
    PLAN_FOLLOW_UP = "plan_follow_up", _("Plan a follow-up and say how it went")
    RECORD_CONSENT = "record_consent", _("Record consent, or that it was taken back")
    RECORD_DUTY_REPORT = "record_duty_report", _("Record what a law or a life made them tell")
    RECORD_DEMAND = "record_demand", _("Record a complaint, or what someone wants corrected")
    ANSWER_DEMAND = "answer_demand", _("Answer complaints and corrections of their team")
    SEND_REFERRAL = "send_referral", _("Refer a participant to another team")
    ANSWER_REFERRAL = "answer_referral", _("Accept or decline a referral to their team")
    KEEP_DIRECTORY = "keep_directory", _("Keep the service directory right")
    SCREEN = "screen", _("Ask a screening, and see what it came to")
    KEEP_SAFETY_PLAN = "keep_safety_plan", _("Write a plan to stay safe with a participant")
    DO_BEDSIDE_INTAKE = "do_bedside_intake", _("Make a bedside intake")
    PLAN_NOTIFICATION = "plan_notification", _("Plan a custom notification")
    RECORD_CUSTODY = "record_custody", _("Record a custody episode")
    RAISE_ALERT = "raise_alert", _("Raise a safety alert, and see who is on call")
    PLAN_SHIFTS = "plan_shifts", _("Plan who of their team is on call")
    READ_DROP_BOX = "read_drop_box", _("Read what offices left for their GVI team")
    MANAGE_DROP_BOXES = "manage_drop_boxes", _("Set up and close drop boxes of their GVI team")
    REVIEW_WORK = "review_work", _("Look at what their team wrote, and send it back")
    MERGE_PEOPLE = "merge_people", _("Merge two files of one person, and undo it")
    GRANT_SIGHT = "grant_sight", _("Let a colleague see a file of their team, until a date")
    VIEW_CASELOAD_REPORT = "view_caseload_report", _("See counts of the caseloads they report on")
    GIVE_TOTALS = "give_totals", _("Make totals for a funder or a partner")
    VIEW_TRAIL = "view_trail", _("See who saw and changed what, by code")
    BREAK_GLASS = "break_glass", _("Read one file for an hour in an emergency")
    REVIEW_BREAK_GLASS = "review_break_glass", _("Review who read a file in an emergency")
    VIEW_ACCESS_LOG = "view_access_log", _("See who has looked at a participant of their team")
    VIEW_DISCLOSURES = "view_disclosures", _("See what left about a participant of their team")
    FIND_DISCLOSURES = "find_disclosures", _("See by code what left about any participant")
    REVIEW_MATCHES = "review_matches", _("Decide if two agencies know the same person")
    MANAGE_STANDARDS = "manage_standards", _("Set value lists, numbers and rules")
    MANAGE_PLACES = "manage_places", _("Set up and close organizations, zones, sites and teams")
    MANAGE_USERS = "manage_users", _("Invite people and give them roles")
    KEEP_OWN_PAGE = "keep_own_page", _("Check in and out, note how they are, see their training")
    LEAD_STAFF = "lead_staff", _("Keep staff supervision and training, see who of the team is out")
    SIGN_OUT_TEAM = "sign_out_team", _("See and end where people of their team are signed in")
    APPROVE_ROLES = "approve_roles", _("Approve a role that needs a second person")


class Role(models.TextChoices):
    """The roles, in the words of the field."""

    MESSENGER = "messenger", _("Credible messenger")
    SUPERVISOR = "supervisor", _("Supervisor")
    HOSPITAL_SPECIALIST = "hospital_specialist", _("Hospital violence specialist")
    CLINICIAN = "clinician", _("Clinician")
    NAVIGATOR = "navigator", _("Service navigator")
    GVI_COORDINATOR = "gvi_coordinator", _("GVI coordinator")
    REENTRY_COORDINATOR = "reentry_coordinator", _("Reentry coordinator")
    MANAGER = "manager", _("OVP manager")
    PROVIDER = "provider", _("Service provider")
    DIRECTORY_STEWARD = "directory_steward", _("Directory steward")
    PRIVACY_OFFICER = "privacy_officer", _("Privacy officer")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("System administrator")


@dataclass(frozen=True)
class Limits:
    """How long a session stays open when nobody touches it, and how long it lasts at all."""

    idle_minutes: int
    absolute_hours: int


FIELD = Limits(idle_minutes=15, absolute_hours=12)
OFFICE = Limits(idle_minutes=10, absolute_hours=8)
OUTSIDE = Limits(idle_minutes=15, absolute_hours=8)
SHARED_DEVICE = Limits(idle_minutes=5, absolute_hours=2)


@dataclass(frozen=True)
class Powers:
    """What a role may do, where it is held, whether it sees its team, and its key domains.

    Of `own_domains` it opens the key of its holder alone, never a colleague's.

    `teams_of` names the programs in whose teams the role is held; without one it is held in an
    agency as a whole. A role that `is_of_office` looks at the whole city, so it is held in the
    office alone. One that `needs_second_person` counts only after somebody else approved it; one
    that `needs_passkey` is not held with a password and a code, which can be talked out of someone.
    """

    about: str | Promise
    may: frozenset[Permission] = frozenset()
    teams_of: frozenset[Program] = frozenset()
    sees_team: bool = False
    is_of_office: bool = False
    needs_second_person: bool = False
    needs_passkey: bool = False
    limits: Limits = FIELD
    domains: frozenset[Domain] = field(default_factory=frozenset)
    own_domains: frozenset[Domain] = field(default_factory=frozenset)


_P = Permission
_ANY_TEAM = frozenset(Program)
_CASEWORK = frozenset(
    {
        _P.OPEN_CASE,
        _P.REGISTER_PARTICIPANT,
        _P.CHANGE_CASE,
        _P.ASSESS_ELIGIBILITY,
        _P.ADD_NOTE,
        _P.ADD_DOCUMENT,
        _P.SET_GOAL,
        _P.PLAN_FOLLOW_UP,
        _P.KEEP_GROUP,
        _P.KEEP_OWN_PAGE,
        _P.KEEP_SAFETY_PLAN,
        _P.PROPOSE_INCENTIVE,
        _P.RECORD_CONSENT,
        _P.RECORD_DEMAND,
        _P.RECORD_DUTY_REPORT,
        _P.SEND_REFERRAL,
        _P.ANSWER_REFERRAL,
        _P.RAISE_ALERT,
    }
)
_CORE = frozenset({Domain.CORE, Domain.GROUP, Domain.REFERRAL, Domain.PAPERS})
_CASES = _CORE | {Domain.ELIGIBILITY}
_OWN = frozenset({Domain.STAFF_FILE, Domain.WELLBEING})

ROLES: dict[Role, Powers] = {
    Role.MESSENGER: Powers(
        about=_("Walks the street. Sees the people assigned to them."),
        may=_CASEWORK - {_P.ANSWER_REFERRAL} | {_P.LOG_CONTACT},
        teams_of=frozenset({Program.OUTREACH}),
        domains=_CASES,
        own_domains=_OWN,
    ),
    Role.SUPERVISOR: Powers(
        about=_("Leads one team, sees its people, answers its referrals."),
        may=_CASEWORK
        | {
            _P.ANSWER_DEMAND,
            _P.APPROVE_ELIGIBILITY,
            _P.APPROVE_INCENTIVE,
            _P.ASSIGN_CASE,
            _P.BREAK_GLASS,
            _P.GRANT_SIGHT,
            _P.LEAD_STAFF,
            _P.LOG_CONTACT,
            _P.MANAGE_DROP_BOXES,
            _P.MERGE_PEOPLE,
            _P.PLAN_SHIFTS,
            _P.READ_DROP_BOX,
            _P.READ_SENSITIVE_NOTE,
            _P.REVIEW_WORK,
            _P.SIGN_OUT_TEAM,
            _P.VIEW_ACCESS_LOG,
            _P.VIEW_CASELOAD_REPORT,
            _P.VIEW_DISCLOSURES,
        },
        teams_of=_ANY_TEAM,
        sees_team=True,
        domains=_CASES | {Domain.DROP_BOX, Domain.STAFF_FILE},
        own_domains=_OWN,
    ),
    Role.HOSPITAL_SPECIALIST: Powers(
        about=_("Meets people at the bedside. Sees their own hospital's team."),
        may=_CASEWORK | {_P.ASSIGN_CASE, _P.DO_BEDSIDE_INTAKE, _P.SCREEN},
        teams_of=frozenset({Program.HOSPITAL}),
        sees_team=True,
        domains=_CASES | {Domain.MEDICAL},
        own_domains=_OWN,
    ),
    Role.CLINICIAN: Powers(
        about=_("Screens and counsels. Sees their own hospital's team."),
        may=frozenset(
            {
                _P.OPEN_CASE,
                _P.ADD_NOTE,
                _P.READ_SENSITIVE_NOTE,
                _P.SET_GOAL,
                _P.PLAN_FOLLOW_UP,
                _P.KEEP_GROUP,
                _P.KEEP_OWN_PAGE,
                _P.KEEP_SAFETY_PLAN,
                _P.RAISE_ALERT,
                _P.SCREEN,
            }
        ),
        teams_of=frozenset({Program.HOSPITAL}),
        sees_team=True,
        domains=_CORE | {Domain.MEDICAL},
        own_domains=_OWN,
    ),
    Role.NAVIGATOR: Powers(
        about=_("Connects those who accepted help with services. Sees the people assigned."),
        may=_CASEWORK | {_P.LOG_CONTACT},
        teams_of=_ANY_TEAM,
        domains=_CASES,
        own_domains=_OWN,
    ),
    Role.GVI_COORDINATOR: Powers(
        about=_("Plans custom notifications and call-ins, apart from police."),
        may=_CASEWORK
        | {_P.ASSIGN_CASE, _P.MANAGE_DROP_BOXES, _P.PLAN_NOTIFICATION, _P.READ_DROP_BOX},
        teams_of=frozenset({Program.GVI}),
        sees_team=True,
        domains=_CASES | {Domain.DROP_BOX, Domain.GVI},
        own_domains=_OWN,
    ),
    Role.REENTRY_COORDINATOR: Powers(
        about=_("Prepares release days. Sees the people of the reentry team."),
        may=_CASEWORK | {_P.ASSIGN_CASE, _P.RECORD_CUSTODY},
        teams_of=frozenset({Program.REENTRY}),
        sees_team=True,
        domains=_CASES,
        own_domains=_OWN,
    ),
    Role.MANAGER: Powers(
        about=_("Answers to the council. Counts every caseload, opens nobody's file."),
        may=frozenset(
            {_P.VIEW_CASELOAD_REPORT, _P.GIVE_TOTALS, _P.BREAK_GLASS, _P.MANAGE_STANDARDS}
        ),
        is_of_office=True,
        limits=OFFICE,
        domains=frozenset({Domain.PAPERS}),
    ),
    Role.PROVIDER: Powers(
        about=_("Works outside. Sees what a referral to them says, nothing else."),
        may=frozenset({_P.ANSWER_REFERRAL}),
        teams_of=_ANY_TEAM,
        limits=OUTSIDE,
        domains=frozenset({Domain.REFERRAL}),
    ),
    Role.DIRECTORY_STEWARD: Powers(
        about=_("Keeps the service directory right. Sees no person."),
        may=frozenset({_P.KEEP_DIRECTORY}),
        limits=OFFICE,
        domains=frozenset({Domain.PAPERS}),
    ),
    Role.PRIVACY_OFFICER: Powers(
        about=_("Guards the files: disclosures, matches, reviews. Sees codes."),
        may=frozenset(
            {
                _P.APPROVE_ROLES,
                _P.BREAK_GLASS,
                _P.FIND_DISCLOSURES,
                _P.REVIEW_BREAK_GLASS,
                _P.REVIEW_MATCHES,
                _P.VIEW_TRAIL,
            }
        ),
        is_of_office=True,
        needs_second_person=True,
        needs_passkey=True,
        limits=OFFICE,
        domains=frozenset({Domain.EMERGENCY, Domain.MATCH, Domain.PAPERS}),
    ),
    Role.AUDITOR: Powers(
        about=_("Checks who saw and changed what. Sees codes, never names."),
        may=frozenset({_P.VIEW_TRAIL, _P.BREAK_GLASS}),
        is_of_office=True,
        needs_second_person=True,
        needs_passkey=True,
        limits=OFFICE,
        domains=frozenset({Domain.PAPERS}),
    ),
    Role.ADMINISTRATOR: Powers(
        about=_("Invites people, gives roles, sets up teams. Sees no person's file."),
        may=frozenset({_P.MANAGE_PLACES, _P.MANAGE_USERS, _P.APPROVE_ROLES}),
        needs_second_person=True,
        needs_passkey=True,
        limits=OFFICE,
    ),
}
