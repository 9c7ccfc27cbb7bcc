"""Criteria, phases and follow-up protocols of the four programs."""

from decimal import Decimal
from typing import Any

from cvi.accounts.roles import Program
from cvi.standards.models import Basis, Protocol

Rows = list[dict[str, Any]]

CRITERIA: Rows = [
    {
        "program": Program.OUTREACH,
        "code": "cure_violence",
        "label_en": "Seven criteria of Cure Violence",
        "label_es": "Siete criterios de Cure Violence",
        "threshold": 4,
        "basis": Basis.DEMO,
        "source": "As the criteria are commonly told; see Skogan et al., CeaseFire-Chicago (2008)",
        "parts": [
            {
                "code": "group",
                "label_en": "Part of a street group",
                "label_es": "Es parte de un grupo de la calle",
            },
            {
                "code": "key_role",
                "label_en": "Has a key role in one",
                "label_es": "Tiene un papel clave en uno",
            },
            {
                "code": "violent_history",
                "label_en": "Earlier violent offense on record",
                "label_es": "Delito violento anterior registrado",
            },
            {
                "code": "recent_release",
                "label_en": "Came home from jail or prison lately",
                "label_es": "Salió de la cárcel hace poco",
                "window_days": 365,
            },
            {
                "code": "weapon",
                "label_en": "Known to carry a weapon",
                "label_es": "Se sabe que lleva un arma",
            },
            {
                "code": "recently_shot",
                "label_en": "Was shot lately",
                "label_es": "Recibió un disparo hace poco",
                "window_days": 90,
            },
            {
                "code": "age",
                "label_en": "16 to 25 years old",
                "label_es": "De 16 a 25 años",
                "min_age": 16,
                "max_age": 25,
            },
        ],
    },
    {
        "program": Program.HOSPITAL,
        "code": "violent_injury",
        "label_en": "Hurt by community violence",
        "label_es": "Persona herida por violencia comunitaria",
        "threshold": 3,
        "basis": Basis.DEMO,
        "source": "Hospital programs differ; ages here as Wraparound, San Francisco (10 to 30)",
        "parts": [
            {
                "code": "violent_injury",
                "label_en": "Hurt by someone on purpose",
                "label_es": "Alguien le hirió a propósito",
                "window_days": 30,
            },
            {
                "code": "not_at_home",
                "label_en": "Not by a partner or caregiver",
                "label_es": "No fue su pareja ni quien le cuida",
            },
            {
                "code": "age",
                "label_en": "10 to 30 years old",
                "label_es": "De 10 a 30 años",
                "min_age": 10,
                "max_age": 30,
            },
        ],
    },
    {
        "program": Program.GVI,
        "code": "offered_help",
        "label_en": "Offered help by GVI",
        "label_es": "GVI le ofreció ayuda",
        "threshold": 1,
        "basis": Basis.DEMO,
        "source": "Set your own",
        "parts": [
            {
                "code": "notified",
                "label_en": "Got a custom notification",
                "label_es": "Recibió una visita personal",
                "window_days": 90,
            },
            {
                "code": "call_in",
                "label_en": "Came to a call-in",
                "label_es": "Vino a una reunión",
                "window_days": 90,
            },
            {
                "code": "asked",
                "label_en": "Asked for help by themselves",
                "label_es": "Pidió ayuda por su cuenta",
            },
        ],
    },
    {
        "program": Program.REENTRY,
        "code": "coming_home",
        "label_en": "Coming home",
        "label_es": "Regresa a casa",
        "threshold": 1,
        "basis": Basis.DEMO,
        "source": "New Orleans began 90, 60 and 30 days before release; set your own",
        "parts": [
            {
                "code": "release_soon",
                "label_en": "Release within 90 days",
                "label_es": "Sale dentro de 90 días",
                "window_days": 90,
            },
            {
                "code": "released_lately",
                "label_en": "Came home within 180 days",
                "label_es": "Salió hace menos de 180 días",
                "window_days": 180,
            },
        ],
    },
]

_PHASES: Rows = [
    {
        "code": "engage",
        "label_en": "Engage",
        "label_es": "Acercarse",
        "length_days": 30,
        "min_contacts_per_week": Decimal(4),
        "min_in_person_per_week": Decimal(3),
        "min_home_visits_per_month": 2,
        "family_contact_per_month": 1,
        "supervisor_review_days": 14,
        "max_caseload": 15,
        "grace_days": 2,
        "is_high_risk": True,
    },
    {
        "code": "stabilize",
        "label_en": "Stabilize",
        "label_es": "Estabilizar",
        "length_days": 150,
        "min_contacts_per_week": Decimal(3),
        "min_in_person_per_week": Decimal(2),
        "min_home_visits_per_month": 1,
        "family_contact_per_month": 1,
        "supervisor_review_days": 30,
        "max_caseload": 20,
        "grace_days": 3,
    },
    {
        "code": "sustain",
        "label_en": "Sustain",
        "label_es": "Mantener",
        "length_days": 185,
        "min_contacts_per_week": Decimal(1),
        "supervisor_review_days": 60,
        "max_caseload": 25,
        "grace_days": 7,
    },
    {
        "code": "alumni",
        "label_en": "Alumni",
        "label_es": "Exparticipantes",
        "min_contacts_per_week": Decimal("0.25"),
        "supervisor_review_days": 90,
        "grace_days": 14,
    },
]

PHASES: Rows = [
    {
        **phase,
        "program": program,
        "basis": Basis.DEMO,
        "source": "Demo value: every site sets its own",
    }
    for program in Program
    for phase in _PHASES
]


def _day(number: int, kind: str, window: tuple[int, int], **more: str) -> dict[str, Any]:
    return {
        "label_en": f"Day {number}",
        "label_es": f"Día {number}",
        "kind": kind,
        "due_after": number,
        "window_before": window[0],
        "window_after": window[1],
        **more,
    }


def _three_days(kind: str) -> dict[str, Any]:
    return {
        "label_en": "Within 72 hours",
        "label_es": "En 72 horas",
        "kind": kind,
        "due_after": 72,
        "unit": "hours",
        "window_before": 72,
    }


_YEAR = [
    _day(30, "checkpoint", (7, 14)),
    _day(90, "checkpoint", (14, 21)),
    _day(180, "checkpoint", (21, 30)),
    _day(365, "checkpoint", (30, 60)),
]

PROTOCOLS: Rows = [
    {
        "program": Program.HOSPITAL,
        "code": "after_discharge",
        "label_en": "After going home",
        "label_es": "Después de volver a casa",
        "begins_with": Protocol.Start.DISCHARGE,
        "basis": Basis.DEMO,
        "source": "Common schedule of hospital programs; PTSD screen at 4 to 6 weeks",
        "parts": [
            {
                **_three_days("after_discharge"),
                "label_en": "24 to 72 hours",
                "label_es": "De 24 a 72 horas",
                "window_before": 48,
            },
            _day(7, "after_discharge", (2, 3)),
            _day(14, "after_discharge", (3, 4)),
            _day(30, "after_discharge", (2, 12), instrument="pc_ptsd_5"),
            _day(60, "after_discharge", (7, 14)),
            _day(90, "after_discharge", (14, 21), instrument="pcl_5"),
            _day(180, "after_discharge", (21, 30), instrument="pcl_5"),
            _day(365, "after_discharge", (30, 60)),
        ],
    },
    {
        "program": Program.REENTRY,
        "code": "after_release",
        "label_en": "After release",
        "label_es": "Después de salir",
        "begins_with": Protocol.Start.RELEASE,
        "basis": Basis.DEMO,
        "source": "New Orleans aimed for 72 hours; checkpoints set by the office",
        "parts": [_three_days("release"), *_YEAR],
    },
    {
        "program": Program.GVI,
        "code": "after_notification",
        "label_en": "After a custom notification",
        "label_es": "Después de una visita personal",
        "begins_with": Protocol.Start.NOTIFICATION,
        "basis": Basis.DEMO,
        "source": "Alive, unhurt, out of prison: National Network for Safe Communities",
        "parts": [_three_days("after_notification"), *_YEAR],
    },
    {
        "program": "",
        "code": "checkpoints",
        "label_en": "Checkpoints",
        "label_es": "Puntos de control",
        "begins_with": Protocol.Start.ENROLLMENT,
        "basis": Basis.DEMO,
        "source": "Demo value: 30, 90, 180 and 365 days",
        "parts": _YEAR,
    },
]
