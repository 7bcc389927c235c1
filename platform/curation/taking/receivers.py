"""When words, names, topics or notes change, so does what was made of them."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.facts import PersonRenamed
from curation.models import Gathering, Said, Taken
from curation.taking.spreading import settle_note, spread, spread_names
from curation.taking.telling import tell_quoted
from directory.facts import OrganisationChanged
from directory.models import Organisation
from forums.actions.quote_words import topics_show_anew
from forums.facts import (
    ForumChanged,
    PostsMoved,
    TopicChanged,
    TopicMerged,
)
from kernel.facts import receives
from moderation.facts import Decided, PersonActed
from moderation.models import Decision, Report
from notes.actions.writing import touch
from notes.facts import NoteChanged, NotePublished
from notes.models import PracticeNote
from realtime.chat.facts import RoomChanged


@receives(Decided)
def decided(fact: Decided) -> None:
    _follow(Decision.objects.filter(pk=fact.decision_id))


@receives(PersonActed)
def person_acted(fact: PersonActed) -> None:
    _follow(Decision.objects.filter(sweep=fact.act_id).order_by("pk"))


def _follow(decisions: Iterable[Decision]) -> None:
    """What moderators hid since it breaks the law is hidden in every copy, and shown again with it. What
    they hid for another reason, and what its author took back, is left: others have built on it."""
    changed: set[int] = set()
    for decision in decisions:
        if decision.kind not in ("message", "post") or decision.verdict == Decision.Verdict.KEEP:
            continue
        hidden = is_unlawful(decision)
        said = Said.objects.filter(**{decision.kind: decision.object_id}).exclude(hidden=hidden)
        changed |= set(said.values_list("pk", flat=True))
        said.update(hidden=hidden)
    spread(changed)


def is_unlawful(decision: Decision) -> bool:
    hides = decision.verdict == Decision.Verdict.HIDE
    return hides and decision.rule == Report.Reason.ILLEGAL


@receives(PersonRenamed)
def person_renamed(fact: PersonRenamed) -> None:
    said = Said.objects.filter(author=fact.person_id, organisation=None, alias=0)
    spread_names(set(said.values_list("pk", flat=True)))


@receives(OrganisationChanged)
def organisation_changed(fact: OrganisationChanged) -> None:
    """Its name, whether it is shown, or of which it is a twin."""
    said = Said.objects.filter(organisation=fact.organisation_id)
    ids = set(said.values_list("pk", flat=True))
    if not ids:
        return
    now = Organisation.objects.filter(pk=fact.organisation_id).values_list("merged_into", flat=True)
    if (heir := now.first()) is not None:
        said.update(organisation=heir)
    spread_names(ids)


@receives(PostsMoved)
def posts_moved(fact: PostsMoved) -> None:
    """Two statements, however many have moved, unless some of them were taken up."""
    moves = dict(fact.moves)
    taken = list(Taken.objects.filter(post__in=list(moves)).only("post"))
    said = list(Said.objects.filter(post__in=list(moves)).only("post"))
    for row in taken:
        row.post_id = moves[row.post_id or 0]
    for words in said:
        words.post_id = moves[words.post_id or 0]
    Taken.objects.bulk_update(taken, ["post"], batch_size=200)
    Said.objects.bulk_update(said, ["post"], batch_size=200)


@receives(TopicMerged)
def topic_merged(fact: TopicMerged) -> None:
    Gathering.objects.filter(topic=fact.topic_id).update(topic=fact.into_id)
    notes = set(Gathering.objects.filter(source=fact.topic_id).values_list("note", flat=True))
    Gathering.objects.filter(source=fact.topic_id).update(source=fact.into_id)
    topics_show_anew([fact.into_id])
    _touch(notes)


@receives(TopicChanged)
def topic_changed(fact: TopicChanged) -> None:
    """Its title, or who may read it, stands on the notes that have grown out of it."""
    _touch(Gathering.objects.filter(source=fact.topic_id).values_list("note", flat=True))


@receives(ForumChanged)
def forum_changed(fact: ForumChanged) -> None:
    _touch(Gathering.objects.filter(source__forum=fact.forum_id).values_list("note", flat=True))


@receives(RoomChanged)
def room_changed(fact: RoomChanged) -> None:
    topics = set(Gathering.objects.filter(room=fact.room_id).values_list("topic", flat=True))
    topics_show_anew([pk for pk in topics if pk])
    _touch(Gathering.objects.filter(source__in=topics).values_list("note", flat=True))


def _touch(notes: Iterable[int | None]) -> None:
    for pk in sorted({pk for pk in notes if pk}):
        touch(pk)


@receives(NotePublished)
def note_published(fact: NotePublished) -> None:
    """Now others can read it: those who are quoted are told, and may choose."""
    note = PracticeNote.objects.get(pk=fact.note_id)
    for gathering in Gathering.objects.filter(note=fact.note_id, told_at=None):
        gathering.told_at = timezone.now()
        gathering.save(update_fields=["told_at"])
        tell_quoted(gathering, title=note.title, actor_id=note.author_id)
    _note_shows(note)


@receives(NoteChanged)
def note_changed(fact: NoteChanged) -> None:
    note = PracticeNote.objects.filter(pk=fact.note_id).first()
    if note is not None:
        _note_shows(note)


def _note_shows(note: PracticeNote) -> None:
    settle_note(note)
    sources = Gathering.objects.filter(note=note.pk, source__isnull=False)
    topics_show_anew([pk for pk in sources.values_list("source", flat=True) if pk])
