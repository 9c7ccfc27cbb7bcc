"""The field in Spanish, on a small phone: nothing is cut off and nothing runs out of the page."""

import datetime as dt

from django.utils import timezone

from cvi.accounts.models import User
from cvi.cases import services as cases
from cvi.cases.models import Case
from tests.cast import Cast
from tests.journeys.walker import Walker


def late_case(cast: Cast, worker: User) -> Case:
    """Give the worker a person whose check-in was due nine days ago."""
    case = cast.case(worker, name="Zedd Testperson")
    day = timezone.localdate() - dt.timedelta(days=9)
    cases.plan_follow_up(case=case, kind="check_in", due_on=day, by=worker)
    return case


def test_a_messenger_logs_a_contact(spanish_phone: Walker, cast: Cast) -> None:
    phone, mo = spanish_phone, cast.messenger()
    case = late_case(cast, mo)
    cases.set_goal(case=case, domain="work", words="Un empleo cerca de casa", by=cast.system)
    cast.consent(case, cast.hill, "name", "needs")
    phone.sign_in(mo)
    phone.sees("1 persona por contactar")
    phone.shoot("es-messenger-today")
    phone.page.goto(f"{phone.server}/outreach/contacts/new/")
    phone.shoot("es-messenger-pick")

    phone.tap("Anotar Zedd Testperson")
    phone.sees("Con Zedd Testperson")
    phone.shoot("es-messenger-log")
    assert phone.shows_above("label:has-text('60+')", "text=Guardar contacto")
    phone.tap("Sí")
    phone.tap("Ver cómo está")
    phone.tap("5–15")
    phone.shoot("es-messenger-log-filled")
    phone.tap("Guardar contacto")

    phone.sees("Contacto guardado.")
    phone.shoot("es-messenger-saved")
    phone.page.goto(f"{phone.server}/people/")
    phone.shoot("es-messenger-people")
    phone.tap("Zedd Testperson")
    phone.sees("En persona · Hubo contacto · Ver cómo está · 5–15 min")
    phone.shoot("es-messenger-person")


def test_a_specialist_makes_an_intake(spanish_phone: Walker, cast: Cast) -> None:
    phone = spanish_phone
    phone.sign_in(cast.specialist())

    phone.tap("Nueva visita")
    phone.sees("¿Cómo salió?")
    phone.shoot("es-specialist-1-visit")
    phone.tap("Hablamos")
    phone.tap("Siguiente")
    phone.sees("¿Tiene un lugar seguro adonde ir?")
    phone.shoot("es-specialist-2-safety")
    phone.tap("Siguiente")
    phone.sees("¿Qué le hizo daño?")
    phone.shoot("es-specialist-3-injury")
    phone.tap("Siguiente")
    phone.sees("¿Qué necesita ahora mismo?")
    phone.tap("Un lugar donde vivir")
    phone.shoot("es-specialist-4-needs")
    phone.tap("Siguiente")
    phone.fill("Nombre que usa", "Zedd Testperson")
    phone.shoot("es-specialist-5-about")
    phone.tap("Siguiente")
    phone.sees("Lo que se dijo")
    phone.shoot("es-specialist-6-review")


def test_a_supervisor_reads_the_report(spanish_desk: Walker, cast: Cast) -> None:
    late_case(cast, cast.messenger())
    spanish_desk.sign_in(cast.supervisor())
    spanish_desk.shoot("es-supervisor-today")

    spanish_desk.page.goto(f"{spanish_desk.server}/reports/caseload/")

    spanish_desk.sees("Cómo contamos")
    spanish_desk.shoot("es-supervisor-caseload")
