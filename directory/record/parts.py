"""The parts of a record that every organisation has: what it says of itself, its words, its places,
what they offer. Each is read for many organisations at once (see directory.record.values)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from directory.actions.writing import apply_site, main_site, set_words
from directory.models import AccessFact, Contact, Organisation, Site
from directory.record import words as record_words
from directory.record.hours import register_hours
from directory.record.values import Part, Values, register
from directory.vocabulary.fields import ORGANISATION_FIELDS, SITE_FIELDS, WORD_FIELDS
from kernel import markdown
from kernel.refusals import Conflict
from taxonomy.models import Region
from taxonomy.regions import units_by_code

_OWN = tuple(
    dict.fromkeys(
        (
            *ORGANISATION_FIELDS, "short_name", "former_names", "legal_form", "organiser", "founded",
            "shown_to",
        )
    )
)  # fmt: skip
_BLANK = Organisation()
"""For what a field is where nothing is written."""
_COLUMNS = tuple(name.removeprefix("site_") for name in SITE_FIELDS)
_POINTS_TO_IT = frozenset({"street", "number", "postcode", "locality", "lon", "lat", "transport"})
_FACT = ("value", "measure", "note", "source")


def _among(names: Iterable[str]) -> Callable[[str], bool]:
    return frozenset(names).__contains__


# ── what it says of itself ──────────────────────────────────────────────────────────────────────


def _read_own(pks: Sequence[int]) -> dict[int, Values]:
    rows = Organisation.objects.filter(pk__in=pks).values("pk", *_OWN)
    return {row.pop("pk"): dict(row) for row in rows}


def _write_own(by: User | None, organisation: Organisation, values: Values) -> None:
    for name, value in values.items():
        setattr(organisation, name, getattr(_BLANK, name) if value is None else value)
    if "description" in values:
        organisation.html = markdown.render(organisation.description)


def _own_private(name: str, values: Mapping[str, Any]) -> bool:
    if name == "shown_to":
        return True
    shown = (values.get("shown_to") or {}).get(name, Contact.Shown.EVERYBODY)
    return name in ("phone", "email") and shown != Contact.Shown.EVERYBODY


def _read_review(pks: Sequence[int]) -> dict[int, Values]:
    rows = Organisation.objects.filter(pk__in=pks).values_list("pk", "moderated")
    return {pk: {"moderated": moderated} for pk, moderated in rows}


# ── words ───────────────────────────────────────────────────────────────────────────────────────


def _read_words(pks: Sequence[int]) -> dict[int, Values]:
    found: dict[int, Values] = {pk: {name: [] for name in WORD_FIELDS} for pk in pks}
    for name in WORD_FIELDS:
        rows = Organisation.objects.filter(pk__in=pks).exclude(**{name: None})
        for pk, code in rows.order_by(f"{name}__code").values_list("pk", f"{name}__code"):
            found[pk][name].append(code)
    return found


def _write_words(by: User | None, organisation: Organisation, values: Values) -> None:
    set_words(organisation, {name: codes or [] for name, codes in values.items()})


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
        found[site.organisation_id] = {**named, **values}
    return found


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
            if site is not None:
                site.delete()
            continue
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
            site = Site.objects.filter(organisation=organisation, pk=int(word[1])).first()
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


def register_parts() -> None:
    own = Part("own", _read_own, _among(_OWN), _write_own, private=_own_private)
    register(own)
    register(Part("words", _read_words, _among(WORD_FIELDS), _write_words))
    register(Part("place", _read_place, _among(SITE_FIELDS), _write_place, private=_place_private))
    register(
        Part(
            "sites", _read_further, lambda name: name.startswith("site."), _write_further,
            record_words.site_label, record_words.site_words, _further_private,
        )
    )  # fmt: skip
    register(
        Part(
            "access", _read_access, lambda name: name.startswith("access."), _write_access,
            record_words.access_label, record_words.access_words,
        )
    )  # fmt: skip
    register_hours()
    register(Part("review", _read_review, _among(["moderated"])))
    register(Part("merged", lambda pks: {}, _among(["merged_into"])))
    # A day on which somebody said that all is right: written where nothing else has changed.
    register(
        Part(
            "confirmed", lambda pks: {}, _among(["confirmed"]), None,
            record_words.confirmed_label, record_words.confirmed_words,
        )
    )  # fmt: skip
