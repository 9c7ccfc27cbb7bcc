"""What is wrong with the keys, said before the site starts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from cvi.vault.errors import MasterKeyMissing
from cvi.vault.fields import sealed_fields
from cvi.vault.master import MasterKeys, master
from cvi.vault.models import KekRecord


@register(Tags.database)
def check_master_key(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Compare the master keys with those that the rows were sealed under."""
    if not databases:
        return []
    try:
        known = list(KekRecord.objects.order_by("pk"))
    except DatabaseError:  # before the first migration there is nothing to compare
        known = []
    try:
        keys = master()
    except MasterKeyMissing as missing:
        return [Error(str(missing), hint=_HINT, id="vault.E002")]
    return [error for record in known if (error := _compare(keys, record))]


@register(Tags.security)
def check_keyring_file(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse a keyring that others can read or that a backup of files would carry along."""
    path = Path(settings.VAULT_KEYRING_FILE).resolve()
    if settings.VAULT_KEYRING or not path.exists():
        return []
    found: list[CheckMessage] = []
    if path.stat().st_mode & 0o077:
        found.append(Error(f"Others can read {path.name}.", hint="chmod 400", id="vault.E003"))
    if path.is_relative_to(Path(settings.FILES_DIR).resolve()):
        message = f"{path.name} lies among the files that are backed up."
        found.append(Error(message, hint="Move it elsewhere.", id="vault.E005"))
    return found


@register(Tags.security, deploy=True)
def check_way_to_database(**_kwargs: Any) -> list[CheckMessage]:
    """Warn of a PostgreSQL across a network whose certificate nobody looks at."""
    database = settings.DATABASES["default"]
    host = str(database.get("HOST") or "")
    is_here = host in {"", "localhost", "127.0.0.1", "::1"} or host.startswith("/")
    mode = database.get("OPTIONS", {}).get("sslmode")
    if "postgresql" not in database["ENGINE"] or is_here or mode == "verify-full":
        return []
    message = "The way to the database can be listened to, or lead to another one."
    hint = "End DATABASE_URL with ?sslmode=verify-full, and sslrootcert where it is needed."
    return [Warning(message, hint=hint, id="vault.W007")]


@register(Tags.models)
def check_labels(**_kwargs: Any) -> list[CheckMessage]:
    """Require a label of its own from every sealed column: it is part of the seal."""
    seen: dict[str, str] = {}
    found: list[CheckMessage] = []
    for model in apps.get_models():
        if hasattr(model, "instance_type"):
            continue
        for field in sealed_fields(model):
            other = seen.setdefault(field.label, str(field))
            if not field.label or other != str(field):
                found.append(Error(f"{field} needs a label of its own.", id="vault.E006"))
    return found


_HINT = "Put the keyring back where VAULT_KEYRING_FILE points, or set VAULT_KEYRING."


def _compare(keys: MasterKeys, record: KekRecord) -> CheckMessage | None:
    if record.pk not in keys.roots["kek"]:
        message = f"Master key {record.pk} was used here and is not in the keyring."
        return Error(message, hint=_HINT, id="vault.E002")
    if keys.check_value(record.pk) != bytes(record.check_value):
        message = f"Master key {record.pk} is not the one this database was sealed under."
        return Error(message, hint=_HINT, id="vault.E001")
    return None
