"""Two of every record, one within a role's reach and one outside, with words to look for."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from cvi.accounts import services as accounts
from cvi.accounts.models import Agency, Device, Program, Team, User
from cvi.accounts.roles import Permission, Role
from cvi.accounts.services import Place
from cvi.cases import checkpoints, documents, reviews, sight
from cvi.cases import services as cases
from cvi.cases.models import (
    Case,
    Document,
    DutyReport,
    Eligibility,
    Incentive,
    SafetyPlan,
    Screening,
)
from cvi.cases.services import (
    Delivery,
    Finding,
    GroupPlan,
    Identity,
    Mark,
    Opening,
    Proposal,
    Review,
    Signing,
    Sitting,
    Step,
    Task,
)
from cvi.cases.services.rights import Told
from cvi.emergency import services as emergency
from cvi.emergency.services import Plea
from cvi.papers import services as papers
from cvi.papers.models import Job
from cvi.papers.uploads import CleanFile, FileType
from cvi.referrals import services as referrals
from cvi.referrals.models import Referral
from cvi.referrals.services import Handoff
from cvi.standards import reading as standards
from cvi.standards.models import ListItem, ProgramModel
from tests.cast import Cast
from tests.security.duty import a_shift, alert_of
from tests.security.places import agency_far_away, entry_of, place_of
from tests.security.programs import program_records
from tests.security.referrals import sent_referrals
from tests.security.staff import about_a_worker

HOMES = {
    Role.MESSENGER: "harbor_team",
    Role.SUPERVISOR: "harbor_team",
    Role.HOSPITAL_SPECIALIST: "mercy_team",
    Role.CLINICIAN: "mercy_team",
    Role.NAVIGATOR: "gvi_team",
    Role.GVI_COORDINATOR: "gvi_team",
    Role.REENTRY_COORDINATOR: "reentry_team",
    Role.PROVIDER: "hill_team",
}
"""The team in which each role is held; the others are held in the office itself."""


def home_of(cast: Cast, role: Role) -> Agency | Team:
    """Return where a role is held."""
    return getattr(cast, HOMES.get(role, "ovp"))


def away_from(cast: Cast, home: Agency | Team) -> Team:
    """Return a team of another agency in the same program, or one far from an office role."""
    if isinstance(home, Agency) or home.program == Program.OUTREACH:
        return cast.hill_team if home != cast.hill_team else cast.harbor_team
    return _team_of_another_agency(cast, Program(home.program))


def fill(cast: Cast, team: Team, worker: User | None, word: str) -> dict[str, UUID]:
    """Make one record of each kind in `team`; every text in it carries `word`."""
    case = _case(cast, team, worker, word)
    by = worker or cast.system
    today = timezone.localdate()
    made: dict[str, Any] = {"case": case, "participant": case.participant}
    made |= _planned(case, word, by) | _counted(case, word, by)
    made["note"] = cases.add_note(case=case, text=f"{word}-NOTE", by=by)
    made["addendum"] = cases.add_to_note(note=made["note"], text=f"{word}-NOTE", by=by)
    task = Task(f"{word}-NOTE")
    what = {"kind": "check_in", "due_on": today, "task": task}
    made["follow_up"] = cases.plan_follow_up(case=case, by=by, **what)
    made["document"] = _document(case, word, by)
    recipient = cast.hill if team.agency != cast.hill else cast.harbor
    made["consent"] = cast.consent(case, recipient, "name")
    made["team"] = cast.hill_team if recipient == cast.hill else cast.harbor_team
    made |= {"referral": _referral_to(cast, team, word)} | sent_referrals(cast, case, by)
    made["screening"] = _screening(case, word, by)
    cases.save_safety_plan(case=case, parts=dict.fromkeys(SafetyPlan.PARTS, f"{word}-SAFE"), by=by)
    made |= _rights(case, word, by)
    made |= _reviewed_by_others(cast, case, word, by)
    made["transfer"] = cases.ask_transfer(case=case, to_team=team, by=by)
    made["sight_request"] = sight.request_sight(case=case, by=cast.system)
    made |= _family(cast, case, word, by) | {"shift": a_shift(cast, team, worker)}
    made |= _group(case, word, by)
    made |= program_records(case, word, by) | about_a_worker(case, word, by)
    return {kind: row.pk for kind, row in made.items()}


def _reviewed_by_others(cast: Cast, case: Case, word: str, by: User) -> dict[str, Any]:
    """Write down what somebody else asks for, so that it waits for the supervisor."""
    unassigned = _case(cast, case.team, None, word)
    worse = {"safety": "negative"}
    worry = cases.rate_progress(case=unassigned, changes=worse, by=cast.system)
    what = {"kind": "risk", "subject": case.pk, "verdict": "sent_back", "words": f"{word}-SAID"}
    return {
        "worry": worry,
        "work_review": cases.review_work(case=case, by=cast.system, **what),
        "eligibility": _eligibility(case, word, cast.system),
        "incentive": _incentive(case, word, cast.system),
    }


CASE_KINDS = frozenset(
    {"case", "participant", "goal", "note", "follow_up", "document", "consent", "team", "referral"}
    | {"agreement", "work_review", "worry"}
    | {"sent_referral", "lost_referral", "told_referral", "referral_draft"}
    | {"transfer", "eligibility", "sight_request", "demand", "screening", "addendum"}
    | {"goal_step", "goal_review", "need", "service", "rating", "checkpoint"}
    | {"claim", "claim_paper", "claim_amount"}
    | {"relative", "contact_point", "kin_link", "merge", "shift"}
    | {"group", "group_session", "group_member", "incentive"}
    | {"staff_session", "staff_action", "training", "exposure", "wellbeing"}
    | {"bulk_move"}
)
PROGRAM_KINDS = {
    Program.OUTREACH: frozenset({"contact"}),
    Program.HOSPITAL: frozenset({"visit"}),
    Program.GVI: frozenset({"notification", "drop_box", "drop_box_message"}),
    Program.REENTRY: frozenset({"episode"}),
}
TEAM_KINDS = frozenset({"user", "membership"})
STAFF_KINDS = TEAM_KINDS | {"waiting_role", "device", "place_kind", "site", "own_team"}
OFFICE_KINDS = frozenset({"match_review", "emergency_use", "lost_right", "waiting_role"})
DIRECTORY_KINDS = frozenset(
    {"entry", "organization", "part_kind", "part", "correction", "directory_file"}
)
STANDARD_KINDS = frozenset({"kind", "standard", "program_model"})


def fill_others(cast: Cast, home: Agency | Team, user: User, word: str) -> dict[str, UUID]:
    """Make one record of every kind there is outside the reach of `user`, whose place is `home`."""
    made: dict[str, UUID] = {}
    for team in _teams_elsewhere(cast, away_from(cast, home)):
        made = fill(cast, team, None, word) | made
    plea = _plea(_case(cast, _not(home, cast.mercy_team, cast.harbor_team), None, word))
    used = emergency.break_glass(plea=plea, by=_of_the_office(cast, user))
    made |= staff_of(cast, cast.hill_team, word)
    made["team"] = _not(home, cast.mercy_team, cast.harbor_team).pk
    made["job"] = job_of(cast.manager("someone"))
    made["alert"] = alert_of(cast, cast.auditor("somebody"))
    made["match_review"] = match_between_others(cast, word, home)
    made |= a_standard(-1) | place_of(cast, agency_far_away()) | entry_of(cast, cast.hill)
    return made | {"emergency_use": used.pk, "lost_right": made["user"]}


def colleague_of(cast: Cast, team: Team) -> dict[str, UUID]:
    """Let someone else work in a team."""
    user = cast.user("colleague", Role.NAVIGATOR, team)
    return {"user": user.pk, "membership": user.memberships.get().pk}


def staff_of(cast: Cast, team: Team, word: str) -> dict[str, UUID]:
    """Let someone work in a team, signed in somewhere, with a role that waits for approval."""
    name = f"{word.lower()}-{team.agency.name.split()[0].lower()}"
    user = accounts.add_user(username=name, name=name, by=cast.system)
    giver = accounts.add_user(username=f"{name}-giver", name=name, by=cast.system)
    held = {Role.NAVIGATOR: Place(team.agency, team), Role.ADMINISTRATOR: Place(team.agency)}
    roles = [
        accounts.give_role(user=user, role=role, place=place, by=giver)
        for role, place in held.items()
    ]
    device = Device(user=user, browser="chrome", system="android", session_hash=name[:40])
    device.mark_hash = name
    device.save()
    ids = {"user": user, "membership": roles[0], "waiting_role": roles[1], "device": device}
    return {kind: row.pk for kind, row in ids.items()}


def job_of(user: User) -> UUID:
    """Ask for a report, as a user who may."""
    return papers.start_job(kind=Job.Kind.CASELOAD_XLSX, params={}, by=user).pk


def match_between_others(cast: Cast, word: str, home: Agency | Team | None = None) -> UUID:
    """Let two agencies know the same person, as the worker finds out."""
    for team in (cast.hill_team, _not(home, cast.mercy_team, cast.harbor_team)):
        case = _case(cast, team, None, word)
    review, *_others = reviews.compare_elsewhere(participant=case.participant, by=cast.system)
    return review.pk


def a_standard(number: int = 0) -> dict[str, Any]:
    """Return one of the standards that ship with the program, with its kind's place in URLs."""
    model = list(ProgramModel.objects.order_by("code"))[number]
    rows = list(ListItem.objects.in_order())
    return {"kind": "lists", "standard": rows[number].pk, "program_model": model.pk}


def uses_between_others(cast: Cast, word: str) -> dict[str, UUID]:
    """Let someone read two files in an emergency, without need, and a third."""
    user = cast.manager("reader")
    uses = []
    for _use in range(3):
        plea = _plea(_case(cast, cast.mercy_team, None, word))
        uses.append(emergency.break_glass(plea=plea, by=user))
    for use in uses[:2]:
        emergency.review(use=use, verdict="not_justified", note="No need.", by=cast.system)
    return {"emergency_use": uses[2].pk, "lost_right": user.pk}


def _plea(case: Case) -> Plea:
    return Plea(case.participant.code, "danger", "x" * 20)


def _not(home: Agency | Team | None, team: Team, instead: Team) -> Team:
    return instead if home == team else team


def _of_the_office(cast: Cast, user: User) -> User:
    """Return who reviews emergencies, for whom their own are out of reach; or anybody else."""
    return user if user.holds(Permission.REVIEW_BREAK_GLASS) else cast.auditor("hurried")


def _teams_elsewhere(cast: Cast, first: Team) -> list[Team]:
    """Return a team of each program, in which the first team comes first."""
    others = [program for program in Program if program != first.program]
    teams = {p: _team_of_another_agency(cast, p) for p in others if p != Program.OUTREACH}
    return [first, *teams.values(), *([cast.hill_team] if Program.OUTREACH in others else [])]


def _case(cast: Cast, team: Team, worker: User | None, word: str) -> Case:
    identity = Identity(
        name_to_use=f"{word}-NAME",
        legal_name=f"{word}-LEGAL",
        street_names=[f"{word}-STREET"],
        birth_date=dt.date(1987, 6, 5),
        phone="+12155550199",
    )
    person = cases.register_participant(agency=team.agency, identity=identity, by=cast.system)
    opening = Opening(team=team, worker=worker, opened_on=dt.date(2026, 1, 5))
    return cases.open_new_case(participant=person, opening=opening, by=cast.system)


def _screening(case: Case, word: str, by: User) -> Screening:
    instrument = standards.instrument("ace")
    assert instrument is not None
    return cases.record_total(case=case, instrument=instrument, total=4, band=f"{word}-BAND", by=by)


def _rights(case: Case, word: str, by: User) -> dict[str, Any]:
    said = f"{word}-SAID"
    agreed = Signing(
        method="witnessed", witness=said, given_by="guardian", giver_name=said, giver_right=said
    )
    _duty_report(case, word, by)
    return {
        "agreement": cases.record_agreement(case=case, agreed=agreed, by=by),
        "demand": cases.record_demand(case=case, kind="complaint", text=said, by=by),
    }


def _duty_report(case: Case, word: str, by: User) -> DutyReport:
    told = Told("mandated_report", f"{word}-WHO", f"{word}-TOLD", f"{word}-WHY", "no")
    return cases.record_duty_report(case=case, told=told, by=by)


def _family(cast: Cast, case: Case, word: str, by: User) -> dict[str, Any]:
    """Write down a life and a family, with a sister who has a file and a file to merge."""
    person, worker = case.participant, case.worker
    told = ("pronouns", "gender_words", "language_words", "stays_at")
    cases.update_about(participant=person, changes={n: f"{word}-{n.upper()}" for n in told}, by=by)
    who = {"name": f"{word}-RELATIVE", "relation": "mother", "phone": f"{word}-NUMBER"}
    number = {"kind": "social", "value": f"{word}-HANDLE", "best_time": f"{word}-TIME"}
    sister = _case(cast, case.team, worker, word).participant
    twin = _case(cast, case.team, worker, word)
    what = {"status": "closed", "exit_reason": "moved", "closed_on": timezone.localdate()}
    cases.close_case(case=twin, by=by, **what)
    return {
        "relative": cases.save_relative(participant=person, relative=None, changes=who, by=by),
        "contact_point": cases.save_contact_point(
            participant=person, point=None, changes=number, by=by
        ),
        "kin_link": cases.link_kin(participant=person, kin=sister, relation="sibling", by=by),
        "merge": cases.merge_people(keep=person, drop=twin.participant, by=by),
    }


def _planned(case: Case, word: str, by: User) -> dict[str, Any]:
    """Set a goal with a step, look back on it, and do something for it."""
    text = f"{word}-GOAL"
    goal = cases.set_goal(case=case, domain="work", words=text, baseline=text, by=by)
    step = cases.add_goal_step(goal=goal, step=Step(text, "worker"), by=by)
    review = cases.review_goal(goal=goal, review=Review("active", text), by=by)
    need = cases.record_need(case=case, domain="work", by=by)
    delivery = Delivery("transport", Decimal(1), "rides", ["city"], goal=goal, need=need)
    return {
        "goal": goal,
        "goal_step": step,
        "goal_review": review,
        "need": need,
        "service": cases.record_service(case=case, delivery=delivery, by=by),
        "rating": cases.rate_progress(case=case, changes={"work": "positive"}, by=by),
    }


def _counted(case: Case, word: str, by: User) -> dict[str, Any]:
    """Answer a checkpoint, and help with a claim to victim compensation."""
    slot = checkpoints.to_ask(case)[-1]
    said = {"alive": {"answer": "yes", "source": "self"}}
    finding = Finding("reached", timezone.localdate(), said, f"{word}-NOTE")
    facts = {
        "state": "nc",
        "harm": "killed",
        "claimant": "family",
        "crime_on": dt.date(2026, 1, 5),
        "claimant_name": f"{word}-RELATIVE",
        "no_report_reason": f"{word}-WHY",
        "claim_number": f"{word}-NUMBER",
    }
    claim = cases.open_claim(case=case, facts=facts, by=by)
    return {
        "checkpoint": cases.record_checkpoint(slot=slot, finding=finding, by=by),
        "claim": claim,
        "claim_paper": cases.save_claim_papers(claim=claim, statuses={"wage_proof": "have"}, by=by)[
            0
        ],
        "claim_amount": cases.save_claim_amount(
            claim=claim, cost="funeral", requested=Decimal(900), by=by
        ),
    }


def _group(case: Case, word: str, by: User) -> dict[str, Any]:
    """Let someone join a group, and come to a session a week ago; another group waits for them."""
    began, week_ago = case.opened_on, timezone.localdate() - dt.timedelta(days=7)
    plan = GroupPlan("cbt", f"{word}-GROUP", starts_on=began, curriculum=f"{word}-TAUGHT")
    group = cases.start_group(team=case.team, plan=plan, leads=[by], by=by)
    member = cases.join_group(group=group, case=case, joined_on=began, by=by)
    sitting, roll = Sitting(90, f"{word}-TOPIC"), {member: Mark("present", f"{word}-CAME")}
    session = cases.add_session(group=group, held_on=week_ago, sitting=sitting, roll=roll, by=by)
    other = GroupPlan("cbt", f"{word}-GROUP", starts_on=began)
    cases.start_group(team=case.team, plan=other, by=by)
    return {"group": group, "group_session": session, "group_member": member}


def _incentive(case: Case, word: str, by: User) -> Incentive:
    proposal = Proposal("stipend", Decimal(50), f"{word}-FOR", ["city"])
    return cases.propose_incentive(case=case, proposal=proposal, by=by)


def _eligibility(case: Case, word: str, by: User) -> Eligibility:
    criteria_set = standards.criteria_set(case.program)
    assert criteria_set is not None
    answers = {row.code: "yes" for row in criteria_set.parts.all()[:1]}
    what = {"criteria_set": criteria_set, "answers": answers, "why": f"{word}-WHY"}
    return cases.assess_eligibility(case=case, by=by, **what)


def _document(case: Case, word: str, by: User) -> Document:
    file = CleanFile(f"{word}-FILE.pdf", FileType.PDF, f"{word}-CONTENT".encode())
    return documents.add_document(case=case, kind="letter", file=file, about=f"{word}-DOC", by=by)


def _referral_to(cast: Cast, team: Team, word: str) -> Referral:
    """Send someone to `team` from an agency that nobody in the play works for."""
    sender = Team(agency=agency_far_away(), program=Program.OUTREACH, name="Team that refers")
    sender.save()
    case = _case(cast, sender, None, word)
    cast.consent(case, team.agency, "name", "phone")
    handoff = Handoff(team, ["name", "phone"], "today")
    return referrals.send_referral(case=case, handoff=handoff, by=cast.system)


def _team_of_another_agency(cast: Cast, program: Program) -> Team:
    team = Team(agency=cast.hill, program=program, name=f"Hill {program} team")
    team.save()
    return team
