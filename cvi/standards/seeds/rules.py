"""Numbers, deadlines and rules of consent."""

from typing import Any

from cvi.accounts.roles import Program
from cvi.standards.models import Basis, ConsentRule, DeadlineRule, Unit

Rows = list[dict[str, Any]]

_OFFICE, _DEMO, _PUBLISHED = Basis.OFFICE, Basis.DEMO, Basis.PUBLISHED
_UNCONFIRMED = Basis.UNCONFIRMED
_H, _D, _W, _M, _Y = Unit.HOURS, Unit.DAYS, Unit.WORK_DAYS, Unit.MONTHS, Unit.YEARS
_MIN, _T, _P, _DOLLARS = Unit.MINUTES, Unit.TIMES, Unit.PEOPLE, Unit.DOLLARS

# fmt: off
_NUMBERS: list[tuple[str, int, Unit, tuple[int, int], str, str, Basis, str]] = [
    # Each is a code, the number, its unit, its bounds, its name in two languages, and its basis.
    ("re_offer_after_days", 28, _D, (1, 180), "Offer declined help again after", "Ofrecer otra vez la ayuda después de", _PUBLISHED, "Follow-up 4 to 6 weeks after violent injury"),
    ("re_offer_until_days", 42, _D, (1, 365), "Offer declined help again at the latest after", "Ofrecer otra vez la ayuda a más tardar después de", _PUBLISHED, "Follow-up 4 to 6 weeks after violent injury"),
    ("criteria_purge_days", 30, _D, (1, 90), "Answers to criteria are deleted after", "Las respuestas a los criterios se borran después de", _OFFICE, ""),
    ("consent_max_months", 12, _M, (1, 12), "A consent lasts at most", "Un consentimiento dura como máximo", _OFFICE, "28 CFR 94.115 asks for a reasonable time limit"),
    ("consent_renew_prompt_days", 30, _D, (1, 90), "Ask to renew a consent before it ends", "Pedir la renovación antes de que termine", _OFFICE, ""),
    ("note_correct_hours", 24, _H, (0, 72), "An author may correct a note for", "Quien escribe puede corregir una nota durante", _OFFICE, ""),
    ("sight_after_closing_days", 30, _D, (0, 365), "Whoever worked a case sees it after its end for", "Quien llevó un caso lo ve tras su cierre durante", _OFFICE, ""),
    ("lost_contact_attempts", 10, _T, (1, 100), "Tries before a case closes as not reached", "Intentos antes de cerrar por falta de contacto", _DEMO, ""),
    ("lost_contact_days", 60, _D, (7, 365), "Days of trying before a case closes as not reached", "Días de intentos antes de cerrar por falta de contacto", _DEMO, ""),
    ("inactive_after_days", 30, _D, (1, 365), "Quiet for so long means inactive", "Sin contacto tanto tiempo significa inactivo", _DEMO, ""),
    ("inactive_after_days_high_risk", 14, _D, (1, 365), "The same in a phase with daily support", "Lo mismo en una fase de apoyo diario", _DEMO, ""),
    ("review_back_days", 14, _D, (1, 90), "The review shows what happened in the last", "La revisión muestra lo que pasó en los últimos", _DEMO, ""),
    ("quiet_days", 7, _D, (1, 90), "Today shows whom nobody reached for", "Hoy muestra a quien nadie ha contactado durante", _DEMO, ""),
    ("family_support_days", 1, _D, (0, 14), "After a death, someone is there for the family within", "Tras una muerte, alguien acompaña a la familia en", _DEMO, ""),
    ("staff_support_days", 1, _D, (0, 14), "After a death, someone asks the team how they are within", "Tras una muerte, alguien pregunta al equipo cómo está en", _DEMO, ""),
    ("caseload_min", 15, _P, (0, 200), "People a worker has, at least", "Personas por trabajador, mínimo", _PUBLISHED, "Cure Violence, Interruption: 15 to 20"),
    ("caseload_max", 20, _P, (1, 200), "People a worker has, at most", "Personas por trabajador, máximo", _PUBLISHED, "Cure Violence, Interruption: 15 to 20"),
    ("follow_up_escalate_days", 2, _D, (0, 30), "An overdue follow-up goes to the supervisor after", "Un seguimiento atrasado pasa a supervisión después de", _DEMO, ""),
    ("follow_up_attempts", 3, _T, (1, 20), "Tries before a follow-up may be closed as not reached", "Intentos antes de cerrar un seguimiento sin contacto", _DEMO, ""),
    ("progress_rating_days", 30, _D, (7, 90), "How it is going is rated every", "Se valora cómo va cada", _DEMO, "Hartford Peacebuilders rated each month"),
    ("referral_acknowledge_work_days", 2, _W, (1, 30), "A referral is acknowledged within", "Se acusa recibo de una remisión en", _DEMO, ""),
    ("referral_accept_days", 3, _D, (1, 60), "An acknowledged referral is answered within", "Se responde una remisión recibida en", _DEMO, ""),
    ("referral_first_visit_days", 7, _D, (1, 90), "An accepted referral has its first visit within", "Una remisión aceptada tiene su primera visita en", _DEMO, ""),
    ("referral_waitlist_review_days", 14, _D, (1, 90), "A waiting list is looked at every", "La lista de espera se revisa cada", _DEMO, ""),
    ("referral_service_check_days", 30, _D, (1, 180), "A running service is checked every", "Un servicio en curso se revisa cada", _DEMO, ""),
    ("referral_reroute_days", 2, _D, (1, 30), "A declined referral goes elsewhere within", "Una remisión rechazada se redirige en", _DEMO, ""),
    ("referral_reach_attempts", 3, _T, (1, 20), "Tries to reach someone after a referral", "Intentos de contacto tras una remisión", _DEMO, ""),
    ("referral_reach_days", 10, _D, (1, 90), "Days to reach someone after a referral", "Días para contactar tras una remisión", _DEMO, ""),
    ("directory_verify_days", 180, _D, (7, 730), "An entry of the service directory is checked every", "Un servicio del directorio se verifica cada", _DEMO, ""),
    ("referral_draft_days", 1, _D, (1, 30), "A draft of a referral is sent within", "El borrador de una remisión se envía en", _DEMO, ""),
    ("referral_draft_keep_days", 14, _D, (1, 90), "A draft of a referral is deleted after", "El borrador de una remisión se borra después de", _DEMO, ""),
    ("referral_expire_days", 30, _D, (2, 180), "A referral that nobody answers runs out after", "Una remisión que nadie responde caduca después de", _DEMO, ""),
    ("referral_mature_days", 30, _D, (1, 180), "A referral counts in the connection rate after", "Una remisión cuenta en la tasa de conexión después de", _DEMO, ""),
    ("bulk_reassign_max", 50, _P, (1, 500), "Cases moved to another worker at once, at most", "Casos que pasan a otra persona a la vez, máximo", _OFFICE, ""),
    ("bulk_move_undo_hours", 24, _H, (1, 72), "Moving cases in bulk may be taken back for", "Un cambio de varios casos se puede deshacer durante", _OFFICE, ""),
    ("outing_late_minutes", 15, _MIN, (1, 120), "Someone in the field counts as late after", "Alguien en la calle cuenta como atrasado después de", _OFFICE, ""),
    ("outing_longer_minutes", 30, _MIN, (5, 240), "Staying out longer adds", "Quedarse más tiempo suma", _OFFICE, ""),
    ("outing_max_hours", 12, _H, (1, 24), "Someone goes out for at most", "Alguien sale como máximo por", _OFFICE, ""),
    ("training_new_staff_hours", 40, _H, (0, 500), "Training of new staff", "Formación del personal nuevo", _PUBLISHED, "New York SNUG: 40 hours for new staff (OCFS release on SNUG training)"),
    ("training_new_supervisor_hours", 32, _H, (0, 500), "Training of new supervisors", "Formación de nuevas personas supervisoras", _PUBLISHED, "New York SNUG: 32 hours for new supervisors (OCFS release on SNUG training)"),
    ("training_warn_days", 30, _D, (1, 180), "Warn before a training runs out", "Avisar antes de que venza una formación", _OFFICE, ""),
    ("staff_session_warn_days", 2, _D, (0, 30), "Today shows staff supervision before its day", "Hoy muestra la supervisión del personal antes de su día", _OFFICE, ""),
    ("complaint_answer_days", 30, _D, (1, 60), "A complaint is answered within", "Una queja se responde en", _DEMO, ""),
    ("correction_answer_days", 60, _D, (1, 60), "A request to correct a record is answered within", "Una solicitud de corrección se responde en", _PUBLISHED, "45 CFR 164.526(b): 60 days"),
    ("compensation_warn_days", 30, _D, (1, 180), "Compensation: warn when so little time is left to file", "Compensación: avisar cuando queda tan poco tiempo", _DEMO, ""),
    ("compensation_appeal_days", 30, _D, (1, 365), "Compensation: time to appeal, when the letter does not say", "Compensación: plazo para apelar, si la carta no lo dice", _UNCONFIRMED, "Every state has its own; the letter counts"),
    ("group_missed_in_a_row", 2, _T, (1, 20), "Group sessions missed in a row before the worker checks in", "Sesiones de grupo perdidas seguidas antes de preguntar cómo está", _DEMO, ""),
    ("incentive_month_max_dollars", 1000, _DOLLARS, (0, 9999), "Incentives for one person in a month, at most", "Incentivos para una persona en un mes, máximo", _DEMO, "Commonly told of the Advance Peace milestone allowance, not confirmed"),
    ("small_cell_funder", 11, _P, (11, 100), "Totals for a funder: hide numbers below", "Totales para un financiador: ocultar números menores de", _PUBLISHED, "CMS cell size policy: 1 to 10 are not shown"),
    ("small_cell_partner", 5, _P, (5, 100), "Totals for a partner: hide numbers below", "Totales para una organización aliada: ocultar números menores de", _OFFICE, "Many states use 5"),
    ("keep_mediation_story_days", 90, _D, (1, 365), "The story of a mediation is kept for", "El relato de una mediación se guarda", _OFFICE, ""),
    ("keep_call_in_group_days", 30, _D, (1, 90), "The group named at a call-in is kept for", "El grupo nombrado en una reunión se guarda", _OFFICE, ""),
    ("keep_contact_note_months", 24, _M, (1, 84), "The note of a contact is kept for", "La nota de un contacto se guarda", _OFFICE, ""),
    ("keep_consent_years", 6, _Y, (6, 30), "Signed consents are kept for", "Los consentimientos firmados se guardan", _PUBLISHED, "45 CFR 164.530(j): six years"),
]
# fmt: on

# program, lowest and highest caseload, basis, source
_CASELOADS = [
    (Program.HOSPITAL, 15, 25, _DEMO, "Commonly told of hospital programs, not confirmed"),
    (Program.GVI, 8, 12, _DEMO, "Commonly told of life coaches, not confirmed"),
]

THRESHOLDS: Rows = [
    {
        "program": "",
        "code": code,
        "number": number,
        "unit": unit,
        "lowest": bounds[0],
        "highest": bounds[1],
        "label_en": english,
        "label_es": spanish,
        "basis": basis,
        "source": source,
    }
    for code, number, unit, bounds, english, spanish, basis, source in _NUMBERS
]
THRESHOLDS += [
    {
        **next(row for row in THRESHOLDS if row["code"] == code),
        "program": program,
        "number": number,
        "basis": basis,
        "source": source,
    }
    for program, low, high, basis, source in _CASELOADS
    for code, number in (("caseload_min", low), ("caseload_max", high))
]

DEADLINES: Rows = [
    {
        "code": DeadlineRule.ANY,
        "label_en": "Any other state: check its rule",
        "label_es": "Otro estado: revise su regla",
        "report_within_hours": 72,
        "file_within_days": 365,
        "exceptions_en": "Many states allow more time for good cause, for minors, and for people who could not act. Ask the state's program before you tell anyone that it is too late.",
        "exceptions_es": "Muchos estados dan más tiempo por causa justificada, a menores y a quien no pudo actuar. Pregunte al programa del estado antes de decir que es tarde.",
        "documents": ["application", "police_report", "itemized_bill"],
        "documents_if_killed": ["death_certificate", "funeral_bill"],
        "basis": Basis.UNCONFIRMED,
        "source": "The Trace, guide to victim compensation (2018): about 72 hours and about a year",
    },
    {
        "code": "nc",
        "label_en": "North Carolina",
        "label_es": "Carolina del Norte",
        "report_within_hours": None,
        "file_within_days": 730,
        "exceptions_en": "Two years from the crime. When it must be reported was not confirmed: report soon, many states ask for 72 hours.",
        "exceptions_es": "Dos años desde el delito. No se confirmó el plazo para denunciar: denuncie pronto, muchos estados piden 72 horas.",
        "documents": ["application", "notarized_form", "police_report", "itemized_bill"],
        "documents_if_killed": ["death_certificate", "funeral_bill"],
        "checked_on": None,
        "basis": Basis.PUBLISHED,
        "source": "North Carolina Department of Public Safety, Crime Victim Compensation",
    },
]

_NOT_CHECKED_EN = "The age differs from state to state. Ask your lawyer, then set your state's rule. Where someone may lawfully get this service alone, they alone may also let information about it be shared (28 CFR 94.115)."
_NOT_CHECKED_ES = "La edad cambia según el estado. Pregunte a su abogado y fije la regla de su estado. Quien puede recibir este servicio por su cuenta también decide por su cuenta si se comparte información (28 CFR 94.115)."

CONSENT_RULES: Rows = [
    {
        "state": ConsentRule.ANY,
        "code": service,
        "label_en": english,
        "label_es": spanish,
        "min_age": 18,
        "exceptions_en": _NOT_CHECKED_EN,
        "exceptions_es": _NOT_CHECKED_ES,
        "basis": Basis.UNCONFIRMED,
        "source": "The careful default; state law decides",
    }
    for service, english, spanish in (
        (ConsentRule.Service.TAKE_PART, "Take part in the program", "Participar en el programa"),
        (ConsentRule.Service.MENTAL_HEALTH, "Mental health care", "Atención de salud mental"),
        (
            ConsentRule.Service.SUBSTANCE_USE,
            "Help with alcohol or drugs",
            "Ayuda con alcohol o drogas",
        ),
        (ConsentRule.Service.VICTIM_SERVICES, "Victim services", "Servicios a víctimas"),
        (
            ConsentRule.Service.SHARE,
            "Let information be shared",
            "Permitir que se comparta información",
        ),
    )
]
