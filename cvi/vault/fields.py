"""Columns that hold sealed values: text, dates and JSON."""

import base64
import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.db import models

from cvi.vault import keyring

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]
else:
    AnyField = models.Field


KEY_COLUMN = "key_id"  # of SealedModel
AS_IS = "_kept_sealed"


class Sealed:
    """A sealed value as it came from the database, opened only when it is read."""

    __slots__ = ("blob",)

    def __init__(self, blob: bytes) -> None:
        self.blob = bytes(blob)

    def __repr__(self) -> str:
        return "<sealed>"


@contextmanager
def kept_sealed(row: models.Model) -> Iterator[None]:
    """Hand out the sealed values of a row unopened, to copy them byte for byte."""
    row.__dict__[AS_IS] = True
    try:
        yield
    finally:
        del row.__dict__[AS_IS]


class Opener:
    """Opens a sealed value when the attribute is read, once; untouched bytes stay as they are."""

    def __init__(self, field: "SealedField") -> None:
        self.field = field

    def __get__(self, row: models.Model | None, owner: type[models.Model] | None = None) -> Any:
        if row is None:
            return self
        name = self.field.attname
        if name not in row.__dict__:
            row.refresh_from_db(fields=[name])
        value = row.__dict__[name]
        if not isinstance(value, Sealed) or row.__dict__.get(AS_IS):
            return value
        opened = row.__dict__.setdefault("_opened", {})
        if name not in opened or opened[name][0] is not value:
            opened[name] = (value, self.field.open(row, value))
        return opened[name][1]

    def __set__(self, row: models.Model, value: Any) -> None:
        name = self.field.attname
        sealed, opened = row.__dict__.get("_opened", {}).get(name, (None, None))
        if sealed is not None and row.__dict__.get(name) is sealed and opened == value:
            return
        row.__dict__[name] = value


class SealedField(AnyField):
    """A column whose value is sealed under the row's data key, bound to column and row.

    Args:
        label: the frozen name of the column in the seal. It stays when model or field is renamed.
    """

    empty_strings_allowed = False

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        self.label = label
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Keep the label in migrations."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "label": self.label}

    def get_internal_type(self) -> str:
        """Store as bytes."""
        return "BinaryField"

    def contribute_to_class(
        self, cls: type[models.Model], name: str, *args: Any, **kwargs: Any
    ) -> None:
        """Open the value when the attribute is read."""
        super().contribute_to_class(cls, name, *args, **kwargs)
        setattr(cls, self.attname, Opener(self))

    def encode(self, value: Any) -> bytes:
        """Turn a value into bytes."""
        raise NotImplementedError

    def decode(self, plaintext: bytes) -> Any:
        """Turn bytes into a value."""
        raise NotImplementedError

    def open(self, row: models.Model, value: Sealed) -> Any:
        """Open a sealed value of `row`."""
        return self.decode(keyring.unseal(value.blob, self._seal_label(row)))

    def from_db_value(self, value: Any, *_args: Any) -> Sealed | None:
        """Keep the value sealed, and note its key so that a page loads its keys at once."""
        if value is None:
            return None
        sealed = Sealed(value)
        keyring.ring().want(keyring.sealed_under(sealed.blob))
        return sealed

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001  Django's
        """Seal a changed value; an untouched one goes back byte for byte."""
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Sealed):
            return value
        key_id: uuid.UUID = getattr(model_instance, KEY_COLUMN)
        sealed = Sealed(keyring.seal(key_id, self._seal_label(model_instance), self.encode(value)))
        model_instance.__dict__[self.attname] = sealed
        model_instance.__dict__.setdefault("_opened", {})[self.attname] = (sealed, value)
        return sealed

    def get_db_prep_value(
        self,
        value: Any,
        connection: Any,
        prepared: bool = False,  # noqa: FBT001, FBT002  Django's
    ) -> Any:
        """Hand sealed bytes to the database, and nothing else.

        Raises:
            FieldError: the column was filtered by, or written round `save`.
        """
        if value is None:
            return None
        if isinstance(value, Sealed):
            return connection.Database.Binary(value.blob)
        name = f"{self.model.__name__}.{self.name}"
        raise FieldError(f"{name} is sealed: it cannot be filtered, and is written by audit.save")

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse every lookup but `isnull`."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def value_to_string(self, obj: models.Model) -> str:
        """Dump sealed bytes, never the value."""
        value = obj.__dict__.get(self.attname)
        if not isinstance(value, Sealed):
            return ""
        return "sealed:" + base64.b64encode(value.blob).decode()

    def _seal_label(self, row: models.Model) -> bytes:
        base = getattr(type(row), "instance_type", type(row))
        pk: uuid.UUID = getattr(row, base._meta.pk.attname)
        return f"{self.label}|".encode() + pk.bytes


class SealedTextField(SealedField):
    """Sealed text. Empty text is sealed like any other."""

    def __init__(self, *args: Any, max_length: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, max_length=max_length, **kwargs)

    def encode(self, value: str) -> bytes:
        """Turn text into UTF-8."""
        return value.encode()

    def decode(self, plaintext: bytes) -> str:
        """Turn UTF-8 into text."""
        return plaintext.decode()

    def get_default(self) -> Any:
        """Start as empty text where no other default is given."""
        return super().get_default() if self.has_default() else ""


class SealedDateField(SealedField):
    """A sealed date, or None."""

    def encode(self, value: dt.date) -> bytes:
        """Turn a date into ISO 8601."""
        return value.isoformat().encode()

    def decode(self, plaintext: bytes) -> dt.date:
        """Turn ISO 8601 into a date."""
        return dt.date.fromisoformat(plaintext.decode())


class SealedJSONField(SealedField):
    """A sealed list or dictionary."""

    def encode(self, value: Any) -> bytes:
        """Turn a value into JSON with its keys in order."""
        return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()

    def decode(self, plaintext: bytes) -> Any:
        """Turn JSON into a value."""
        return json.loads(plaintext)


def sealed_fields(model: type[models.Model]) -> Iterable[SealedField]:
    """Return the sealed columns of a model."""
    return [field for field in model._meta.concrete_fields if isinstance(field, SealedField)]
