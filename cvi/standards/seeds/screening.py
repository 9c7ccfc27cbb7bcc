"""Screening instruments, in the words of their authors. Change no word: the scores rest on them."""

from typing import Any

from cvi.standards.models import Basis, InstrumentItem

_GATE = InstrumentItem.Kind.GATE
_YES_NO = [[0, "No", "No"], [1, "Yes", "Sí"]]
_VA = "US Department of Veterans Affairs, National Center for PTSD"
_VA_LICENCE = "Public domain: work of the United States government"
_PHQ = "Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues; phqscreeners.com"
_PHQ_LICENCE = "No permission required to reproduce, translate, display or distribute"
_NO_SPANISH_EN = "The official Spanish wording is not built in yet: the English words are shown."
_NO_SPANISH_ES = "La versión oficial en español aún no está incluida: se muestra en inglés."
_LICENSED_EN = "Licensed: the questions stay with their owner. Enter the total and the band only."
_LICENSED_ES = "Con licencia: las preguntas son de su dueño. Anote solo el total y el nivel."

_PHQ_ANSWERS = [
    [0, "Not at all", "Ningún día"],
    [1, "Several days", "Varios días"],
    [2, "More than half the days", "Más de la mitad de los días"],
    [3, "Nearly every day", "Casi todos los días"],
]
_PHQ_INTRO_EN = (
    "Over the last 2 weeks, how often have you been bothered by any of the following problems?"
)
_PHQ_INTRO_ES = (
    "Durante las últimas 2 semanas, ¿qué tan seguido ha tenido molestias debido a los "
    "siguientes problemas?"
)
_PHQ_ITEMS = [
    ("Little interest or pleasure in doing things", "Poco interés o placer en hacer cosas"),
    (
        "Feeling down, depressed, or hopeless",
        "Se ha sentido decaído(a), deprimido(a) o sin esperanzas",
    ),
    (
        "Trouble falling or staying asleep, or sleeping too much",
        "Ha tenido dificultad para quedarse o permanecer dormido(a), o ha dormido demasiado",
    ),
    ("Feeling tired or having little energy", "Se ha sentido cansado(a) o con poca energía"),
    ("Poor appetite or overeating", "Sin apetito o ha comido en exceso"),
    (
        "Feeling bad about yourself – or that you are a failure or have let yourself or your "
        "family down",
        "Se ha sentido mal con usted mismo(a) – o que es un fracaso o que ha quedado mal con usted "
        "mismo(a) o con su familia",
    ),
    (
        "Trouble concentrating on things, such as reading the newspaper or watching television",
        "Ha tenido dificultad para concentrarse en ciertas actividades, tales como leer el "
        "periódico o ver la televisión",
    ),
    (
        "Moving or speaking so slowly that other people could have noticed? Or the opposite – "
        "being so fidgety or restless that you have been moving around a lot more than usual",
        "¿Se ha movido o hablado tan lento que otras personas podrían haberlo notado? o lo "
        "contrario – muy inquieto(a) o agitado(a) que ha estado moviéndose mucho más de lo normal",
    ),
    (
        "Thoughts that you would be better off dead or of hurting yourself in some way",
        "Pensamientos de que estaría mejor muerto(a) o de lastimarse de alguna manera",
    ),
]
_PC_PTSD_5_GATE = (
    "Sometimes things happen to people that are unusually or especially frightening, horrible, or "
    "traumatic. For example: a serious accident or fire; a physical or sexual assault or abuse; an "
    "earthquake or flood; a war; seeing someone be killed or seriously injured; having a loved one "
    "die through homicide or suicide. Have you ever experienced this kind of event?"
)
_PC_PTSD_5_ITEMS = [
    "Had nightmares about the event(s) or thought about the event(s) when you did not want to?",
    "Tried hard not to think about the event(s) or went out of your way to avoid situations that "
    "reminded you of the event(s)?",
    "Been constantly on guard, watchful, or easily startled?",
    "Felt numb or detached from people, activities, or your surroundings?",
    "Felt guilty or unable to stop blaming yourself or others for the event(s) or any problems the "
    "event(s) may have caused?",
]
_PCL_5_ITEMS = [
    "Repeated, disturbing, and unwanted memories of the stressful experience?",
    "Repeated, disturbing dreams of the stressful experience?",
    "Suddenly feeling or acting as if the stressful experience were actually happening again (as "
    "if you were actually back there reliving it)?",
    "Feeling very upset when something reminded you of the stressful experience?",
    "Having strong physical reactions when something reminded you of the stressful experience (for "
    "example, heart pounding, trouble breathing, sweating)?",
    "Avoiding memories, thoughts, or feelings related to the stressful experience?",
    "Avoiding external reminders of the stressful experience (for example, people, places, "
    "conversations, activities, objects, or situations)?",
    "Trouble remembering important parts of the stressful experience?",
    "Having strong negative beliefs about yourself, other people, or the world (for example, "
    "having thoughts such as: I am bad, there is something seriously wrong with me, no one can be "
    "trusted, the world is completely dangerous)?",
    "Blaming yourself or someone else for the stressful experience or what happened after it?",
    "Having strong negative feelings such as fear, horror, anger, guilt, or shame?",
    "Loss of interest in activities that you used to enjoy?",
    "Feeling distant or cut off from other people?",
    "Trouble experiencing positive feelings (for example, being unable to feel happiness or have "
    "loving feelings for people close to you)?",
    "Irritable behavior, angry outbursts, or acting aggressively?",
    "Taking too many risks or doing things that could cause you harm?",
    'Being "superalert" or watchful or on guard?',
    "Feeling jumpy or easily startled?",
    "Having difficulty concentrating?",
    "Trouble falling or staying asleep?",
]


def _phq_items(count: int) -> list[dict[str, Any]]:
    return [
        {"label_en": english, "label_es": spanish, "opens_safety_task": number == 9}
        for number, (english, spanish) in enumerate(_PHQ_ITEMS[:count], start=1)
    ]


def _bands(*bands: tuple[int, str, str]) -> list[dict[str, Any]]:
    return [{"from_score": score, "label_en": en, "label_es": es} for score, en, es in bands]


def _licensed(code: str, name: str, source: str) -> dict[str, Any]:
    return {
        "code": code,
        "label_en": name,
        "label_es": name,
        "licence": "Licensed or kept by its owner: no questions here",
        "note_en": _LICENSED_EN,
        "note_es": _LICENSED_ES,
        "basis": Basis.OFFICE,
        "source": source,
    }


_BELOW = (0, "Below the cut-off", "Por debajo del punto de corte")

INSTRUMENTS: list[dict[str, Any]] = [
    {
        "code": "pc_ptsd_5",
        "label_en": "PC-PTSD-5",
        "label_es": "PC-PTSD-5",
        "edition": "DSM-5, Prins et al. (2015)",
        "is_built_in": True,
        "intro_en": "In the past month, have you …",
        "answers": _YES_NO,
        "max_score": 5,
        "cut": 4,
        "other_cut": 3,
        "licence": _VA_LICENCE,
        "note_en": f"A cut-off of 3 misses fewer people, above all women. {_NO_SPANISH_EN}",
        "note_es": f"Con 3 se escapan menos personas, sobre todo mujeres. {_NO_SPANISH_ES}",
        "basis": Basis.PUBLISHED,
        "source": _VA,
        "items": [
            {"label_en": _PC_PTSD_5_GATE, "kind": _GATE},
            *({"label_en": words} for words in _PC_PTSD_5_ITEMS),
        ],
        "parts": _bands(
            _BELOW, (4, "PTSD is likely: offer care", "TEPT probable: ofrezca atención")
        ),
    },
    {
        "code": "pcl_5",
        "label_en": "PCL-5",
        "label_es": "PCL-5",
        "edition": "past month, Weathers et al. (2013)",
        "is_built_in": True,
        "intro_en": "In the past month, how much were you bothered by:",
        "answers": [
            [0, "Not at all", ""],
            [1, "A little bit", ""],
            [2, "Moderately", ""],
            [3, "Quite a bit", ""],
            [4, "Extremely", ""],
        ],
        "max_score": 80,
        "cut": 31,
        "other_cut": 33,
        "licence": _VA_LICENCE,
        "note_en": f"Cut-offs of 31 to 33 are in use; 31 misses fewer people. {_NO_SPANISH_EN}",
        "note_es": f"Se usan puntos de corte de 31 a 33; con 31 se escapan menos. {_NO_SPANISH_ES}",
        "basis": Basis.PUBLISHED,
        "source": _VA,
        "items": [{"label_en": words} for words in _PCL_5_ITEMS],
        "parts": _bands(
            _BELOW, (31, "PTSD is likely: offer care", "TEPT probable: ofrezca atención")
        ),
    },
    {
        "code": "phq_2",
        "label_en": "PHQ-2",
        "label_es": "PHQ-2",
        "edition": "Kroenke et al. (2003)",
        "is_built_in": True,
        "intro_en": _PHQ_INTRO_EN,
        "intro_es": _PHQ_INTRO_ES,
        "answers": _PHQ_ANSWERS,
        "max_score": 6,
        "cut": 3,
        "licence": _PHQ_LICENCE,
        "note_en": "Positive: go on with the PHQ-9.",
        "note_es": "Si es positivo, siga con el PHQ-9.",
        "basis": Basis.PUBLISHED,
        "source": _PHQ,
        "items": _phq_items(2),
        "parts": _bands(_BELOW, (3, "Go on with the PHQ-9", "Siga con el PHQ-9")),
    },
    {
        "code": "phq_9",
        "label_en": "PHQ-9",
        "label_es": "PHQ-9",
        "edition": "Kroenke et al. (2001)",
        "is_built_in": True,
        "intro_en": _PHQ_INTRO_EN,
        "intro_es": _PHQ_INTRO_ES,
        "answers": _PHQ_ANSWERS,
        "max_score": 27,
        "cut": 10,
        "licence": _PHQ_LICENCE,
        "note_en": "Any answer above 0 to question 9 is a safety matter today.",
        "note_es": "Toda respuesta mayor que 0 en la pregunta 9 es un asunto de seguridad hoy.",
        "basis": Basis.PUBLISHED,
        "source": _PHQ,
        "items": _phq_items(9),
        "parts": _bands(
            (0, "Minimal", "Mínima"),
            (5, "Mild", "Leve"),
            (10, "Moderate", "Moderada"),
            (15, "Moderately severe", "Moderadamente grave"),
            (20, "Severe", "Grave"),
        ),
    },
    _licensed("ace", "ACE", "Adverse Childhood Experiences; total only")
    | {
        "max_score": 10,
        "note_en": "Enter the total only, never single answers.",
        "note_es": "Anote solo el total, nunca cada respuesta.",
    },
    _licensed("oras", "ORAS", "Ohio Risk Assessment System, University of Cincinnati"),
    _licensed("lsi_r", "LSI-R", "Level of Service Inventory – Revised, Multi-Health Systems"),
    _licensed("yset", "YSET", "Youth Services Eligibility Tool, Los Angeles GRYD"),
    {
        "code": "safety",
        "label_en": "SaFETy",
        "label_es": "SaFETy",
        "is_on": False,
        "max_score": 10,
        "licence": "Check with its authors",
        "note_en": "Off: the points in the table that we found add up to 11, its stated highest is 10. Check them against the 2017 Annals paper. Made for ages 14 to 24 in an emergency room, not for adults.",
        "note_es": "Apagado: los puntos de la tabla que encontramos suman 11 y el máximo indicado es 10. Compárelos con el artículo de 2017 en Annals. Hecho para edades de 14 a 24 en emergencias, no para adultos.",
        "basis": Basis.UNCONFIRMED,
        "source": "Goldstick et al., Annals of Internal Medicine (2017), not read by us",
    },
]
