"""What an organisation has been given or has bound itself to: said by its editors, one at a time."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.actions.writing import locked_for_editing, touched
from directory.models import Organisation, Standing
from directory.vocabulary.standings import (
    STANDINGS_LIMIT,
    as_data,
    clean_standing,
    given_of,
)
from kernel.once import once
from kernel.refusals import Invalid


def add_standing(
    *, by: User, organisation: Organisation, fields: Mapping[str, Any], key: str | None = None
) -> Standing:
    """The new one, or the one that the same key made. `fields`: kind, title; giver, url, since, until.
    Raises Refused, Invalid, KeyReused."""
    check_writer(by)
    given = clean_standing(fields)
    with transaction.atomic():
        locked = locked_for_editing(by, organisation)

        def make() -> int:
            there = [given_of(row) for row in Standing.objects.filter(organisation=locked)]
            if given in there:
                raise Invalid({"title": [_("This is here already.")]})
            if len(there) >= STANDINGS_LIMIT:
                raise Invalid(
                    {"title": [_("At most %(most)s fit here.") % {"most": STANDINGS_LIMIT}]}
                )
            made = Standing.objects.create(organisation=locked, **asdict(given))
            touched(locked, confirmed=True)
            return made.pk

        payload = ["standing", locked.pk, as_data(given)]
        pk, _made = once(person_id=by.pk, key=key, payload=payload, make=make)
    return _still(organisation, pk)


def change_standing(*, by: User, standing: Standing, fields: Mapping[str, Any]) -> Standing:
    """Writes all its fields anew. Raises Refused, Invalid."""
    check_writer(by)
    given = clean_standing(fields)
    with transaction.atomic():
        locked = locked_for_editing(by, standing.organisation)
        fresh = _still(locked, standing.pk)
        if given_of(fresh) != given:
            for name, value in asdict(given).items():
                setattr(fresh, name, value)
            fresh.save()
            touched(locked, confirmed=True)
    return fresh


def remove_standing(*, by: User, standing: Standing) -> None:
    """As if it had never been said; one that has ended is better given its last day. Raises Refused; a
    second time changes nothing."""
    check_writer(by)
    with transaction.atomic():
        locked = locked_for_editing(by, standing.organisation)
        gone, _each = Standing.objects.filter(organisation=locked, pk=standing.pk).delete()
        if gone:
            touched(locked, confirmed=True)


def _still(organisation: Organisation, pk: int) -> Standing:
    found = Standing.objects.filter(organisation=organisation, pk=pk).first()
    if found is None:
        raise Invalid({"title": [_("Somebody has removed this meanwhile.")]})
    return found
