"""The seal: what is written stays closed to everyone without the key."""

import uuid
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import connection

from cvi.cases.models import Participant
from cvi.vault.errors import CiphertextRejected, DomainDenied, RecordSealed
from cvi.vault.fields import Opener, SealedField
from cvi.vault.keyring import open_ring
from cvi.vault.models import DataKey, KekRecord
from tests.cast import Cast


def raw(column: str, pk: uuid.UUID) -> bytes:
    with connection.cursor() as cursor:
        key = pk.hex if connection.vendor == "sqlite" else pk
        cursor.execute(f"SELECT {column} FROM cases_participant WHERE id = %s", [key])  # noqa: S608
        return bytes(cursor.fetchone()[0])


class TestSealedColumn:
    def test_holds_no_plaintext(self, cast: Cast) -> None:
        person = cast.case().participant

        assert b"Zedd" not in raw("name_to_use", person.pk)

    def test_opens_to_what_was_written(self, cast: Cast) -> None:
        person = cast.case().participant

        again = Participant.objects.get(pk=person.pk)

        assert again.name_to_use == "Zedd Testperson"
        assert again.birth_date == person.birth_date

    def test_keeps_its_bytes_when_untouched(self, cast: Cast) -> None:
        person = cast.case().participant
        before = raw("name_to_use", person.pk)

        again = Participant.objects.get(pk=person.pk)
        again.save()

        assert raw("name_to_use", person.pk) == before

    def test_cannot_be_filtered_by(self, cast: Cast) -> None:
        with pytest.raises(FieldError):
            Participant.objects.filter(name_to_use="Zedd").exists()

    def test_refuses_bytes_of_another_row(self, cast: Cast) -> None:
        one, two = cast.case().participant, cast.case(team=cast.hill_team).participant
        with connection.cursor() as cursor:
            key = two.pk.hex if connection.vendor == "sqlite" else two.pk
            cursor.execute(
                "UPDATE cases_participant SET name_to_use = %s WHERE id = %s",
                [raw("name_to_use", one.pk), key],
            )

        with pytest.raises(CiphertextRejected):
            _ = Participant.objects.get(pk=two.pk).name_to_use

    def test_shows_nothing_when_printed_or_dumped(self, cast: Cast) -> None:
        person = Participant.objects.get(pk=cast.case().participant_id)

        dumped = serializers.serialize("json", [person, Participant(agency=cast.harbor)])

        assert repr(person.__dict__["name_to_use"]) == "<sealed>"
        assert "sealed:" in dumped
        assert "Zedd" not in dumped

    def test_may_be_left_out_of_a_fetch(self, cast: Cast) -> None:
        cast.case()

        person = Participant.objects.defer("name_to_use").get()

        assert person.name_to_use == "Zedd Testperson"

    def test_keeps_its_bytes_when_set_to_the_same_value(self, cast: Cast) -> None:
        person = cast.case().participant
        before = raw("name_to_use", person.pk)
        again = Participant.objects.get(pk=person.pk)

        again.name_to_use = str(again.name_to_use)
        again.save()

        assert raw("name_to_use", person.pk) == before

    def test_can_be_asked_whether_it_is_empty_and_nothing_else(self, cast: Cast) -> None:
        cast.case()

        assert not Participant.objects.filter(birth_date__isnull=True).exists()
        with pytest.raises(FieldError):
            Participant.objects.update(name_to_use="Someone Else")

    def test_carries_its_label_into_migrations(self) -> None:
        field: Any = Participant._meta.get_field("name_to_use")

        assert field.deconstruct()[3]["label"] == "participant.name_to_use"
        assert isinstance(Participant.name_to_use, Opener)

    def test_needs_a_kind(self, cast: Cast) -> None:
        with pytest.raises(NotImplementedError):
            SealedField(label="x").encode("x")
        with pytest.raises(NotImplementedError):
            SealedField(label="x").decode(b"x")

    def test_is_sealed_in_the_history_too(self, cast: Cast) -> None:
        person = cast.case().participant

        version = person.history.first()

        assert version.__dict__["name_to_use"].blob[:1] == b"\x01"
        assert version.name_to_use == "Zedd Testperson"


class TestRows:
    def test_are_called_by_ids(self) -> None:
        assert "data key" in str(DataKey())
        assert str(KekRecord(pk=3)) == "master key 3"


class TestRing:
    def test_opens_a_page_of_people_with_one_key_query(
        self, cast: Cast, django_assert_num_queries
    ) -> None:
        for _number in range(5):
            cast.case()

        with open_ring(None), django_assert_num_queries(2):
            names = [p.name_to_use for p in Participant.objects.all()]

        assert len(names) == 5

    def test_refuses_another_domain(self, cast: Cast) -> None:
        person = cast.case().participant

        with open_ring({("medical", cast.harbor.pk)}), pytest.raises(DomainDenied):
            _ = Participant.objects.get(pk=person.pk).name_to_use

    def test_refuses_another_agency(self, cast: Cast) -> None:
        person = cast.case().participant

        with open_ring({("core", cast.hill.pk)}), pytest.raises(DomainDenied):
            _ = Participant.objects.get(pk=person.pk).name_to_use

    def test_cannot_open_what_was_destroyed(self, cast: Cast) -> None:
        person = cast.case().participant
        DataKey.objects.filter(pk=person.key_id).update(wrapped=None, state="destroyed")

        with open_ring(None), pytest.raises(RecordSealed):
            _ = Participant.objects.get(pk=person.pk).name_to_use
