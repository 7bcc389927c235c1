"""Some hundred lines of an import, taken together: a handful of statements, however many lines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from directory.actions.set_networks import set_networks
from directory.actions.set_standings import set_standings
from directory.actions.writing import apply_fields, apply_site, remember_import
from directory.facts import OrganisationChanged, OrganisationsAdded
from directory.hours.judging import given
from directory.hours.stored import add_hours, write_hours
from directory.hours.timetable import Hours
from directory.importing.book import Book, Changes, Hearer, Told
from directory.importing.differences import WORDS, Here, differences, here
from directory.importing.records import Record
from directory.models import AccessFact, Network, NetworkPlace, Organisation, Site, Standing
from directory.record.likeness import Placed, alike, neighbours, placed_by
from directory.record.values import snapshots
from directory.vocabulary.naming import free_slugs
from kernel.facts import publish


@dataclass(frozen=True)
class Incoming:
    """A line that can be an organisation."""

    line: int
    record: Record
    clean: Mapping[str, Any]

    @property
    def placed(self) -> Placed:
        return placed_by(self.clean, slug=self.record.slug)


@dataclass(frozen=True)
class Twin:
    """What a line could be: an organisation that is here, or an earlier line of the file."""

    name: str
    slug: str = ""
    pk: int | None = None
    line: int | None = None


class Lot:
    """Tells the known from the new, compares the known, writes both where the book says so."""

    def __init__(self, incoming: Sequence[Incoming], book: Book, heard: Hearer) -> None:
        self._incoming, self._book, self._heard = incoming, book, heard
        self._renewed_here: list[Organisation] = []

    def take(self) -> None:
        known = self._known()
        fresh = [entry for entry in self._incoming if entry.record.key not in known]
        twins = self._twins(fresh)
        twin_rows = self._rows(pk=[t.pk for t in twins.values() if t.pk is not None])
        states = here([*known.values(), *twin_rows])
        before = snapshots(list(states)) if self._book.writes else {}
        for entry in self._incoming:
            if entry.record.key in known:
                self._renew(entry, states[known[entry.record.key].pk])
        sure: list[Incoming] = []
        for entry in fresh:
            twin = twins.get(entry.line)
            if twin is None or self._book.choices.get(entry.line) == "other":
                sure.append(entry)
            if twin is not None:
                self._decide(entry, twin, states.get(twin.pk or 0))
        self._add(sure, told={entry.line for entry in sure if entry.line not in twins})
        remember_import(self._renewed_here, before, source=self._book.name)

    def _rows(self, **wanted: Any) -> list[Organisation]:
        """Organisations by a list of something; locked where they may be written."""
        rows = (
            Organisation.objects.select_for_update() if self._book.writes else Organisation.objects
        )
        return list(rows.filter(**{f"{name}__in": values for name, values in wanted.items()}))

    def _known(self) -> dict[str, Organisation]:
        """Organisations by the key of their source; our own export is known by its slug as well."""
        keys = [entry.record.key for entry in self._incoming]
        found = {row.source_key: row for row in self._rows(source_key=keys)}
        slugs = {e.record.slug: e.record.key for e in self._incoming if e.record.slug}
        for organisation in self._rows(slug=list(slugs)):
            if slugs[organisation.slug] == f"rynek:{organisation.slug}":
                found.setdefault(slugs[organisation.slug], organisation)
        return found

    # ── doubtful ────────────────────────────────────────────────────────────────────────────────

    def _twins(self, fresh: Sequence[Incoming]) -> dict[int, Twin]:
        """By line: what it could be that is here already, or that stands in the file before. Whatever a
        person decides about one line, the others find the same."""
        by_gmina: dict[int | None, list[Placed]] = defaultdict(list)
        for placed in neighbours([entry.placed for entry in fresh]):
            if placed.pk not in self._book.made:
                by_gmina[placed.gmina].append(placed)
        found: dict[int, Twin] = {}
        for entry in fresh:
            placed = entry.placed
            near = [*by_gmina[placed.gmina], *by_gmina[None]]
            if placed.gmina is None:
                near = [other for others in by_gmina.values() for other in others]
            twin = next((Twin(o.name, o.slug, pk=o.pk) for o in near if alike(placed, o)), None)
            twin = twin or next(
                (
                    Twin(other.name, line=line)
                    for line, other in self._book.fresh_like(placed)
                    if alike(placed, other)
                ),
                None,
            )
            if twin is not None:
                found[entry.line] = twin
            self._book.note(entry.line, placed)
        return found

    def _decide(self, entry: Incoming, twin: Twin, known: Here | None) -> None:
        """A doubtful line is left out unless a person has said what it is."""
        choice = self._book.choices.get(entry.line)
        reason = _("could be %(name)s %(slug)s") % {"name": twin.name, "slug": twin.slug}
        if twin.line is not None:
            reason = _("could be %(name)s of line %(line)d") % {
                "name": twin.name,
                "line": twin.line,
            }
        changes = differences(entry.record, entry.clean, known) if known else {}
        told = Told(
            entry.line, "doubtful", entry.clean["name"], reason.strip(), changes, twin.pk, twin.line
        )
        if choice == "other":
            told = replace(told, done="new")
        elif choice == "same" and known is not None:
            told = replace(told, done=self._renewed(entry, known, changes))
            self._remember(entry, known.organisation)
        self._heard(told)

    def _remember(self, entry: Incoming, organisation: Organisation) -> None:
        """The next import of this file knows it without asking, unless another file does already."""
        if self._book.writes and not organisation.source_key:
            organisation.source_key = entry.record.key
            Organisation.objects.filter(pk=organisation.pk).update(source_key=entry.record.key)

    # ── new ─────────────────────────────────────────────────────────────────────────────────────

    def _add(self, entries: Sequence[Incoming], *, told: set[int]) -> None:
        """Adds them; tells of those that nobody has told of."""
        for entry in entries:
            if entry.line in told:
                self._heard(Told(entry.line, "new", entry.clean["name"]))
        if not entries or not self._book.writes:
            return
        now = timezone.now()
        slugs = free_slugs([entry.record.slug or entry.clean["name"] for entry in entries])
        organisations: list[Organisation] = []
        for entry, slug in zip(entries, slugs, strict=True):
            organisation = Organisation(
                slug=slug,
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
        _add_standings(zip(entries, organisations, strict=True))
        self._book.made.update(organisation.pk for organisation in organisations)
        publish(OrganisationsAdded(tuple(organisation.pk for organisation in organisations)))

    # ── known ───────────────────────────────────────────────────────────────────────────────────

    def _renew(self, entry: Incoming, known: Here) -> None:
        if known.organisation.merged_into_id is not None:
            reason = _("merged into another record")
            name, pk = known.organisation.name, known.organisation.pk
            self._heard(Told(entry.line, "same", name, reason, twin=pk))
            return
        changes = {} if known.looked_after else differences(entry.record, entry.clean, known)
        outcome = self._renewed(entry, known, changes)
        self._heard(
            Told(
                entry.line, outcome, known.organisation.name,
                _("people here look after this page") if outcome == "ours" else "",
                changes, known.organisation.pk,
            )
        )  # fmt: skip

    def _renewed(self, entry: Incoming, known: Here, changes: Changes) -> str:
        """Brings what differs into the organisation; how that ends."""
        if known.looked_after:
            return "ours"
        if changes and self._book.writes:
            _write(entry, known)
            self._renewed_here.append(known.organisation)
        return "changed" if changes else "same"


def _write(entry: Incoming, known: Here) -> None:
    """All writing of an import into one organisation that was here."""
    organisation, site = known.organisation, known.site
    apply_fields(organisation, entry.clean)
    organisation.source = entry.record.source[:300]
    if apply_site(site, entry.clean) or site.pk is None:
        site.save()
    if (hours := given(known.hours, entry.clean)) != known.hours:
        write_hours(site, hours)
    for fact in _facts(entry, site):
        before = known.facts.get(fact.attribute)
        if before is None:
            if fact.value != AccessFact.Value.UNKNOWN:
                fact.save()
        elif before.value != fact.value or (fact.note and before.note != fact.note):
            before.value, before.note, before.source = (
                fact.value,
                fact.note or before.note,
                fact.source,
            )
            before.checked_by, before.checked_on = None, None
            before.save()
    for name, (model, _column) in WORDS.items():
        if name in entry.clean and set(entry.clean[name]) != known.words[name]:
            words = model._default_manager.filter(code__in=entry.clean[name])
            getattr(organisation, name).set(words)
    if "networks" in entry.clean:
        set_networks(organisation, entry.clean["networks"])
    if "standings" in entry.clean:
        set_standings(organisation, entry.clean["standings"])
    organisation.version += 1
    organisation.updated_at = timezone.now()
    organisation.save()
    publish(OrganisationChanged(organisation.pk))


def _facts(entry: Incoming, site: Site) -> list[AccessFact]:
    return [
        AccessFact(
            site=site, attribute=attribute, value=fact.value, note=fact.note[:300],
            source=entry.record.source[:200],
        )
        for attribute, fact in entry.record.access.items()
    ]  # fmt: skip


def _add_words(pairs: Iterable[tuple[Incoming, Organisation]]) -> None:
    pairs = list(pairs)
    for name, (model, column) in WORDS.items():
        ids = dict(model._default_manager.values_list("code", "pk"))
        through = getattr(Organisation, name).through
        through.objects.bulk_create(
            through(organisation_id=organisation.pk, **{f"{column}_id": ids[code]})
            for entry, organisation in pairs
            for code in entry.clean.get(name, ())
        )


def _add_standings(pairs: Iterable[tuple[Incoming, Organisation]]) -> None:
    rows = [
        Standing(organisation=organisation, **asdict(given))
        for entry, organisation in pairs
        for given in entry.clean.get("standings") or ()
    ]
    if rows:
        Standing.objects.bulk_create(rows)


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
