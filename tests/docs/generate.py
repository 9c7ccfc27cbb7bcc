"""Writes the pages of docs/ that come out of the code: `python -m tests.docs.generate`."""

import os
from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import apps
from django.db import models

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"


def data_dictionary() -> str:
    """Return every table and column: meaning, and sealed or why not."""
    lines = [
        "# Data dictionary",
        "",
        "Made by `script/docs` from the models; a test fails when it is stale. **Sealed** columns "
        "hold AES-256-GCM ciphertext under a data key of the participant (or of the record) in the "
        "named domain; see `docs/architecture.md`. Every tracked table has a history table with "
        "the same columns, sealed alike.",
        "",
    ]
    for model in our_models():
        lines += ["", f"## {model._meta.label}", "", summary(model), ""]
        lines += ["| column | meaning | kept as |", "| --- | --- | --- |"]
        lines += [f"| `{f.attname}` | {meaning(f)} | {kept(f)} |" for f in columns(model)]
    return "\n".join(lines) + "\n"


def roles() -> str:
    """Return the table of roles and what each may do."""
    from cvi.accounts.roles import ROLES, SHARED_DEVICE, Permission

    lines = ["# Roles", "", "Made by `script/docs` from `cvi/accounts/roles.py`.", ""]
    lines += ["| role | who | sees | key domains | signs in with | locks, ends after | may |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
    for role, powers in ROLES.items():
        sees = "its team's cases" if powers.sees_team else "the cases assigned to them"
        sees = sees if Permission.OPEN_CASE in powers.may else "no case"
        domains = ", ".join(sorted(d.value for d in powers.domains)) or "none"
        if own := sorted(d.value for d in powers.own_domains - powers.domains):
            domains += f"; of themselves alone: {', '.join(own)}"
        may = "; ".join(str(p.label) for p in Permission if p in powers.may) or "–"
        factor = "a passkey" if powers.needs_passkey else "a passkey, or a password and a code"
        limits = f"{powers.limits.idle_minutes} min, {powers.limits.absolute_hours} h"
        cells = (role.label, powers.about, sees, domains, factor, limits, may)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    lines += ["", "On a device that is shared a session locks after "]
    lines[-1] += f"{SHARED_DEVICE.idle_minutes} minutes and ends after "
    lines[-1] += f"{SHARED_DEVICE.absolute_hours} hours, whatever the role."
    return "\n".join(lines) + "\n"


def our_models() -> Iterator[type[models.Model]]:
    """Yield our tables in the order of the ladder, without the history tables."""
    for config in apps.get_app_configs():
        if config.name.startswith("cvi."):
            yield from (m for m in config.get_models() if not hasattr(m, "instance_type"))


def columns(model: type[models.Model]) -> list[models.Field]:
    """Return the columns of a table."""
    return list(model._meta.concrete_fields)


def summary(model: type[models.Model]) -> str:
    """Return the sentence with which a model says what it is."""
    return (model.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")


def meaning(field: models.Field) -> str:
    """Return what a column means."""
    text = str(field.verbose_name)
    if field.is_relation:
        return f"{text} (→ {field.related_model._meta.label})"
    if field.choices:
        return f"{text}: " + ", ".join(str(value) for value, _label in field.flatchoices)
    return text


def kept(field: models.Field) -> str:
    """Return how a column is kept, and why not sealed where it is text."""
    from cvi.vault.fields import SealedField
    from tests.architecture.plain_text import PLAIN_TEXT

    if isinstance(field, SealedField):
        return f"**sealed** as `{field.label}`"
    return PLAIN_TEXT.get(str(field), "plain")


def verification() -> str:
    """Return what proves each security requirement and each threat."""
    from tests.security.threats import THREATS
    from tests.security.verification import ASVS

    lines = [
        "# Security verification",
        "",
        "Made by `script/docs` from `tests/security/verification.py` and `threats.py`; a test "
        "fails when a requirement has no proof, or a proof is gone. Requirements are those of "
        "the OWASP Application Security Verification Standard 5.0.0, in our own words. A check "
        "by hand is described in `docs/threat-model.md`.",
    ]
    for title, head, rows in (
        ("Requirements", "ASVS 5.0.0", ASVS),
        ("Threats", "threat", THREATS),
    ):
        lines += ["", f"## {title}", "", f"| {head} | what holds | proof |", "| --- | --- | --- |"]
        for row in rows:
            proofs = "<br>".join(p if p.startswith("by hand") else f"`{p}`" for p in row.proofs)
            lines.append(f"| {' '.join(row.ids)} | {row.says} | {proofs} |")
    return "\n".join(lines) + "\n"


PAGES = {
    "data-dictionary.md": data_dictionary,
    "roles.md": roles,
    "security-verification.md": verification,
}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for name, page in PAGES.items():
        (DOCS / name).write_text(page())
