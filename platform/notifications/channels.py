"""By which way a person is told of what: a few groups of kinds, each in the page, by mail at once, in
the digest, or not at all. What is not chosen is as DEFAULTS say."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast

from kernel.compiled import Compiled, CompiledObjects
from kernel.many import at_once, these_to_come
from notifications.models import Preferences, Rhythm

PAGE, NOW, DIGEST = "page", "now", "digest"
CHANNELS = (PAGE, NOW, DIGEST)

DEFAULTS: dict[str, frozenset[str]] = {
    "answer": frozenset({PAGE, NOW}),
    "mention": frozenset({PAGE, NOW}),
    "solution": frozenset({PAGE, NOW}),
    "reply": frozenset({PAGE, NOW}),
    "asked": frozenset({PAGE, NOW}),
    "place": frozenset({PAGE, DIGEST}),
    "message": frozenset({PAGE, NOW}),
    "note": frozenset({PAGE, DIGEST}),
    "own_note": frozenset({PAGE, NOW}),
    "thanks": frozenset({PAGE, NOW}),
    "reaction": frozenset({PAGE, DIGEST}),
    "poll": frozenset({PAGE, DIGEST}),
    "kept": frozenset({PAGE, NOW}),
    "rules": frozenset({PAGE, DIGEST}),
    "directory": frozenset({PAGE}),
    "moderation": frozenset({PAGE, NOW}),
}
"""The groups in the order in which they are shown."""
UNASKED: dict[str, frozenset[str]] = {"statement": frozenset({PAGE})}
"""Groups that nobody chooses ways for: a letter of their own goes with each (notifications.statements)."""
FIXED: dict[str, frozenset[str]] = {
    "moderation": frozenset({PAGE}),
    "rules": frozenset({PAGE}),
    "directory": frozenset({NOW, DIGEST}),
    "reaction": frozenset({NOW}),
}
"""Ways that nobody chooses: what the rules are is told to everybody in the page; reactions are no reason for a letter at once, a decision is always told in the page (its reason stands nowhere else),
and the directory writes letters of its own."""

GROUPS = {
    "answer_to_you": "answer",
    "mention": "mention",
    "taken_up": "mention",
    "accepted": "solution",
    "helped": "solution",
    "same_solved": "solution",
    "reacted": "reaction",
    "thanked": "thanks",
    "thanked_organisation": "thanks",
    "poll_started": "poll",
    "poll_ended": "poll",
    "answer_not_chosen": "solution",
    "detail_asked": "answer",
    "asked_to_help": "asked",
    "kept_due": "kept",
    "question_forgotten": "moderation",
    "reply": "reply",
    "new_topic": "place",
    "wrote_to_you": "message",
    "added_to_conversation": "message",
    "note_published": "note",
    "coauthor_invited": "own_note",
    "coauthor_accepted": "own_note",
    "coauthor_declined": "own_note",
    "note_approved": "own_note",
    "note_improve": "own_note",
    "note_run": "own_note",
    "note_doubted": "own_note",
    "doubt_true": "answer",
    "doubt_changed": "answer",
    "note_due": "own_note",
    "note_overdue": "own_note",
    "note_discussed": "own_note",
    "revision_waits": "moderation",
    "hidden": "statement",
    **{
        f"stated_{verdict}": "statement"
        for verdict in ("remove", "edit", "move", "split", "close", "warn", "retag", "rename")
    },
    "restored": "moderation",
    "corrected": "statement",
    "words_wait": "moderation",
    "words_wait_long": "moderation",
    "words_published": "moderation",
    "words_refused": "statement",
    "rules_changed": "rules",
    "privacy_changed": "rules",
    "terms_changed": "rules",
    "document_stays": "rules",
    "statement_due": "moderation",
    "hidden_for_now": "moderation",
    "paused": "statement",
    "logged_out": "statement",
    "resumed": "moderation",
    "silenced": "statement",
    "heard_again": "moderation",
    "report_received": "moderation",
    "decision_undone": "moderation",
    "report_decided": "moderation",
    "report_upheld": "moderation",
    "report_kept": "moderation",
    "report_restored": "moderation",
}
"""The group of a kind; what is not named here is of the directory."""
MORNING = time(8, 0)
"""When a digest is sent, by the person's own clock; a weekly one on Mondays."""


def group_of(kind: str) -> str:
    return GROUPS.get(kind, "moderation" if kind.startswith("appeal") else "directory")


@dataclass(frozen=True)
class Ways:
    """How one person is told of one thing. `mail`: "now", "digest" or ""."""

    in_page: bool
    mail: str
    after: datetime | None
    """When the mail may go at the earliest."""

    @property
    def any(self) -> bool:
        return self.in_page or bool(self.mail)


def channels_of(preferences: Preferences, group: str) -> frozenset[str]:
    if group in UNASKED:
        return UNASKED[group]
    chosen = preferences.channels.get(group)
    return DEFAULTS[group] if chosen is None else frozenset(chosen)


def preferences_kept_by(people: Iterable[int]) -> dict[int, Preferences]:
    """Of those who have chosen anything; everybody else has the defaults. One statement."""
    return {row.person_id: row for row in _kept_by(at_once(set(people)))}


_kept_by = CompiledObjects[Preferences](
    lambda people: Preferences.objects.filter(person__in=these_to_come(people)), parameters=1
)


def choices_kept_by(people: Iterable[int]) -> dict[int, Preferences]:
    """The same for many who are told at once: who chose alike shares one object, which is nobody's own row.
    One statement."""
    alike: dict[tuple[Any, ...], Preferences] = {}
    found: dict[int, Preferences] = {}
    for person, *chosen in _chosen_by(at_once(set(people))):
        row = tuple(chosen)
        if row not in alike:
            channels, *others = row
            alike[row] = Preferences(
                channels=json.loads(channels), **dict(zip(_OTHER_CHOICES, others, strict=True))
            )
        found[person] = alike[row]
    return found


_OTHER_CHOICES = ("digest", "quiet_from", "quiet_to", "zone")
_chosen_by = Compiled(
    lambda people: Preferences.objects.filter(person__in=these_to_come(people)).values_list(
        "person_id", Cast("channels", TextField()), *_OTHER_CHOICES
    ),
    parameters=1,
)


def preferences_of(people: Iterable[int]) -> dict[int, Preferences]:
    """Everybody's, whether they have a row or not. One statement."""
    wanted = set(people)
    kept = preferences_kept_by(wanted)
    return {person: kept.get(person) or Preferences(person_id=person) for person in wanted}


def ways_of(preferences: Preferences, group: str, now: datetime) -> Ways:
    chosen = channels_of(preferences, group)
    if NOW in chosen:
        after = out_of_quiet(preferences, now + timedelta(minutes=settings.MAIL_DELAY))
        return Ways(PAGE in chosen, NOW, after)
    if DIGEST in chosen and preferences.digest != Rhythm.NONE:
        return Ways(PAGE in chosen, DIGEST, next_digest(preferences, now))
    return Ways(PAGE in chosen, "", None)


def default_ways(group: str, now: datetime) -> Ways:
    """How who has chosen nothing is told."""
    return ways_of(Preferences(), group, now)


@cache
def _zones() -> frozenset[str]:
    """All that there are: looked for on the disk, once."""
    return frozenset(available_timezones())


def zone_of(preferences: Preferences) -> ZoneInfo:
    known = preferences.zone in _zones()
    return ZoneInfo(preferences.zone if known else settings.TIME_ZONE)


def out_of_quiet(preferences: Preferences, moment: datetime) -> datetime:
    """The moment, or the end of the quiet hours in which it lies."""
    begin, end = preferences.quiet_from, preferences.quiet_to
    if begin is None or end is None or begin == end:
        return moment
    zone = zone_of(preferences)
    local = moment.astimezone(zone)
    over_midnight = begin > end
    clock = local.time()
    quiet = clock >= begin or clock < end if over_midnight else begin <= clock < end
    if not quiet:
        return moment
    day = local.date() + timedelta(days=1 if over_midnight and clock >= begin else 0)
    return datetime.combine(day, end, zone)


def next_digest(preferences: Preferences, now: datetime) -> datetime:
    """The next time after now at which the person's digest goes."""
    zone = zone_of(preferences)
    day: date = now.astimezone(zone).date()
    while True:
        monday = day.weekday() == 0
        when = datetime.combine(day, MORNING, zone)
        if when > now and (preferences.digest == Rhythm.DAILY or monday):
            return out_of_quiet(preferences, when)
        day += timedelta(days=1)


def clean_channels(chosen: Mapping[str, Collection[str]]) -> dict[str, list[str]]:
    """What differs from the defaults, with what nobody chooses as it always is."""
    kept = {}
    for group, usual in DEFAULTS.items():
        fixed = FIXED.get(group, frozenset())
        ways = (frozenset(chosen.get(group, ())) - fixed) | (usual & fixed)
        if NOW in ways:
            ways -= {DIGEST}  # what was mailed at once is not told again
        if ways != usual:
            kept[group] = sorted(ways)
    return kept
