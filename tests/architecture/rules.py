"""The rules of the house. Each takes a file's text and returns its faults as `line: what`."""

import ast
import re

from tests.architecture import source as code

WRITES = {"save", "delete", "create", "update", "bulk_create", "bulk_update"}
WRITES |= {"get_or_create", "update_or_create", "_raw_delete"}
WRITES |= {f"a{name}" for name in WRITES}
SIDE_DOORS = {"get_model", "ContentType", "RawSQL", "raw", "extra", "cursor"}
SIDE_DOORS |= {"_base_manager", "_default_manager"}
GUARDIAN_HELPERS = {
    "assign_perm",
    "remove_perm",
    "has_perm",
    "has_perms",
    "get_perms",
    "get_objects_for_user",
    "get_objects_for_group",
    "get_users_with_perms",
    "ObjectPermissionChecker",
}
DOORS = {"case_id": "open_case", "participant_id": "open_participant"}


def lines_over(limit):
    """Return the rule that a file has at most `limit` lines."""

    def rule(source):
        count = len(source.splitlines())
        return [f"{count}: lines, {limit} are allowed"] if count > limit else []

    return rule


def functions_over(limit):
    """Return the rule that a function has at most `limit` lines, docstring and all."""

    def rule(source):
        return [
            f"{node.lineno}: {node.name} has {lines} lines, {limit} are allowed"
            for node in code.functions(source)
            if (lines := node.end_lineno - node.lineno + 1) > limit
        ]

    return rule


def raw_reads(source):
    """Find tables that are asked without `visible_to`."""
    named = [
        f"{name.lineno}: .{name.attr} without visible_to"
        for name, around in code.attributes(source)
        if name.attr in {"objects", "history"} and getattr(around, "attr", "") != "visible_to"
    ]
    fetched = [
        f"{call.lineno}: {code.called(call)}"
        for call in code.calls(ast.parse(source))
        if code.called(call) in {"get_object_or_404", "get_list_or_404"}
    ]
    return named + fetched


def raw_writes(source):
    """Find rows that are written without a trail."""
    return [
        f"{name.lineno}: .{name.attr}(...)"
        for name, around in code.attributes(source)
        if name.attr in WRITES
        and isinstance(around, ast.Call)
        and around.func is name
        and getattr(name.value, "id", "") != "audit"
    ]


def overridden_writes(source):
    """Find classes that change what saving or deleting means."""
    return [
        f"{node.lineno}: {owner.name}.{node.name}"
        for owner in ast.walk(ast.parse(source))
        if isinstance(owner, ast.ClassDef)
        for node in owner.body
        if isinstance(node, ast.FunctionDef) and node.name in WRITES
    ]


def names_among(banned):
    """Return the rule that none of the names is used or imported."""

    def rule(source):
        found = []
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Name) and node.id in banned:
                found.append(f"{node.lineno}: {node.id}")
            elif isinstance(node, ast.Attribute) and node.attr in banned:
                found.append(f"{node.lineno}: .{node.attr}")
            elif isinstance(node, ast.alias) and node.name.split(".")[-1] in banned:
                found.append(f"{node.lineno}: import {node.name}")
        return found

    return rule


def imports_under(*packages):
    """Return the rule that nothing from the packages is imported."""

    def rule(source):
        return [
            f"{line}: import {name}"
            for line, name in code.imported(ast.parse(source))
            if name.startswith(tuple(f"{package}." for package in packages)) or name in packages
        ]

    return rule


def reports_on_rows(source):
    """Find `reportable_by` outside a queryset method of that name."""
    found = {name.lineno for name, _ in code.attributes(source) if name.attr == "reportable_by"}
    allowed = {
        line
        for function in code.functions(source)
        if function.name == "reportable_by"
        for line in range(function.lineno, function.end_lineno + 1)
    }
    return [f"{line}: .reportable_by" for line in sorted(found - allowed)]


def late_imports(source):
    """Find imports of ours inside a function, the sign of a cycle. `ready` is Django's place."""
    return [
        f"{line}: import {name} in {function.name}"
        for function in code.functions(source)
        if function.name != "ready"
        for line, name in code.imported(function)
        if name.startswith("cvi.")
    ]


def classes(source):
    """Find classes where functions are the rule."""
    return [
        f"{node.lineno}: class {node.name}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef)
    ]


def pages_without_door(source):
    """Find pages about a participant whose first line is not the door."""
    return [
        f"{page.lineno}: {page.name} does not begin with {door}"
        for page in code.public_functions(source)
        for name, door in DOORS.items()
        if name in {argument.arg for argument in page.args.args + page.args.kwonlyargs}
        and door not in map(code.called, code.calls(code.body(page)[0]))
    ]


def services_without_by(source):
    """Find services that take arguments by place, or write without saying who."""
    found = []
    for service in code.public_functions(source):
        spec = service.args
        keywords = [argument.arg for argument in spec.kwonlyargs]
        writes = any(
            code.called(call) in {"save", "delete"}
            and getattr(getattr(call.func, "value", None), "id", "") == "audit"
            for call in code.calls(service)
        )
        if spec.args or spec.posonlyargs:
            found.append(f"{service.lineno}: {service.name} takes arguments by place")
        if writes and "by" not in keywords:
            found.append(f"{service.lineno}: {service.name} writes without `by`")
        if "by" in keywords and (keywords[-1] != "by" or spec.kw_defaults[-1] is not None):
            found.append(f"{service.lineno}: {service.name}: `by` is last and has no default")
    return found


def leaks(source):
    """Find services that let information out without authority or disclosure."""
    found = []
    for service in code.public_functions(source):
        names = {code.called(call) for call in code.calls(service)}
        is_named_so = service.name.startswith(("send_", "share_", "release_"))
        if not is_named_so and "disclosed" not in names:
            continue
        if "require_authority" not in names:
            found.append(f"{service.lineno}: {service.name} asks for no authority")
        if not any("disclos" in name.lower() for name in names):
            found.append(f"{service.lineno}: {service.name} writes no disclosure")
    return found


def saving_forms(source):
    """Find forms that could write."""
    return names_among({"ModelForm", "modelform_factory", "modelformset_factory"})(source) + [
        f"{node.lineno}: {node.name}" for node in code.functions(source) if node.name == "save"
    ]


def misnamed_urls(source):
    """Find addresses not named after their view, and ids that are not UUIDs."""
    found = []
    for call in code.calls(ast.parse(source)):
        if code.called(call) != "path" or len(call.args) < 2:
            continue
        route = str(getattr(call.args[0], "value", ""))
        view = getattr(call.args[1], "attr", getattr(call.args[1], "id", None))
        name = next((k.value.value for k in call.keywords if k.arg == "name"), None)
        if view is not None and view != name:
            found.append(f"{call.lineno}: view {view} has the name {name}")
        found += [f"{call.lineno}: <{i}>" for i in re.findall(r"<((?!uuid:)[^>]*id)>", route)]
    return found


def misnamed_templates(app):
    """Return the rule that a view draws `app/view_name.html`, or a part named after it."""

    def rule(source):
        found = []
        for view in code.functions(source):
            for call in code.calls(view):
                page = call.args[1] if code.called(call) == "render" and call.args[1:] else None
                if isinstance(page, ast.Constant) and not re.fullmatch(
                    rf"{app}/{view.name.removeprefix('_')}(_\w+)?\.html", page.value
                ):
                    found.append(f"{call.lineno}: {view.name} draws {page.value}")
        return found

    return rule


def loose_includes(source):
    """Find includes that pass on everything there is."""
    return [
        f"{source[: match.start()].count(chr(10)) + 1}: {match.group()}"
        for match in re.finditer(r"{%\s*include\s[^%]*%}", source)
        if not re.search(r"\sonly\s*%}$", match.group())
    ]


def unescaped(source):
    """Find places where text could become markup."""
    return [
        f"{source[: match.start()].count(chr(10)) + 1}: {match.group()}"
        for match in re.finditer(r"\|\s*safe(seq)?\b|{%\s*autoescape\s+off\s*%}", source)
    ]


def unnamed_inputs(source):
    """Find components that do not open by naming their inputs."""
    return [] if re.match(r"\s*({#|{%\s*comment)", source) else ["1: no opening comment"]
