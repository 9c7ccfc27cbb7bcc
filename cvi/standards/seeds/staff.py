"""The value lists about those who do the work."""

from cvi.standards.models import Basis, ValueList

Values = list[tuple[str, str, str]]

STAFF_LISTS: dict[ValueList, tuple[Basis, str, Values]] = {
    ValueList.TRAINING_COURSE: (
        Basis.DEMO,
        "Topics that published programs train their staff in; set your own",
        [
            ("new_staff", "First training of new staff", "Formación inicial del personal nuevo"),
            (
                "new_supervisor",
                "First training of new supervisors",
                "Formación inicial de supervisión",
            ),
            ("mediation", "Calming conflicts", "Mediación de conflictos"),
            ("motivational", "Motivational interviewing", "Entrevista motivacional"),
            ("cbt", "CBT skills", "Habilidades de TCC"),
            ("trauma", "Trauma and care for oneself", "Trauma y cuidado propio"),
            (
                "first_aid",
                "First aid and stop the bleed",
                "Primeros auxilios y control de sangrado",
            ),
            ("naloxone", "Naloxone", "Naloxona"),
            ("privacy", "Privacy and consent", "Privacidad y consentimiento"),
            ("hospital", "Working in a hospital", "Trabajo en el hospital"),
            ("safety", "Staying safe in the field", "Seguridad en la calle"),
            ("other", "Another course", "Otro curso"),
        ],
    ),
    ValueList.STAFF_EXPOSURE: (
        Basis.DEMO,
        "In part what a study asked 181 workers in Chicago; set your own",
        [
            ("saw_attempt", "Saw someone shot at", "Vio que le dispararon a alguien"),
            ("saw_hit", "Saw someone hit", "Vio a alguien herido"),
            ("shot_at", "Was shot at", "Le dispararon"),
            ("hurt", "Was hurt", "Resultó con heridas"),
            ("threatened", "Was threatened", "Recibió amenazas"),
            (
                "lost_someone",
                "Lost someone they worked with",
                "Perdió a alguien a quien acompañaba",
            ),
            ("scene", "Was at a scene", "Estuvo en el lugar de los hechos"),
            ("other", "Something else", "Otra cosa"),
        ],
    ),
}
