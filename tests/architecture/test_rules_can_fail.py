"""Each rule finds a bad sample and lets a good one pass: a rule that cannot fail guards nothing."""

import pytest

from tests.architecture import rules

SAMPLES = [
    (rules.lines_over(2), "a\nb\nc\n", "a\nb\n"),
    (rules.functions_over(2), "def f():\n    a()\n    b()\n", "def f():\n    a()\n"),
    (rules.raw_reads, "Case.objects.filter(pk=1)", "Case.objects.visible_to(user)"),
    (rules.raw_reads, "case.history.all()", "case.notes.all()"),
    (rules.raw_reads, "get_object_or_404(Case, pk=1)", "open_case(user, 1, to=VIEW)"),
    (rules.raw_writes, "case.save()", "audit.save(case, by=by, reason=reason)"),
    (rules.raw_writes, "Case.objects.filter(a=1).update(b=2)", "seen.add(1)"),
    (rules.raw_writes, "await Case.objects.acreate(a=1)", "create(a=1)"),
    (rules.overridden_writes, "class A:\n    def save(self): ...", "def save(): ..."),
    (rules.names_among(rules.SIDE_DOORS), "apps.get_model('a', 'B')", "model"),
    (rules.names_among(rules.SIDE_DOORS), "from x import ContentType", "from x import Content"),
    (rules.names_among(rules.GUARDIAN_HELPERS), "user.has_perm('x', case)", "allows(user)"),
    (rules.names_among(rules.GUARDIAN_HELPERS), "assign_perm('x', u)", "grant(u)"),
    (rules.imports_under("django.contrib.admin"), "from django.contrib import admin", "import x"),
    (rules.imports_under("a.b"), "from a.b.c import d", "from a.bc import d"),
    (
        rules.reports_on_rows,
        "def page():\n    Case.objects.reportable_by(u)",
        "def reportable_by(self):\n    return Case.objects.reportable_by(u)",
    ),
    (rules.late_imports, "def f():\n    import cvi.cases", "def f():\n    import weasyprint"),
    (rules.classes, "class Page(View): ...", "def page(): ..."),
    (
        rules.pages_without_door,
        "def page(request, case_id):\n    form = F()\n    case = open_case(case_id)",
        "def page(request, case_id):\n    'Doc.'\n    case = access.open_case(case_id)",
    ),
    (
        rules.pages_without_door,
        "def page(request, participant_id):\n    open_case(participant_id)",
        "def page(request, participant_id):\n    open_participant(participant_id)",
    ),
    (rules.services_without_by, "def f(case): ...", "def f(*, case): ..."),
    (
        rules.services_without_by,
        "def f(*, a):\n    audit.save(a)",
        "def f(*, a, by):\n    audit.save(a, by=by)",
    ),
    (rules.services_without_by, "def f(*, by, a): ...", "def f(*, a=1, by): ..."),
    (rules.services_without_by, "def f(*, a, by=None): ...", "def _f(a, by=None): ..."),
    (
        rules.leaks,
        "def send_letter():\n    audit.disclosed()",
        "def send_letter():\n    require_authority()\n    audit.disclosed()",
    ),
    (rules.leaks, "def tell():\n    audit.disclosed()", "def tell(): ..."),
    (rules.leaks, "def share_case():\n    require_authority()", "def save_case(): ..."),
    (rules.saving_forms, "class F(forms.ModelForm): ...", "class F(forms.Form): ..."),
    (rules.saving_forms, "class F:\n    def save(self): ...", "class F:\n    def clean(self): ..."),
    (
        rules.misnamed_urls,
        "path('a/', views.show, name='list')",
        "path('a/<uuid:case_id>/', views.show, name='show')",
    ),
    (
        rules.misnamed_urls,
        "path('a/<int:case_id>/', views.show, name='show')",
        "path('a/', include('x.urls'))",
    ),
    (
        rules.misnamed_templates("cases"),
        "def show(r):\n    return render(r, 'cases/case.html')",
        "def show(r):\n    return render(r, 'cases/show_rows.html')",
    ),
    (rules.loose_includes, "{% include 'a.html' with b=1 %}", "{% include 'a.html' only %}"),
    (rules.unescaped, "{{ note|safe }}", "{{ note|safely }}"),
    (rules.unescaped, "{% autoescape off %}", "{% autoescape on %}"),
    (rules.unnamed_inputs, "<p>{{ text }}</p>", "{# text: what to say #}\n<p>{{ text }}</p>"),
]


@pytest.mark.parametrize(("rule", "bad", "good"), SAMPLES)
def test_finds_the_bad_and_passes_the_good(rule, bad, good):
    assert rule(bad) != []
    assert rule(good) == []
