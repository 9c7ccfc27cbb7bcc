"""Puts the categories of services in place, after every migrate; what is there stays as it is."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.apps import apps
from django.db import connections, transaction

from cvi.cases.values import LifeDomain
from cvi.referrals.models import NeedTerm, TaxonomyTerm
from cvi.referrals.seeds.categories import CATEGORIES, NEEDS

OPEN_ELIGIBILITY = TaxonomyTerm.OPEN_ELIGIBILITY


def hsds_id_of(code: str) -> str:
    """Return the id that a category of ours has in files: the same in every installation."""
    return str(uuid5(NAMESPACE_URL, f"open-eligibility:human_services:{code}"))


def seed(using: str, **_rest: Any) -> None:
    """Add every category that is missing; needs are filled in once, with their first categories."""
    tables = {model._meta.db_table for model in apps.get_app_config("referrals").get_models()}
    if not tables <= set(connections[using].introspection.table_names()):
        return
    with transaction.atomic(using=using):
        made = _add_terms(using)
        if made:
            _add_needs(using, made)


def _add_terms(using: str) -> set[str]:
    """Write the categories that are not there; return their codes."""
    rows = TaxonomyTerm.objects.using(using)
    there = {t.hsds_id: t for t in rows.filter(taxonomy=OPEN_ELIGIBILITY)}
    made: list[TaxonomyTerm] = []
    for code, name, name_es in CATEGORIES:
        if hsds_id_of(code) in there:
            continue
        term = TaxonomyTerm(hsds_id=hsds_id_of(code), taxonomy=OPEN_ELIGIBILITY, code=code)
        term.name, term.name_es = name, name_es
        above = there.get(hsds_id_of(code.rpartition(":")[0]))
        term.parent_id = above.pk if above else None
        there[term.hsds_id] = term
        made.append(term)
    rows.bulk_create(made)
    return {term.code for term in made}


def _add_needs(using: str, made: set[str]) -> None:
    """Let each need be answered by its new categories, and by the new ones below them."""
    terms = TaxonomyTerm.objects.using(using).filter(taxonomy=OPEN_ELIGIBILITY)
    by_code = {term.code: term for term in terms}
    NeedTerm.objects.using(using).bulk_create(
        NeedTerm(need=need, term=by_code[code])
        for need in LifeDomain
        for code in sorted(made)
        if any(code == top or code.startswith(f"{top}:") for top in NEEDS[need])
    )
