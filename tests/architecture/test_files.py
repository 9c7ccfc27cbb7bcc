"""Names and sizes of files, and what they may contain."""

import pytest

from tests.architecture import rules
from tests.architecture.source import APPS, ROOT, faults, module_path, modules, python_files, shown

BANNED_NAMES = {"core", "common", "utils", "util", "helpers", "misc", "manager", "managers"}

# Who may write without audit.save, and what. Nothing here is a participant's record as such.
WRITERS = {
    "cvi/vault/": "data keys",
    "cvi/audit/": "the trail itself, and every row that leaves one",
    "cvi/cases/tokens.py": "search tokens, written anew from a row that leaves its own trail",
    "cvi/accounts/drafts.py": "keys of drafts; an autosave leaves no line",
    "cvi/accounts/sessions.py": "sealed sessions",
    "cvi/standards/seeding.py": "what ships with the program, before anyone is there to name",
    "cvi/referrals/seeding.py": "what ships with the program, before anyone is there to name",
    "cvi/papers/services": "jobs with their progress",
    "cvi/papers/queue.py": "the queue of jobs",
    "cvi/alerts/sms.py": "text messages, at the provider",
    "cvi/papers/cleaning.py": "pictures, into memory",
}
MECHANISMS = ("cvi/vault/", "cvi/audit/")
BELOW_CASES = (
    "cvi/vault/",
    "cvi/audit/",
    "cvi/accounts/",
    "cvi/papers/",
    "cvi/standards/",
    "cvi/alerts/",
)
TEMPLATES = sorted([*(ROOT / "templates").rglob("*.html"), *APPS.rglob("*.html")])


def outside(places, paths):
    return [path for path in paths if not shown(path).startswith(tuple(places))]


@pytest.mark.parametrize("name", sorted(BANNED_NAMES))
def test_no_drawer_for_everything(name):
    assert [shown(path) for path in python_files("cvi") if name in module_path(path)] == []


def test_the_scan_sees_the_program():
    assert len(python_files("cvi")) > 1
    assert TEMPLATES != []


def test_files_are_short():
    paths = python_files("cvi", "config", "tests", "script")

    assert faults(rules.lines_over(400), paths) == []


def test_functions_are_short():
    assert faults(rules.functions_over(40), python_files("cvi", "config")) == []


def test_views_are_short_functions():
    assert faults(rules.classes, modules("views")) == []
    assert faults(rules.functions_over(25), modules("views")) == []


def test_views_and_forms_read_through_the_door():
    assert faults(rules.raw_reads, modules("views") + modules("forms")) == []


def test_pages_about_a_participant_begin_with_the_door():
    assert faults(rules.pages_without_door, modules("views")) == []


def test_only_the_trail_writes():
    assert faults(rules.raw_writes, outside(WRITERS, python_files("cvi"))) == []


def test_saving_means_the_same_everywhere():
    assert faults(rules.overridden_writes, outside(WRITERS, python_files("cvi"))) == []


def test_forms_clean_and_never_save():
    assert faults(rules.saving_forms, modules("forms")) == []


def test_services_say_who():
    assert faults(rules.services_without_by, outside(MECHANISMS, modules("services"))) == []


def test_what_lets_information_out_needs_authority():
    assert faults(rules.leaks, outside(BELOW_CASES, modules("services"))) == []


def test_no_side_door_to_a_table():
    paths = outside(MECHANISMS, python_files("cvi"))

    assert faults(rules.names_among(rules.SIDE_DOORS), paths) == []


def test_guardian_only_stores():
    assert faults(rules.names_among(rules.GUARDIAN_HELPERS), python_files("cvi")) == []


def test_no_admin():
    assert faults(rules.imports_under("django.contrib.admin"), python_files("cvi", "config")) == []


def test_counting_is_for_reports():
    assert faults(rules.reports_on_rows, outside(["cvi/reports/"], python_files("cvi"))) == []


def test_no_import_hides_a_cycle():
    assert faults(rules.late_imports, python_files("cvi")) == []


def test_a_page_has_one_name():
    assert faults(rules.misnamed_urls, modules("urls")) == []
    for path in modules("views"):
        assert faults(rules.misnamed_templates(path.relative_to(APPS).parts[0]), [path]) == []


def test_templates_are_short_and_closed():
    assert faults(rules.lines_over(120), TEMPLATES) == []
    assert faults(rules.loose_includes, TEMPLATES) == []
    assert faults(rules.unescaped, TEMPLATES) == []


def test_no_template_is_made_of_text():
    made = {"from_string", "Template", "SafeText"}

    assert faults(rules.names_among(made), python_files("cvi", "config")) == []


def test_components_name_their_inputs():
    components = [path for path in TEMPLATES if "components" in path.parts]

    assert faults(rules.unnamed_inputs, components) == []
