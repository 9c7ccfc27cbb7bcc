"""Search tokens find people, and tell a thief nothing."""

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command

from cvi.cases import likeness, services
from cvi.cases.models import Participant, SearchToken
from cvi.cases.services import Identity
from cvi.cases.tokens import candidate_ids, tokens_of
from cvi.vault.services import destroy_key
from tests.cast import Cast

BORN = dt.date(2001, 2, 3)
ZEDD = Identity("Zedd Testperson", birth_date=BORN, phone="+12155550123")


def told(name: str = "", born: dt.date | None = BORN, phone: str = "") -> likeness.Likeness:
    return likeness.of(Identity(name, birth_date=born), phone)


def values_of(born: dt.date) -> set[int]:
    return {value for _kind, value in tokens_of(told("Zedd Testperson", born), UUID(int=1))}


def kinds(person: likeness.Likeness) -> str:
    return "".join(sorted(kind for kind, _text in likeness.token_texts(person)))


def rows_of(person: Participant) -> set[tuple[str, int]]:
    return set(SearchToken.objects.filter(participant=person).values_list("kind", "value"))


class TestTokens:
    def test_are_of_several_facts_at_once(self) -> None:
        assert kinds(told("Zedd Testperson", BORN, "2155550123")) == "ABCDEFGH"
        assert kinds(told("Zedd Testperson", None)) == "A"
        assert kinds(told("Zedd", BORN)) == "CF"

    @pytest.mark.parametrize(
        "one_fact", [told("Zedd", None), told(""), told("", None, "2155550123"), told("", None)]
    )
    def test_are_never_of_one_fact_alone(self, one_fact: likeness.Likeness) -> None:
        assert likeness.token_texts(one_fact) == set()

    def test_are_made_for_each_part_of_a_double_name(self) -> None:
        double = likeness.token_texts(told("Zedd Testperson-Sampleton"))

        assert likeness.token_texts(told("Zedd Sampleton")) <= double

    def test_have_thirteen_bits(self) -> None:
        values = {v for n in range(200) for v in values_of(BORN + dt.timedelta(days=n))}

        assert max(values) < 2**13
        assert len(values) > 500


class TestRegistering:
    def test_writes_the_tokens(self, cast: Cast) -> None:
        person = services.register_participant(agency=cast.harbor, identity=ZEDD, by=cast.system)

        assert {kind for kind, _value in rows_of(person)} == set("ABCDEFGH")

    def test_again_as_someone_else_writes_others(self, cast: Cast) -> None:
        person = services.register_participant(agency=cast.harbor, identity=ZEDD, by=cast.system)
        before = rows_of(person)

        changes = {"name_to_use": "Quillo Sampleton", "birth_date": dt.date(1999, 9, 9)}
        services.update_participant(participant=person, changes=changes, by=cast.system)

        assert rows_of(person)
        assert not before & rows_of(person)

    def test_leaves_tokens_that_still_hold(self, cast: Cast) -> None:
        person = services.register_participant(agency=cast.harbor, identity=ZEDD, by=cast.system)
        before = set(SearchToken.objects.values_list("pk", flat=True))

        changes = {"language": "es", "phone": ""}
        services.update_participant(participant=person, changes=changes, by=cast.system)

        after = set(SearchToken.objects.values_list("pk", flat=True))
        assert after < before
        assert len(before - after) == 1


class TestAThief:
    def test_finds_no_equal_tokens_in_two_agencies(self, cast: Cast) -> None:
        for number in range(20):
            born = BORN + dt.timedelta(days=number)
            who = Identity("Zedd Testperson", birth_date=born, phone=f"+12155550{number:03}")
            one, other = (
                services.register_participant(agency=agency, identity=who, by=cast.system)
                for agency in (cast.harbor, cast.hill)
            )
            assert len(rows_of(one) & rows_of(other)) <= 1  # 13 bits meet by chance, one in 1,000


class TestSearching:
    def test_finds_in_the_own_agency_only(self, cast: Cast) -> None:
        here, _there = (
            services.register_participant(agency=agency, identity=ZEDD, by=cast.system)
            for agency in (cast.harbor, cast.hill)
        )

        found = candidate_ids(told("Testperson Zedd"), cast.harbor.pk)

        assert found == [here.pk]

    def test_asks_one_query(self, cast: Cast, django_assert_num_queries: Any) -> None:
        services.register_participant(agency=cast.harbor, identity=ZEDD, by=cast.system)

        with django_assert_num_queries(1):
            candidate_ids(told("Zedd Testperson"), cast.harbor.pk)

    def test_for_one_fact_alone_finds_nobody(self, cast: Cast) -> None:
        services.register_participant(agency=cast.harbor, identity=ZEDD, by=cast.system)

        assert candidate_ids(told("Zedd", None), cast.harbor.pk) == []


class TestRetoken:
    def test_writes_what_is_missing_or_old(self, cast: Cast, capsys: Any) -> None:
        person = services.register_participant(agency=cast.harbor, identity=ZEDD, by=cast.system)
        gone = services.register_participant(agency=cast.hill, identity=ZEDD, by=cast.system)
        wanted = rows_of(person)
        SearchToken.objects.all().delete()
        SearchToken.objects.create(participant=person, kind="A", value=1, norm_version=0)
        destroy_key(key=gone.key)

        call_command("cases_retoken")

        assert rows_of(person) == wanted
        assert rows_of(gone) == set()
        assert "1 people can be found; 1 are sealed" in capsys.readouterr().out
