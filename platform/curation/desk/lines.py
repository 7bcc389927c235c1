"""What the desk shows: lists of lines, each with what can be done about it by one press."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.viewer import is_moderator
from curation.desk.alike import pairs
from curation.models import Feature, Gathering, NoteLink, SetAside
from forums.models import Topic
from forums.paths import topic_path, verb_path
from forums.questions.queue import waiting_topics
from kernel.templatetags.look import day
from notes.models import PracticeNote
from notes.paths import note_path
from notes.truth.models import Doubt
from search.misses import weeks

SHOWN = 8
NOBODY = AnonymousUser()
LATELY = 400
"""The newest solved topics, of which those are worth a note that most have read."""


@dataclass(frozen=True)
class Act:
    """Something to press. Without `sends` it is a link; with it a form's button that sends these fields."""

    words: str
    href: str
    icon: str
    sends: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """`name` tells it apart for whoever puts it away."""

    name: str
    title: str
    href: str
    meta: str
    acts: Sequence[Act]
    lang: str = ""


@dataclass(frozen=True)
class Part:
    name: str
    title: str
    hint: str
    lines: Sequence[Line]
    all_href: str = ""
    all_words: str = ""


def desk(curator: User) -> list[Part]:
    """All lists in the order in which they are best worked off."""
    away = set(
        SetAside.objects.filter(until__gte=timezone.localdate()).values_list("line", flat=True)
    )
    return [make(curator, away) for make in _PARTS]


def _left(lines: Sequence[Line], away: set[str]) -> list[Line]:
    return [line for line in lines if line.name not in away][:SHOWN]


def _questions(curator: User, away: set[str]) -> Part:
    asked = Count("asked", distinct=True)
    topics: Any = waiting_topics(curator, "open").annotate(n=asked).order_by("created_at", "pk")
    lines = [
        Line(
            f"question:{topic.pk}", topic.title, topic_path(topic.pk, topic.slug),
            _("asked on %(day)s") % {"day": day(topic.created_at)} + " · "
            + (ngettext("%(n)s person was asked", "%(n)s people were asked", topic.n) % {"n": topic.n}
               if topic.n else _("nobody was asked yet")),
            (Act(_("Answer"), verb_path(topic.pk, "reply"), "reply"),
             Act(_("Prepared answer"), f"/curation/answers/for/{topic.pk}/", "notebook-pen")),
            topic.lang,
        )
        for topic in topics[: SHOWN + len(away)]
    ]  # fmt: skip
    return Part(
        "questions", _("Nobody has answered"), _("The oldest first; who could know was asked already."),
        _left(lines, away), "/forums/waiting/", _("All of them"),
    )  # fmt: skip


def _misses(curator: User, away: set[str]) -> Part:
    lines = []
    for week in weeks(SHOWN + len(away)):
        query = urlencode({"q": week.text})
        acts = [
            Act(_("Look again"), f"/search/?{query}", "search"),
            Act(_("Write a note"), f"/notes/write/?{urlencode({'title': week.text})}", "pencil"),
            Act(_("Ask people"), f"/forums/ogolne/ask/?{urlencode({'title': week.text})}", "message-circle"),
        ]  # fmt: skip
        if is_moderator(curator):
            same = f"/search/words/?{urlencode({'phrase': week.text})}"
            acts.append(Act(_("It is called otherwise here"), same, "languages"))
        said = ngettext("%(n)s time", "%(n)s times", week.times) % {"n": week.times}
        lines.append(
            Line(
                f"miss:{week.week.isoformat()}:{week.text}"[:100],
                week.text,
                f"/search/?{query}",
                f"{said} · " + _("in the week of %(day)s") % {"day": day(week.week)},
                acts,
            )
        )
    return Part(
        "misses", _("Looked for and not found"),
        _("Week by week, without who looked. What is missing can be written, asked or named otherwise."),
        _left(lines, away),
    )  # fmt: skip


def _stale(curator: User, away: set[str]) -> Part:
    doubts = Doubt.objects.filter(note=OuterRef("pk"), state=Doubt.State.OPEN)
    notes: Any = (
        PracticeNote.objects.published()
        .annotate(doubted=Exists(doubts))
        .filter(Q(stale=True) | Q(doubted=True))
        .order_by("-doubted", F("review_by").asc(nulls_last=True), "pk")
    )
    lines = [
        Line(
            f"stale:{note.pk}:{note.version}", note.title, note_path(note.slug),
            _("somebody asks whether it is still true") if note.doubted
            else _("its day was %(day)s") % {"day": day(note.review_by)},
            (Act(_("Is it still true?"), note_path(note.slug, "truth"), "circle-question-mark"),),
            note.lang,
        )
        for note in notes[: SHOWN + len(away)]
    ]  # fmt: skip
    return Part(
        "stale", _("Notes to be looked at"),
        _("Their day has passed, or a reader doubts what they say."), _left(lines, away),
    )  # fmt: skip


def _worth_a_note(curator: User, away: set[str]) -> Part:
    newest = (
        Topic.objects.visible_to(NOBODY)
        .filter(accepted__isnull=False)
        .order_by("-last_post_at", "-id")
        .values("pk")[:LATELY]
    )
    made = Gathering.objects.filter(source=OuterRef("pk"), note__isnull=False)
    linked = NoteLink.objects.filter(post__topic=OuterRef("pk"))
    topics: Any = (
        Topic.objects.filter(pk__in=list(newest.values_list("pk", flat=True)))
        .exclude(Exists(made))
        .exclude(Exists(linked))
        .annotate(readers=Count("seats", filter=Q(seats__read_number__gt=0)))
        .order_by("-readers", "-last_post_at", "-pk")
    )
    lines = [
        Line(
            f"write:{topic.pk}", topic.title, topic_path(topic.pk, topic.slug),
            ngettext("%(n)s person has read it", "%(n)s people have read it", topic.readers)
            % {"n": topic.readers} + " · "
            + ngettext("%(n)s reply", "%(n)s replies", topic.reply_count) % {"n": topic.reply_count},
            (Act(_("Write this up"), verb_path(topic.pk, "note"), "notebook-pen"),), topic.lang,
        )
        for topic in topics[: SHOWN + len(away)]
    ]  # fmt: skip
    return Part(
        "write", _("Worth a note"), _("Solved and much read, and no note says it yet."),
        _left(lines, away),
    )  # fmt: skip


def _duplicates(curator: User, away: set[str]) -> Part:
    lines = [
        Line(
            f"same:{new.pk}:{old.pk}", new.title, topic_path(new.pk, new.slug),
            _("very like “%(title)s”") % {"title": old.title},
            (Act(_("Look at the older one"), topic_path(old.pk, old.slug), "eye"),
             Act(_("It is the same"), f"/curation/same/{new.pk}/?of={old.pk}", "link")),
            new.lang,
        )
        for new, old in pairs(SHOWN + len(away))
    ]  # fmt: skip
    return Part(
        "same", _("Asked twice, perhaps"),
        _("Linked, the newer one leads to the older one, and nothing is lost."), _left(lines, away),
    )  # fmt: skip


def _to_feature(curator: User, away: set[str]) -> Part:
    shown = Feature.objects.filter(kind=Feature.Kind.NOTE, object_id=OuterRef("pk"))
    notes = (
        PracticeNote.objects.published()
        .filter(Q(run_count__gt=0) | Q(helped_count__gt=0), stale=False)
        .exclude(Exists(shown))
        .order_by("-run_count", "-helped_count", "-published_at", "-pk")
    )
    lines = [
        Line(
            f"feature:note:{note.pk}", note.title, note_path(note.slug),
            note.ran or ngettext("%(n)s person says it helped", "%(n)s people say it helped", note.helped_count)
            % {"n": note.helped_count},
            (Act(_("Show it on the home page"), "/curation/feature/", "house",
                 {"kind": "note", "id": str(note.pk), "place": "home"}),
             Act(_("First among the notes"), "/curation/feature/", "bookmark",
                 {"kind": "note", "id": str(note.pk), "place": "notes"})),
            note.lang,
        )
        for note in notes[: SHOWN + len(away)]
    ]  # fmt: skip
    return Part(
        "feature", _("Worth showing"), _("What others have done and found good."),
        _left(lines, away), "/notes/collections/", _("Collections"),
    )  # fmt: skip


_PARTS: tuple[Callable[[User, set[str]], Part], ...] = (
    _questions, _misses, _stale, _worth_a_note, _duplicates, _to_feature,
)  # fmt: skip
