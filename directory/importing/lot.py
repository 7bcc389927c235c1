"""Some hundred lines of an import, written together: a handful of statements, however many lines."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from directory.actions.set_networks import set_networks
from directory.actions.writing import apply_fields, apply_site, remember_import
from directory.facts import OrganisationChanged, OrganisationsAdded
from directory.hours.judging import given
from directory.hours.stored import add_hours, hours_of, write_hours
from directory.hours.timetable import Hours
from directory.importing.records import Record
from directory.likeness import Placed, alike, neighbours, placed_by
from directory.models import AccessFact, Membership, Network, NetworkPlace, Organisation, Site
from directory.naming import free_slug
from directory.record import snapshots
from kernel.facts import publish
from taxonomy.models import Audience, Format, PracticeArea, Word


@dataclass(frozen=True)
class Incoming:
    """A line that can be an organisation."""

    line: int
    record: Record
    clean: Mapping[str, Any]

    @property
    def placed(self) -> Placed:
        return placed_by(self.clean, slug=self.record.slug)


class Lot:
    """Tells the known from the new, compares the known, writes both."""

    def __init__(
        self,
        incoming: Sequence[Incoming],
        heard: Callable[[int, str, str], None],
        *,
        name: str = "",
    ) -> None:
        """`name`: that of the import, for the histories of what it changes."""
        self._incoming, self._heard, self._name = incoming, heard, name

    def write(self) -> None:
        known = self._known()
        fresh = [entry for entry in self._incoming if entry.record.key not in known]
        self._renew([entry for entry in self._incoming if entry.record.key in known], known)
        self._add(self._without_doubtful(fresh))

    def _known(self) -> dict[str, Organisation]:
        """Organisations by the key of their source; our own export is known by its slug as well."""
        keys = [entry.record.key for entry in self._incoming]
        found = {
            organisation.source_key: organisation
            for organisation in Organisation.objects.select_for_update().filter(source_key__in=keys)
        }
        slugs = {e.record.slug: e.record.key for e in self._incoming if e.record.slug}
        for organisation in Organisation.objects.select_for_update().filter(slug__in=slugs):
            if slugs[organisation.slug] == f"rynek:{organisation.slug}":
                found.setdefault(slugs[organisation.slug], organisation)
        return found

    def _without_doubtful(self, fresh: Sequence[Incoming]) -> list[Incoming]:
        """Leaves out what could be one that is here already, or that stands in this lot before."""
        by_gmina: dict[int | None, list[Placed]] = defaultdict(list)
        for placed in neighbours([entry.placed for entry in fresh]):
            by_gmina[placed.gmina].append(placed)
        sure: list[Incoming] = []
        for entry in fresh:
            placed = entry.placed
            near = by_gmina[placed.gmina]
            if placed.gmina is None:
                near = [other for others in by_gmina.values() for other in others]
            twin = next((other for other in near if alike(placed, other)), None)
            if twin is None:
                sure.append(entry)
                by_gmina[placed.gmina].append(placed)
            else:
                self._heard(
                    entry.line,
                    "doubtful",
                    f"{placed.name}: could be {twin.name} {twin.slug}".strip(),
                )
        return sure

    # ── new ─────────────────────────────────────────────────────────────────────────────────────

    def _add(self, entries: Sequence[Incoming]) -> None:
        if not entries:
            return
        now, taken = timezone.now(), set[str]()
        organisations: list[Organisation] = []
        for entry in entries:
            organisation = Organisation(
                slug=free_slug(entry.record.slug or entry.clean["name"], taken=taken),
                source=entry.record.source[:300], source_key=entry.record.key,
                is_example=entry.record.example, created_at=now, updated_at=now,
            )  # fmt: skip
            apply_fields(organisation, entry.clean)
            organisations.append(organisation)
        organisations = Organisation.objects.bulk_create(organisations)
        sites: list[Site] = []
        for entry, organisation in zip(entries, organisations, strict=True):
            site = Site(organisation=organisation)
            apply_site(site, entry.clean)
            sites.append(site)
        sites = Site.objects.bulk_create(sites)
        AccessFact.objects.bulk_create(
            fact for entry, site in zip(entries, sites, strict=True) for fact in _facts(entry, site)
        )
        add_hours(
            (site, given(Hours(), entry.clean)) for entry, site in zip(entries, sites, strict=True)
        )
        _add_words(zip(entries, organisations, strict=True))
        _add_networks(zip(entries, organisations, strict=True))
        for entry, organisation in zip(entries, organisations, strict=True):
            self._heard(entry.line, "new", organisation.name)
        publish(OrganisationsAdded(tuple(organisation.pk for organisation in organisations)))

    # ── known ───────────────────────────────────────────────────────────────────────────────────

    def _renew(self, entries: Sequence[Incoming], known: Mapping[str, Organisation]) -> None:
        if not entries:
            return
        pks = [known[entry.record.key].pk for entry in entries]
        looked_after = set(
            Membership.objects.filter(organisation__in=pks, left_at=None).values_list(
                "organisation_id", flat=True
            )
        )
        sites = {
            site.organisation_id: site
            for site in Site.objects.filter(organisation__in=pks, position=0)
        }
        facts: dict[int, dict[str, AccessFact]] = defaultdict(dict)
        for fact in AccessFact.objects.filter(site__in=sites.values()):
            facts[fact.site_id][fact.attribute] = fact
        words, before = _words_of(pks), snapshots(pks)
        hours = hours_of(sites.values())
        renewed: list[Organisation] = []
        for entry in entries:
            organisation = known[entry.record.key]
            if organisation.merged_into_id is not None:
                self._heard(entry.line, "same", f"{organisation.name}: merged into another record")
                continue
            if organisation.pk in looked_after:
                self._heard(
                    entry.line, "ours", f"{organisation.name}: people here look after this page"
                )
                continue
            site = sites.get(organisation.pk) or Site(organisation=organisation)
            changed = self._renew_one(
                entry, organisation, site, facts[site.pk or 0], words[organisation.pk],
                hours.get(site.pk, Hours()),
            )  # fmt: skip
            if changed:
                renewed.append(organisation)
            self._heard(entry.line, "changed" if changed else "same", organisation.name)
        remember_import(renewed, before, source=self._name)

    def _renew_one(
        self,
        entry: Incoming,
        organisation: Organisation,
        site: Site,
        facts: Mapping[str, AccessFact],
        words: Mapping[str, set[str]],
        hours: Hours,
    ) -> bool:
        changed = apply_fields(organisation, entry.clean)
        if organisation.source != entry.record.source[:300]:
            organisation.source, changed = entry.record.source[:300], True
        if apply_site(site, entry.clean) or site.pk is None:
            site.save()
            changed = True
        after = given(hours, entry.clean)
        if after != hours:
            write_hours(site, after)
            changed = True
        for fact in _facts(entry, site):
            before = facts.get(fact.attribute)
            if before is None:
                if fact.value != AccessFact.Value.UNKNOWN:
                    fact.save()
                    changed = True
            elif before.value != fact.value or (fact.note and before.note != fact.note):
                before.value, before.note, before.source = (
                    fact.value,
                    fact.note or before.note,
                    fact.source,
                )
                before.checked_by, before.checked_on = None, None
                before.save()
                changed = True
        for name, (model, _column) in _WORDS.items():
            if name in entry.clean and set(entry.clean[name]) != words[name]:
                getattr(organisation, name).set(
                    model._default_manager.filter(code__in=entry.clean[name])
                )
                changed = True
        if "networks" in entry.clean:
            changed |= set_networks(organisation, entry.clean["networks"])
        if changed:
            organisation.version += 1
            organisation.updated_at = timezone.now()
            organisation.save()
            publish(OrganisationChanged(organisation.pk))
        return changed


def _facts(entry: Incoming, site: Site) -> list[AccessFact]:
    return [
        AccessFact(
            site=site, attribute=attribute, value=fact.value, note=fact.note[:300],
            source=entry.record.source[:200],
        )
        for attribute, fact in entry.record.access.items()
    ]  # fmt: skip


_WORDS: Mapping[str, tuple[type[Word], str]] = {
    "practices": (PracticeArea, "practicearea"),
    "audiences": (Audience, "audience"),
    "formats": (Format, "format"),
}
"""The shared words by field: the list, and its column in the table between."""


def _words_of(pks: Sequence[int]) -> dict[int, dict[str, set[str]]]:
    found: dict[int, dict[str, set[str]]] = defaultdict(lambda: {name: set() for name in _WORDS})
    for name, (_model, column) in _WORDS.items():
        through = getattr(Organisation, name).through.objects.filter(organisation__in=pks)
        for pk, code in through.values_list("organisation_id", f"{column}__code"):
            found[pk][name].add(code)
    return found


def _add_words(pairs: Iterable[tuple[Incoming, Organisation]]) -> None:
    pairs = list(pairs)
    for name, (model, column) in _WORDS.items():
        ids = dict(model._default_manager.values_list("code", "pk"))
        through = getattr(Organisation, name).through
        through.objects.bulk_create(
            through(organisation_id=organisation.pk, **{f"{column}_id": ids[code]})
            for entry, organisation in pairs
            for code in entry.clean.get(name, ())
        )


def _add_networks(pairs: Iterable[tuple[Incoming, Organisation]]) -> None:
    pairs = [pair for pair in pairs if pair[0].clean.get("networks")]
    if not pairs:
        return
    ids = dict(Network.objects.values_list("code", "pk"))
    NetworkPlace.objects.bulk_create(
        NetworkPlace(
            organisation=organisation, network_id=ids[given.network], role=given.role,
            since=given.since, until=given.until,
        )
        for entry, organisation in pairs
        for given in entry.clean["networks"]
    )  # fmt: skip
