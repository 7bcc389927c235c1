"""The history of a record as people read it, and what waits for a moderator."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from directory.models import Change, Organisation
from directory.policies import may_edit
from directory.record.values import (
    MAIN,
    Values,
    guarding,
    hangs_on_main,
    moves,
    part_of,
    private_names,
    reversible,
    snapshot,
)
from directory.record.words import Wording, plain_label, plain_words
from kernel.differences import difference
from kernel.paging import Slice, keyset

SHOWN = 20
WHOLE = 60
"""Characters up to which a value is shown whole, as it was and as it is."""


@dataclass(frozen=True)
class Line:
    """A field that a change changed: what it is called, its two values and their difference."""

    name: str
    label: str
    before: str
    after: str
    private: bool

    @cached_property
    def difference(self) -> SafeString:
        """Words within longer texts; a name or a number is easier to read as a whole."""
        if max(len(self.before), len(self.after)) > WHOLE or "\n" in self.before + self.after:
            return difference(self.before, self.after)
        gone = format_html("<del>{}</del> ", self.before) if self.before else ""
        return format_html("{}<ins>{}</ins>", gone, self.after) if self.after else SafeString(gone)


@dataclass(frozen=True)
class Entry:
    """A change, dressed. `concealed`: some of its fields are not for this reader."""

    change: Change
    lines: Sequence[Line]
    concealed: bool
    can_undo: bool

    @property
    def first(self) -> bool:
        """Whether it put the record into the directory."""
        return not self.change.before and self.change.version == 1 and "name" in self.change.after

    @property
    def only_confirmed(self) -> bool:
        return list(self.change.after) == ["confirmed"]


def words_of(name: str, value: object, wording: Wording) -> str:
    part = part_of(name)
    return (part.shown if part else plain_words)(name, value, wording)


def label(name: str, wording: Wording) -> str:
    part = part_of(name)
    return (part.label if part else plain_label)(name, wording)


def _both_words(name: str, change: Change, wording: Wording) -> tuple[str, str]:
    part, before, after = part_of(name), change.before.get(name), change.after[name]
    if part is not None and part.told is not None:
        return part.told(before, after, wording)
    if name == MAIN and not moves(change.before, change.after):
        return "", ""  # the first place of a record is no news
    return words_of(name, before, wording), words_of(name, after, wording)


def lines_of(
    change: Change, wording: Wording, *, now: Values, see_private: bool
) -> tuple[list[Line], bool]:
    """The fields of a change that this reader may see, and whether there are others. What is private
    now was not always, and the other way round: both count."""
    private = {*change.private, *private_names(change.after, now)}
    moved = moves(change.before, change.after)
    names = [name for name in change.after if not (moved and hangs_on_main(name))]
    lines = [
        Line(name, label(name, wording), *_both_words(name, change, wording), name in private)
        for name in names
        if see_private or name not in private
    ]
    concealed = len(lines) < len(names)
    # A value that people see no difference in (0 and nothing, say) needs no line.
    return [line for line in lines if line.before != line.after], concealed


def history_of(
    viewer: Viewer, organisation: Organisation, *, cursor: str | None
) -> tuple[Slice[Change], list[Entry]]:
    """A page of the history, newest first: with that of twins that were merged into it. What waits or
    was not taken is for its editors and moderators."""
    inside = may_edit(viewer, organisation)
    found = Change.objects.filter(
        Q(organisation=organisation) | Q(organisation__merged_into=organisation)
    )
    if not inside:
        found = found.filter(status=Change.Status.APPLIED)
    found = found.select_related("by", "decided_by", "organisation")
    found = found.defer("organisation__description", "organisation__html", "organisation__picture")
    page = keyset(found, order=("-id",), cursor=cursor, limit=SHOWN)
    now = guarding(organisation, {name for change in page.rows for name in change.after})
    wording, entries = Wording(organisation.pk), []
    for change in page.rows:
        lines, concealed = lines_of(change, wording, now=now, see_private=inside)
        undo = (
            inside and change.status == Change.Status.APPLIED and bool(change.before)
            and change.organisation_id == organisation.pk
            and any(reversible(name, change.before, change.after) for name in change.before)
        )  # fmt: skip
        entries.append(Entry(change, lines, concealed, undo))
    return page, entries


def change_for(viewer: Viewer, organisation: Organisation, pk: int) -> Change:
    """A change of this record, for those who may edit it; 404 for others."""
    change = None
    if may_edit(viewer, organisation):
        found = Change.objects.filter(organisation=organisation, pk=pk)
        change = found.select_related("by", "organisation").first()
    if change is None:
        raise Http404
    return change


# ── what waits ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Waiting:
    """A waiting change as it would be on the record of today. `conflicts`: names that somebody else has
    changed meanwhile, each with what stands there now."""

    change: Change
    lines: Sequence[Line]
    conflicts: Sequence[tuple[Line, str]]

    @property
    def seen(self) -> str:
        return fingerprint(self.change)


def fingerprint(change: Change) -> str:
    """What a moderator has seen of a change: another once its author has added to it."""
    words = repr(sorted(change.after.items(), key=lambda pair: pair[0]))
    return blake2b(words.encode(), digest_size=12).hexdigest()


def conflicting(change: Change, now: Values) -> list[str]:
    """Names whose value is neither what the author saw nor what they wrote."""
    return [
        name
        for name, after in change.after.items()
        if now.get(name) not in (change.before.get(name), after)
    ]


def weighed(change: Change) -> Waiting:
    """The change against the record as it is now."""
    now, wording = snapshot(change.organisation), Wording(change.organisation_id)
    lines, _concealed = lines_of(change, wording, now=now, see_private=True)
    clash = set(conflicting(change, now))
    return Waiting(
        change,
        [line for line in lines if line.name not in clash],
        [
            (line, words_of(line.name, now.get(line.name), wording))
            for line in lines
            if line.name in clash
        ],
    )


def _open(changes: QuerySet[Change]) -> QuerySet[Change]:
    return changes.filter(status=Change.Status.WAITING).select_related("by", "organisation")


def waiting_for(person: User, organisation: Organisation) -> list[Waiting]:
    """What waits of this record: one's own for an editor, all of it for a moderator."""
    found = _open(Change.objects.filter(organisation=organisation))
    if not is_moderator(person):
        found = found.filter(by=person)
    return [weighed(change) for change in found.order_by("pk")[:SHOWN]]


def number_waiting(viewer: Viewer, organisation_id: int) -> int:
    """How much of one's own waits; for a moderator, how much at all."""
    if not isinstance(viewer, User):
        return 0
    found = Change.objects.filter(organisation=organisation_id, status=Change.Status.WAITING)
    return (found if is_moderator(viewer) else found.filter(by=viewer)).count()


def number_of_changes() -> int:
    return Change.objects.filter(status=Change.Status.WAITING).count()


def waiting_page(*, cursor: str | None) -> Slice[Change]:
    """What waits on all records, the oldest first. For moderators."""
    return keyset(_open(Change.objects.all()), order=("id",), cursor=cursor, limit=SHOWN)


def waiting_change(pk: int) -> Change:
    """A change that somebody reviews or has reviewed. For moderators."""
    found = Change.objects.select_related("by", "organisation", "decided_by")
    change = found.exclude(decided_at=None, status=Change.Status.APPLIED).filter(pk=pk).first()
    if change is None:
        raise Http404
    return change


def names_in(change: Change, wanted: Collection[str]) -> list[str]:
    """Those of the wanted names that this change has."""
    return [name for name in change.after if name in wanted]
