"""Two records side by side, for the moderator who makes one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.viewer import Viewer
from directory.actions.merge import BOTH, GONE, KEPT
from directory.models import Organisation, Site
from directory.ports import organisation_search
from directory.record.changes import label, words_of
from directory.record.likeness import like_this, placed_by
from directory.record.values import Values, snapshot, writable
from directory.record.words import Wording
from taxonomy.regions import units_by_code


@dataclass(frozen=True)
class Pair:
    """A field in which the two differ: both values in words, which can be chosen, which is proposed."""

    name: str
    label: str
    kept: str
    gone: str
    options: Sequence[str]
    chosen: str


@dataclass(frozen=True)
class Comparison:
    pairs: Sequence[Pair]
    same_place: bool
    """Whether the two first places look like one."""


def compared(gone: Organisation, kept: Organisation, chosen: Mapping[str, str]) -> Comparison:
    """`chosen`: what the moderator has ticked so far. Proposed is what stays, or what only the twin
    says; lists are put together."""
    theirs, ours, wording = snapshot(gone), snapshot(kept), Wording(gone.pk, kept.pk)
    pairs = []
    for name in dict.fromkeys((*ours, *theirs)):
        mine, other = ours.get(name), theirs.get(name)
        if mine == other or "." in name or not writable(name) or name in ("shown_to", "lon", "lat"):
            continue
        lists = isinstance(mine, list) and isinstance(other, list)
        proposed = GONE if not mine and other else BOTH if lists and other else KEPT
        words = words_of(name, mine, wording), words_of(name, other, wording)
        if words[0] == words[1]:
            continue
        options = (KEPT, GONE, BOTH) if lists else (KEPT, GONE)
        pick = chosen.get(name, proposed)
        pairs.append(
            Pair(name, label(name, wording), *words, options, pick if pick in options else proposed)
        )
    return Comparison(pairs, _same_place(ours, theirs))


def _same_place(ours: Values, theirs: Values) -> bool:
    """The same address; or no address and the same village."""

    def of(values: Values, *names: str) -> tuple[str, ...]:
        return tuple(str(values.get(name) or "").casefold() for name in names)

    address = ("street", "number")
    if any(of(ours, *address)) and any(of(theirs, *address)):
        return of(ours, "gmina", *address) == of(theirs, "gmina", *address)
    return of(ours, "gmina", "locality") == of(theirs, "gmina", "locality")


def with_point(choices: Mapping[str, str]) -> dict[str, str]:
    """A point goes with the address or precision that was chosen: a pin of one house and the street of
    another would lead people astray."""
    found = dict(choices)
    leading = next(
        (
            found[name]
            for name in ("street", "locality", "gmina", "precision")
            if found.get(name) == GONE
        ),
        "",
    )
    if leading:
        found |= {"lon": GONE, "lat": GONE, "precision": GONE}
    return found


def candidates(viewer: Viewer, gone: Organisation, q: str) -> list[Organisation]:
    """Records into which it could go: what was asked for, by name or by slug; else those that are like
    it."""
    seen = Organisation.objects.visible_to(viewer).exclude(pk=gone.pk)
    if q:
        word = q.rstrip("/").rpartition("/")[2]
        exact = list(seen.filter(slug=word)[:1])
        pks = list(organisation_search(viewer, q))[:10]
        rows = seen.in_bulk(pks)
        return exact or [rows[pk] for pk in pks if pk in rows]
    return like_this(_placed(gone), but=gone.pk)


def _placed(organisation: Organisation) -> Any:
    values = snapshot(organisation)
    gmina = values.get("gmina")
    fields = {**values, "gmina": units_by_code([gmina]).get(gmina) if gmina else None}
    fields["precision"] = values.get("precision") or Site.Precision.GMINA
    return placed_by(fields)
