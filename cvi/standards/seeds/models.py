"""Example program models: what published programs say of themselves. Each site sets its own.

Where a text gives a number it is here with its source. Where it gives none there is none: the
program's own counts then, which says itself that it is a demo value.
"""

from decimal import Decimal
from typing import Any

from cvi.accounts.roles import Program
from cvi.standards.models import Basis, Protocol, Unit, ValueList
from cvi.standards.seeds.programs import CRITERIA

Rows = list[dict[str, Any]]

_PUBLISHED, _UNCONFIRMED, _DEMO = Basis.PUBLISHED, Basis.UNCONFIRMED, Basis.DEMO
_OUTREACH, _HOSPITAL = Program.OUTREACH, Program.HOSPITAL
_SERVICE = ValueList.SERVICE_TYPE

# Services that only some models name: code, English, Spanish, source
_SERVICES = [
    ("life_map", "LifeMAP", "LifeMAP", "Advance Peace"),
    ("daily_check_in", "Daily check-in", "Contacto diario", "Advance Peace"),
    ("service_navigation", "Finding services", "Orientación a servicios", "Advance Peace"),
    ("travel", "Transformative travel", "Viaje transformador", "Advance Peace"),
    ("elders_circle", "Elders circle", "Círculo de mayores", "Advance Peace"),
    ("internship", "Internship", "Pasantía", "Advance Peace"),
    ("milestone_allowance", "Milestone allowance", "Apoyo por metas", "Advance Peace"),
    ("skill_practice", "Thinking skills, practice", "Práctica de habilidades", "Roca"),
    ("family_meeting", "Family meeting", "Reunión familiar", "GRYD family case management"),
    ("individual_meeting", "One-on-one meeting", "Reunión individual", "GRYD"),
    ("team_meeting", "Team meeting", "Reunión de equipo", "GRYD family case management"),
    ("eviction_prevention", "Keeping a home", "Evitar un desalojo", "Newark NCST"),
    ("trauma_center", "Trauma recovery center", "Centro de trauma", "Newark NCST"),
    ("community_health", "Community health worker", "Promotoría de salud", "Pivot to Peace"),
    ("art_therapy", "Art therapy", "Terapia de arte", "Pivot to Peace"),
    ("utilities", "Help with utilities", "Ayuda con luz y agua", "Pivot to Peace"),
]

MODEL_ITEMS: Rows = [
    {
        "list": _SERVICE,
        "code": code,
        "label_en": english,
        "label_es": spanish,
        "only_in_models": True,
        "position": 100 + number,
        "basis": _PUBLISHED,
        "source": source,
    }
    for number, (code, english, spanish, source) in enumerate(_SERVICES)
]


def _services(*codes: str) -> list[str]:
    return [f"{_SERVICE.value}.{code}" for code in codes]


def _model(code: str, program: Program, names: tuple[str, str], **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "program": program,
        "label_en": names[0],
        "label_es": names[1],
        "basis": _PUBLISHED,
        **more,
    }


MODELS: Rows = [
    _model(
        "cure_violence",
        _OUTREACH,
        ("Cure Violence", "Cure Violence"),
        about_en="Outreach workers meet each person several times a week and stop conflicts before they turn violent.",
        about_es="El equipo ve a cada persona varias veces por semana y detiene conflictos antes de que haya violencia.",
        source="Cure Violence Global; caseload 15 to 20. An exact number of contacts was not found",
    ),
    _model(
        "roca",
        _OUTREACH,
        ("Roca", "Roca"),
        about_en="Relentless outreach over about three years, in stages of change. A try counts as work; relapse brings more outreach.",
        about_es="Acercamiento constante por unos tres años, por etapas de cambio. Intentar también es trabajo; recaer trae más apoyo.",
        choices=_services("skill_practice", "education", "job_training", "mentoring", "transport"),
        source="Roca, Inc.; the stages of change are commonly told and were not confirmed",
    ),
    _model(
        "advance_peace",
        _OUTREACH,
        ("Advance Peace", "Advance Peace"),
        about_en="An 18-month fellowship for the people at the center of gun violence, with seven touchpoints and no link to police.",
        about_es="Una beca de 18 meses para quienes están en el centro de la violencia armada, con siete apoyos y sin vínculo con la policía.",
        choices=_services(
            *(code for code, *_names, source in _SERVICES if source == "Advance Peace")
        ),
        source="Advance Peace and Richmond ONS; five contacts a day as Pomona states",
    ),
    _model(
        "gryd_family",
        _OUTREACH,
        ("GRYD family case management", "GRYD, trabajo con la familia"),
        about_en="For young people aged 14 to 25 in a group, worked with together with their family.",
        about_es="Para jóvenes de 14 a 25 años en un grupo, junto con su familia.",
        choices=_services("family_meeting", "individual_meeting", "team_meeting", "counseling"),
        source="Los Angeles GRYD, family case management",
    ),
    _model(
        "ncst",
        _OUTREACH,
        ("Newark NCST", "Newark NCST"),
        about_en="Outreach workers and high-risk interventionists, with help for victims and a way to a trauma center and to jobs.",
        about_es="Equipo de calle y de alto riesgo, con ayuda a víctimas y acceso a un centro de trauma y a empleos.",
        choices=_services(
            *("compensation_help", "eviction_prevention", "trauma_center", "job_training"),
            *("counseling", "mentoring", "transport"),
        ),
        source="Newark Community Street Team",
    ),
    _model(
        "pivot_to_peace",
        _HOSPITAL,
        ("Pivot to Peace", "Pivot to Peace"),
        about_en="For people shot or stabbed: first a plan to stay safe and no retaliation, then follow-up for up to a year.",
        about_es="Para personas con heridas de bala o cuchillo: primero seguridad y sin represalias, luego seguimiento hasta un año.",
        choices=_services(
            *("community_health", "counseling", "art_therapy", "job_training", "housing"),
            *("utilities", "safety_planning"),
        ),
        source="Louisville, Pivot to Peace (2016 design)",
    ),
    _model(
        "chop_vip",
        _HOSPITAL,
        ("CHOP VIP", "CHOP VIP"),
        about_en="For young people aged 8 to 18 and their guardians. Often begins by phone after they went home.",
        about_es="Para menores de 8 a 18 años y sus tutores. A menudo empieza por teléfono, ya en casa.",
        source="Children's Hospital of Philadelphia, Violence Intervention Program",
    ),
    _model(
        "louisville_gvi",
        Program.GVI,
        ("Louisville GVI", "Louisville GVI"),
        about_en="Custom notifications and call-ins; the city office comes back with services.",
        about_es="Visitas personales y reuniones; la oficina de la ciudad vuelve con servicios.",
        source="Louisville Office of Violence Prevention; Group Violence Intervention",
    ),
    _model(
        "new_orleans_reentry",
        Program.REENTRY,
        ("New Orleans reentry", "Reintegración, Nueva Orleans"),
        about_en="Begins 90, 60 and 30 days before release; contact within 72 hours; the first six months count most.",
        about_es="Empieza 90, 60 y 30 días antes de salir; contacto en 72 horas; los primeros seis meses son decisivos.",
        source="New Orleans reentry task force and pilot",
    ),
]


def _stage(  # noqa: PLR0917  as read in the tables below
    model: str, program: Program, code: str, names: tuple[str, str], **more: Any
) -> dict[str, Any]:
    return {
        "program": program,
        "model": model,
        "code": code,
        "label_en": names[0],
        "label_es": names[1],
        **more,
    }


def _roca(code: str, english: str, spanish: str) -> dict[str, Any]:
    source = "Stages of change, as commonly told of Roca; no number of contacts was found"
    return _stage("roca", _OUTREACH, code, (english, spanish), basis=_UNCONFIRMED, source=source)


_NEW_ORLEANS = {
    "basis": _PUBLISHED,
    "source": "New Orleans: 90, 60, 30 days before; 72 hours; six months",
}
_PIVOT = {
    "basis": _PUBLISHED,
    "source": "Pivot to Peace: first aims, then follow-up for up to a year",
}

MODEL_PHASES: Rows = [
    _roca("precontemplation", "Not thinking of change", "Sin pensar en cambiar"),
    _roca("contemplation", "Thinking of change", "Pensando en cambiar"),
    _roca("preparation", "Getting ready", "Preparándose"),
    _roca("action", "Changing", "Cambiando"),
    _roca("maintenance", "Keeping it up", "Manteniendo el cambio"),
    _stage(
        "advance_peace",
        _OUTREACH,
        "fellowship",
        ("Fellowship", "Beca"),
        length_days=548,
        min_contacts_per_week=Decimal(35),
        basis=_PUBLISHED,
        source="18 months; five mentor contacts a day, weekends too, as Pomona states",
    ),
    _stage("pivot_to_peace", _HOSPITAL, "stay_safe", ("Stay safe", "Estar a salvo"), **_PIVOT),
    {
        **_stage("pivot_to_peace", _HOSPITAL, "follow_up", ("Follow-up", "Seguimiento"), **_PIVOT),
        "length_days": 365,
    },
    _stage(
        "new_orleans_reentry",
        Program.REENTRY,
        "before_release",
        ("Before release", "Antes de salir"),
        length_days=90,
        **_NEW_ORLEANS,
    ),
    _stage(
        "new_orleans_reentry",
        Program.REENTRY,
        "first_days",
        ("First 72 hours", "Primeras 72 horas"),
        length_days=3,
        is_high_risk=True,
        **_NEW_ORLEANS,
    ),
    _stage(
        "new_orleans_reentry",
        Program.REENTRY,
        "first_months",
        ("First six months", "Primeros seis meses"),
        length_days=180,
        **_NEW_ORLEANS,
    ),
]


def _aged(youngest: int, oldest: int) -> dict[str, Any]:
    return {
        "code": "age",
        "label_en": f"{youngest} to {oldest} years old",
        "label_es": f"De {youngest} a {oldest} años",
        "min_age": youngest,
        "max_age": oldest,
    }


def _criteria(model: str, program: Program, names: tuple[str, str], **more: Any) -> dict[str, Any]:
    parts = more["parts"]
    return _stage(model, program, f"{model}_criteria", names, threshold=len(parts), **more)


_GROUP = {
    "code": "group",
    "label_en": "Part of a street group",
    "label_es": "Es parte de un grupo de la calle",
}
_ON_PURPOSE = {
    "code": "violent_injury",
    "label_en": "Hurt by someone on purpose",
    "label_es": "Alguien le hirió a propósito",
}

MODEL_CRITERIA: Rows = [
    {**CRITERIA[0], "model": "cure_violence", "code": "seven_criteria"},
    _criteria(
        "gryd_family",
        _OUTREACH,
        ("GRYD family case management", "GRYD, trabajo con la familia"),
        basis=_PUBLISHED,
        source="GRYD: aged 14 to 25, gang-involved",
        parts=[_aged(14, 25), _GROUP],
    ),
    _criteria(
        "ncst",
        _OUTREACH,
        ("Newark NCST", "Newark NCST"),
        basis=_PUBLISHED,
        source="NCST: aged 14 to 30; no other criterion was found",
        parts=[_aged(14, 30)],
    ),
    _criteria(
        "pivot_to_peace",
        _HOSPITAL,
        ("Pivot to Peace", "Pivot to Peace"),
        basis=_PUBLISHED,
        source="Pivot to Peace: 18 to 34, from named neighborhoods, gunshot or knife",
        parts=[
            _aged(18, 34),
            {
                "code": "shot_or_stabbed",
                "label_en": "Shot or stabbed",
                "label_es": "Herida de bala o de cuchillo",
            },
            {
                "code": "neighborhood",
                "label_en": "Lives in one of the named neighborhoods",
                "label_es": "Vive en uno de los barrios nombrados",
            },
        ],
    ),
    _criteria(
        "chop_vip",
        _HOSPITAL,
        ("CHOP VIP", "CHOP VIP"),
        basis=_PUBLISHED,
        source="CHOP: aged 8 to 18",
        parts=[_aged(8, 18), _ON_PURPOSE],
    ),
    _criteria(
        "new_orleans_reentry",
        Program.REENTRY,
        ("New Orleans reentry", "Reintegración, Nueva Orleans"),
        basis=_PUBLISHED,
        source="New Orleans: 90, 60 and 30 days before release",
        parts=[
            {
                "code": "release_soon",
                "label_en": "Release within 90 days",
                "label_es": "Sale dentro de 90 días",
                "window_days": 90,
            }
        ],
    ),
]


def _checkpoint(day: int, window: tuple[int, int]) -> dict[str, Any]:
    return {
        "label_en": f"Day {day}",
        "label_es": f"Día {day}",
        "kind": "checkpoint",
        "due_after": day,
        "window_before": window[0],
        "window_after": window[1],
    }


def _checkpoints(model: str, days: tuple[int, ...], source: str) -> dict[str, Any]:
    row = _stage(model, _OUTREACH, "checkpoints", ("Checkpoints", "Puntos de control"))
    return {
        **row,
        "begins_with": Protocol.Start.ENROLLMENT,
        "basis": _DEMO,
        "source": source,
        "parts": [_checkpoint(day, (30, 60)) for day in days],
    }


MODEL_PROTOCOLS: Rows = [
    _checkpoints(
        "advance_peace",
        (182, 365, 548),
        "Alive, unhurt, no new firearm charge at 6, 12 and 18 months; windows are demo values",
    ),
    _checkpoints(
        "roca",
        (365, 548, 730, 1095),
        "Ready for a job by 12 to 18 months, lasting change at 18 to 24, three years; windows are demo values",
    ),
]

# model, program, lowest and highest caseload, basis, source
_CASELOADS = [
    ("cure_violence", _OUTREACH, 15, 20, _PUBLISHED, "Cure Violence, Interruption: 15 to 20"),
    ("roca", _OUTREACH, None, 25, _UNCONFIRMED, "About 25 a youth worker, commonly told"),
]

MODEL_NUMBERS: Rows = [
    _stage(
        model,
        program,
        code,
        names,
        number=number,
        unit=Unit.PEOPLE,
        lowest=lowest,
        highest=200,
        basis=basis,
        source=source,
    )
    for model, program, low, high, basis, source in _CASELOADS
    for code, number, lowest, names in (
        (
            "caseload_min",
            low,
            0,
            ("People a worker has, at least", "Personas por trabajador, mínimo"),
        ),
        (
            "caseload_max",
            high,
            1,
            ("People a worker has, at most", "Personas por trabajador, máximo"),
        ),
    )
    if number is not None
]
