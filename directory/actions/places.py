"""The places of an organisation: one more, a changed one, another first, one less."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer, is_moderator
from directory.actions.set_access import GivenFact, write_facts
from directory.actions.writing import apply_site, locked_for_editing, touched
from directory.models import Organisation, Site
from directory.vocabulary.fields import SITE_FIELDS, clean_fields
from kernel.once import once
from kernel.refusals import Conflict, Invalid, Refused

PLACES_LIMIT = 60
_ASIDE = 10_000
"""Where places stand while their order is written: no two may ever share a number."""


def add_place(
    *,
    by: User,
    organisation: Organisation,
    fields: Mapping[str, Any],
    access: Mapping[str, GivenFact] | None = None,
    key: str | None = None,
) -> Site:
    """A further place, the last of them, or the one that the same key made. `fields`: those of
    `clean_fields` that speak of a place. Raises Refused, Invalid, KeyReused."""
    check_writer(by)
    clean = _place_fields(fields)
    payload = {name: str(value) for name, value in clean.items()}
    with transaction.atomic():
        locked = locked_for_editing(by, organisation)
        pk, _made = once(
            person_id=by.pk, key=key, payload=["place", organisation.pk, payload],
            make=lambda: _make(by, locked, clean, access or {}),
        )  # fmt: skip
    return Site.objects.get(pk=pk)


def _make(
    by: User, locked: Organisation, clean: Mapping[str, Any], access: Mapping[str, GivenFact]
) -> int:
    places = list(Site.objects.filter(organisation=locked).values_list("position", flat=True))
    if len(places) >= PLACES_LIMIT:
        raise Refused(_("An organisation has at most %(limit)s places.") % {"limit": PLACES_LIMIT})
    site = Site(organisation=locked, position=max(places) + 1 if places else 0)
    apply_site(site, clean)
    site.save()
    write_facts(by=by, site=site, access=access)
    touched(locked, confirmed=True)
    return site.pk


def update_place(
    *,
    by: User,
    organisation: Organisation,
    place: int,
    fields: Mapping[str, Any],
    access: Mapping[str, GivenFact] | None = None,
    version: int | None = None,
) -> Organisation:
    """Writes what is given of a place. The organisation's `edit.waiting` is what waits for a moderator. `version` is that of the page the person saw: Conflict if
    somebody has saved since. Raises Refused and Invalid too."""
    check_writer(by)
    clean = _place_fields(fields)
    with transaction.atomic():
        locked = locked_in_version(by, organisation, version)
        site = place_of(locked, place)
        changed = apply_site(site, clean)
        changed |= write_facts(by=by, site=site, access=access or {})
        if changed:
            site.save()
            touched(locked, confirmed=True)
    return locked


def make_main(*, by: User, organisation: Organisation, place: int, version: int | None) -> None:
    """This place becomes the one that lists and the map go by. Raises Refused, Conflict."""
    _reorder(by, organisation, version, place, lambda order, site: [site, *order])


def move_up(*, by: User, organisation: Organisation, place: int, version: int | None) -> None:
    """This place changes with the one before it. Raises Refused, Conflict."""

    def earlier(order: list[Site], site: Site) -> list[Site]:
        before = max(0, sum(other.position < site.position for other in order) - 1)
        return [*order[:before], site, *order[before:]]

    _reorder(by, organisation, version, place, earlier)


def remove_place(*, by: User, organisation: Organisation, place: int, version: int | None) -> None:
    """The place goes with its hours and facts; the next becomes the first. The last one stays. Raises
    Refused, Conflict."""
    check_writer(by)
    with transaction.atomic():
        locked = locked_in_version(by, organisation, version)
        site = place_of(locked, place)
        rest = list(Site.objects.filter(organisation=locked).exclude(pk=site.pk))
        check_first(by, locked, changes=site.position == 0)
        if not rest:
            raise Refused(_("The only place cannot be removed. Change its address instead."))
        site.delete()
        put_in_order(locked, rest)
        touched(locked, confirmed=True)


def _reorder(
    by: User,
    organisation: Organisation,
    version: int | None,
    place: int,
    order: Callable[[list[Site], Site], list[Site]],
) -> None:
    check_writer(by)
    with transaction.atomic():
        locked = locked_in_version(by, organisation, version)
        site = place_of(locked, place)
        before = list(Site.objects.filter(organisation=locked))
        after = order([other for other in before if other.pk != site.pk], site)
        if [one.pk for one in after] != [one.pk for one in before]:
            check_first(by, locked, changes=after[0].pk != before[0].pk)
            put_in_order(locked, after)
            touched(locked, confirmed=True)


def check_first(by: User, organisation: Organisation, *, changes: bool) -> None:
    """Where a record is reviewed, its address waits for a moderator, field by field; another first place
    would change it as a whole."""
    if changes and organisation.moderated and not is_moderator(by):
        raise Refused(
            _("This page is reviewed: ask a moderator to make another place the main one.")
        )


def put_in_order(organisation: Organisation, order: Sequence[Site], *, first: int = 0) -> None:
    """Numbers its places so, inside the caller's transaction; the first of them gets the number `first`."""
    places = Site.objects.filter(organisation=organisation)
    places.update(position=F("position") + _ASIDE)
    for number, site in enumerate(order, start=first):
        places.filter(pk=site.pk).update(position=number)


def locked_in_version(by: User, organisation: Organisation, version: int | None) -> Organisation:
    """The locked row, if it is still the one that the person saw."""
    locked = locked_for_editing(by, organisation)
    if version is not None and locked.version != version:
        raise Conflict(_("Somebody has changed this page since you opened it."))
    return locked


def place_of(organisation: Organisation, pk: int) -> Site:
    """The place with this id. Raises Conflict when it has been removed meanwhile."""
    site = Site.objects.filter(organisation=organisation, pk=pk).first()
    if site is None:
        raise Conflict(_("Somebody has removed this place since you opened the page."))
    return site


def _place_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    clean = clean_fields({name: value for name, value in fields.items() if name in SITE_FIELDS})
    told = ("site_name", "street", "locality", "gmina")
    if all(name in clean and not clean[name] for name in told):
        raise Invalid({"locality": [_("Say where it is: a village or town, a street or a name.")]})
    return clean
