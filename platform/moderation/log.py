"""The log as people read it: filtered, and as a table for other programs."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.levels import Level
from accounts.models import User
from kernel.days import midnight, midnight_after
from moderation.models import Entry, Ground, Verdict
from moderation.queue import kind_words

SHOWN = 50
DEEDS = (
    *Verdict.values, "undo", "resume", "unsweep", "hear", "publish", "appeal", "answer", "look", "level",
    "list", "unlist", "ground", "tags", "report", "appealed", "setting", "logout",
)  # fmt: skip


def deed_words(deed: str) -> str:
    own = {
        "undo": _("undid a decision"), "resume": _("ended a pause"), "unsweep": _("undid a sweep"),
        "hear": _("let somebody speak again"), "publish": _("published what waited"),
        "appeal": _("decided an appeal"), "answer": _("answered in an appeal"),
        "look": _("read something that is not for everybody"), "level": _("set a level"),
        "report": _("somebody reported something"), "appealed": _("somebody appealed"),
        "list": _("put something on a list"), "unlist": _("took something off a list"),
        "ground": _("edited a ground"), "setting": _("changed how the place is set up"), "tags": _("put tags in order"),
        "logout": _("logged somebody out"),
    }  # fmt: skip
    if deed in Verdict.values:
        return Verdict(deed).done
    return own.get(deed, deed)


@dataclass(frozen=True)
class Line:
    entry: Entry
    actor: str
    person: str
    words: str
    ground: str = ""

    @property
    def deed(self) -> str:
        return deed_words(self.entry.deed)

    @property
    def about(self) -> str:
        return kind_words(self.entry.kind) if self.entry.kind else ""

    @property
    def details(self) -> str:
        """By which ground, or which level became which."""
        figures = self.entry.figures
        if "after" in figures:
            return f"{_level(figures.get('before'))} → {_level(figures['after'])}"
        return self.ground


@dataclass(frozen=True)
class Asked:
    """What the filters say; what is not understood is not asked."""

    deed: str = ""
    actor: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


def asked_for(given: Mapping[str, str]) -> Asked:
    before = given.get("before", "")
    return Asked(
        deed=given.get("deed", "") if given.get("deed", "") in DEEDS else "",
        actor=given.get("actor", "")[:30].lower().lstrip("@"),
        person=given.get("person", "")[:30].lower().lstrip("@"),
        since=_day(given.get("since", "")), until=_day(given.get("until", "")),
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None,
    )  # fmt: skip


def _day(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


def entries(asked: Asked) -> QuerySet[Entry]:
    rows = Entry.objects.select_related("words").order_by("-number")
    if asked.deed:
        rows = rows.filter(deed=asked.deed)
    for name, handle in (("actor_id", asked.actor), ("person_id", asked.person)):
        if handle:
            found = User.objects.filter(handle=handle).values_list("pk", flat=True)
            rows = rows.filter(**{f"{name}__in": list(found)})
    if asked.since:
        rows = rows.filter(at__gte=midnight(asked.since))
    if asked.until:
        rows = rows.filter(at__lt=midnight_after(asked.until))
    return rows


def page(asked: Asked) -> tuple[list[Line], int | None]:
    """The newest first, and the number from which the next page goes on."""
    rows = entries(asked)
    if asked.before:
        rows = rows.filter(number__lt=asked.before)
    found = list(rows[: SHOWN + 1])
    more = found[SHOWN - 1].number if len(found) > SHOWN else None
    return lines(found[:SHOWN]), more


def _level(number: object) -> str:
    return str(Level(number).label) if number in Level.values else ""


def lines(rows: Sequence[Entry]) -> list[Line]:
    """With the names of the people, in one statement."""
    ids = {pk for row in rows for pk in (row.actor_id, row.person_id) if pk}
    grounds = {one.slug: one.name for one in Ground.objects.all()}
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [
        Line(
            row, names.get(row.actor_id or 0, ""), names.get(row.person_id or 0, ""),
            row.words.text if hasattr(row, "words") else "",
            grounds.get(row.figures.get("ground", ""), ""),
        )
        for row in rows
    ]  # fmt: skip


class _Echo:
    def write(self, value: str) -> str:
        return value


def as_csv(asked: Asked) -> Iterator[str]:
    """Ids, codes and figures, oldest first; what people wrote is read on the page."""
    writer = csv.writer(_Echo())
    yield writer.writerow(
        ["number", "at", "actor", "deed", "kind", "object", "person", "figures", "digest"]
    )
    for row in entries(asked).order_by("number").iterator(chunk_size=1_000):
        figures = ";".join(f"{name}={value}" for name, value in sorted(row.figures.items()))
        yield writer.writerow(
            [
                row.number, row.at.isoformat(), row.actor_id or "", row.deed, row.kind, row.object_id or "",
                row.person_id or "", figures, row.digest,
            ]
        )  # fmt: skip
