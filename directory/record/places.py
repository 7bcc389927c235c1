"""The parts of a record about its places: which is the main one, where each is, what they offer.

The main place is the one with position 0. Its values have plain names ("street", "access.winda"), those of a
further one its id in the name ("site.7", "access.7.winda"). Which place is the main one is a value of its own:
where that changes, all the other names only say that two places have changed their parts.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from directory.actions.places import put_in_order
from directory.actions.writing import apply_site, main_site
from directory.models import AccessFact, Organisation, Site
from directory.record import words as record_words
from directory.record.values import MAIN, Part, Values, among, register
from directory.vocabulary.fields import SITE_FIELDS
from kernel.refusals import Conflict
from taxonomy.models import Region
from taxonomy.regions import units_by_code

_COLUMNS = tuple(name.removeprefix("site_") for name in SITE_FIELDS)
_POINTS_TO_IT = frozenset(
    {"street", "number", "postcode", "locality", "lon", "lat", "transport", "building"}
)
_FACT = ("value", "measure", "note", "source")


# ── places ──────────────────────────────────────────────────────────────────────────────────────


def _site_values(site: Site) -> Values:
    values = {name: getattr(site, name) for name in _COLUMNS if name != "gmina"}
    return {**values, "gmina": site.gmina.code if site.gmina else None}


def _sites(pks: Sequence[int], **which: Any) -> Iterable[Site]:
    sites = Site.objects.filter(organisation__in=pks, **which).select_related("gmina")
    return sites.defer("gmina__outline", "gmina__mesh")


def _read_place(pks: Sequence[int]) -> dict[int, Values]:
    found: dict[int, Values] = {}
    for site in _sites(pks, position=0):
        values = _site_values(site)
        named = {f"site_{name}": values.pop(name) for name in ("name", "phone")}
        found[site.organisation_id] = {MAIN: site.pk, **named, **values}
    return found


def _write_main(by: User | None, organisation: Organisation, values: Values) -> None:
    """This place becomes the main one again; one that has gone comes back under its old number, empty."""
    pk = values[MAIN]
    site = Site.objects.filter(organisation=organisation, pk=pk).first()
    if pk is None or (site and site.position == 0):
        return
    rest = list(Site.objects.filter(organisation=organisation).exclude(pk=pk))
    if site:
        put_in_order(organisation, [site, *rest])
        return
    _check_free(pk)
    put_in_order(organisation, rest, first=1)
    Site(pk=pk, organisation=organisation).save(force_insert=True)


def _check_free(pk: int) -> None:
    """A place that went to another record, when two were merged, is not taken from there."""
    if Site.objects.filter(pk=pk).exists():
        raise Conflict(_("This place belongs to another record now."))


def _gmina(code: str | None) -> Region | None:
    gmina = units_by_code([code]).get(code) if code else None
    if code and gmina is None:
        raise Conflict(_("There is no gmina with this code any more."))
    return gmina


def _fit(values: Values, default: Mapping[str, Any]) -> Values:
    fit = {name: default[name] if value is None else value for name, value in values.items()}
    return {**fit, "gmina": _gmina(values["gmina"])} if "gmina" in values else fit


def _empty_site() -> dict[str, Any]:
    blank = Site()
    values = {name: getattr(blank, name) for name in _COLUMNS if name != "gmina"}
    return {**values, "gmina": None, "site_name": "", "site_phone": ""}


def _write_place(by: User | None, organisation: Organisation, values: Values) -> None:
    site = main_site(organisation)
    apply_site(site, _fit(values, _empty_site()))
    site.save()


def _hides(values: Mapping[str, Any]) -> bool:
    return bool(values.get("precision") == Site.Precision.HIDDEN)


def _place_private(name: str, values: Mapping[str, Any]) -> bool:
    return name in _POINTS_TO_IT and _hides(values)


def _read_further(pks: Sequence[int]) -> dict[int, Values]:
    found: dict[int, Values] = defaultdict(dict)
    for site in _sites(pks, position__gt=0):
        found[site.organisation_id][f"site.{site.pk}"] = {
            **_site_values(site), "position": site.position,
        }  # fmt: skip
    return found


def _write_further(by: User | None, organisation: Organisation, values: Values) -> None:
    """A place that has gone comes back under its old number, so that what else names it fits."""
    for name, columns in values.items():
        pk = int(name.removeprefix("site."))
        site = Site.objects.filter(organisation=organisation, pk=pk).first()
        if columns is None:
            if site is not None and site.position:  # the main one has another name: it stays
                site.delete()
            continue
        if site is not None and not site.position:
            continue
        if site is None:
            _check_free(pk)
        taken = Site.objects.filter(organisation=organisation).exclude(pk=pk)
        places = set(taken.values_list("position", flat=True))
        columns = _fit(dict(columns), _empty_site())
        if columns["position"] in places or columns["position"] == 0:
            columns["position"] = max(places, default=0) + 1
        site = site or Site(pk=pk, organisation=organisation)
        for column, value in columns.items():
            setattr(site, column, value)
        site.save()


def _further_private(name: str, values: Mapping[str, Any]) -> bool:
    return _hides(values.get(name) or {})


# ── accessibility ───────────────────────────────────────────────────────────────────────────────


def _read_access(pks: Sequence[int]) -> dict[int, Values]:
    found: dict[int, Values] = defaultdict(dict)
    facts = AccessFact.objects.filter(site__organisation__in=pks).select_related("site")
    for fact in facts.order_by("pk"):
        name = f"access.{fact.attribute}"
        if fact.site.position:
            name = f"access.{fact.site_id}.{fact.attribute}"
        found[fact.site.organisation_id][name] = {
            **{column: getattr(fact, column) for column in _FACT},
            "checked_on": fact.checked_on.isoformat() if fact.checked_on else None,
            "checked_by": fact.checked_by_id,
        }
    return found


def _write_access(by: User | None, organisation: Organisation, values: Values) -> None:
    first: Site | None = None
    for name, said in values.items():
        word = name.split(".")
        if len(word) == 2:
            first = first or main_site(organisation)
            if first.pk is None:
                first.save()
            site: Site | None = first
        else:
            further = Site.objects.filter(organisation=organisation, position__gt=0)
            site = further.filter(pk=int(word[1])).first()
        if site is None:
            continue
        if said is None:
            AccessFact.objects.filter(site=site, attribute=word[-1]).delete()
            continue
        checked_on = said["checked_on"]
        known = User.objects.filter(pk=said["checked_by"]).exists() if said["checked_by"] else False
        AccessFact.objects.update_or_create(
            site=site, attribute=word[-1],
            defaults={
                **{column: said[column] for column in _FACT},
                "checked_on": date.fromisoformat(checked_on) if checked_on else None,
                "checked_by_id": said["checked_by"] if known else None,
            },
        )  # fmt: skip


def register_places() -> None:
    # Written before all that it is the place of; read with the place, since it is a column of it.
    register(
        Part(
            "main", lambda pks: {}, among([MAIN]), _write_main, record_words.main_label,
            record_words.main_words,
        )
    )  # fmt: skip
    register(
        Part(
            "place", _read_place, among(SITE_FIELDS), _write_place, private=_place_private, of_place=True
        )
    )  # fmt: skip
    register(
        Part(
            "sites", _read_further, lambda name: name.startswith("site."), _write_further,
            record_words.site_label, record_words.site_words, _further_private, of_place=True,
        )
    )  # fmt: skip
    register(
        Part(
            "access", _read_access, lambda name: name.startswith("access."), _write_access,
            record_words.access_label, record_words.access_words, of_place=True,
        )
    )  # fmt: skip
