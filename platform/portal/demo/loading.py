"""Loads the demo region. What is there stays as it is: a second run changes nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from curation.links import relink_note, relink_post
from directory.start import ensure_directory
from notes.models import PracticeNote
from portal.demo import marks
from portal.demo.chat import Talk, load_talk
from portal.demo.conversations import Spoken, ensure_forums, fresh_topics, load_topics
from portal.demo.desk import lay_out
from portal.demo.helpers import mark
from portal.demo.houses import ensure_organisations
from portal.demo.people import ensure_people
from portal.demo.practice import fresh_notes, load_notes
from portal.demo.reading import Clock
from portal.demo.taken import take_up
from portal.demo.told import follow, seat_readers, tell
from portal.demo.verdicts import Thing, decide
from portal.demo.waiting import ensure_waiting
from search import drain, index, words
from taxonomy.start import ensure_region
from taxonomy.vocabulary import ensure_vocabulary

Tell = Callable[[str], object]


@dataclass(frozen=True)
class Loaded:
    """How many of each were new."""

    people: int
    organisations: int
    topics: int
    posts: int
    notes: int
    messages: int

    def __str__(self) -> str:
        return (
            f"{self.people} people, {self.organisations} organisations, {self.topics} topics with "
            f"{self.posts} posts, {self.notes} notes, {self.messages} messages added"
        )


def load_demo(say: Tell) -> Loaded:
    """The region, its real directory, and the invented life of the files beside this module."""
    say("the region, its words and its directory")
    ensure_region()
    ensure_vocabulary()
    # The forums and rooms of the files come first: a new site's own are plainer ones of their names.
    with transaction.atomic():
        ensure_forums()
    ensure_directory()
    say("people and what they have written")
    with transaction.atomic():
        loaded = _load_life(Clock(timezone.now()))
    call_command("load_start", verbosity=0)
    say("the index")
    fill_index()
    return loaded


def _load_life(clock: Clock) -> Loaded:
    people, new_people = ensure_people(clock)
    houses = ensure_organisations(people, clock)
    notes = load_notes(fresh_notes(), people, clock)
    spoken = load_topics(fresh_topics(), people, clock)
    talks = load_talk(people, clock)
    decisions = decide(people, clock, _things(spoken, talks))
    seat_readers(spoken, talks, clock)
    mark(spoken, people)
    marks.mark(spoken, people, clock)
    if spoken:
        follow(spoken, people, {slug: forum.pk for slug, forum in ensure_forums().items()})
        lay_out(people, clock)
    tell(spoken, talks, decisions, people, clock)
    ensure_waiting(people, ensure_forums(), clock)
    grown = take_up(talks, people)
    notes = [*notes, *grown.notes]
    _link(spoken, notes)
    index.enqueue("organisation", houses)
    index.enqueue("note", notes)
    index.enqueue("topic", [one.topic.pk for one in spoken])
    return Loaded(
        people=new_people,
        organisations=len(houses),
        topics=len(spoken) + len(grown.topics),
        posts=sum(len(one.posts) for one in spoken) + grown.posts,
        notes=len(notes),
        messages=sum(len(talk.messages) for talk in talks),
    )


def _link(spoken: Sequence[Spoken], notes: Sequence[int]) -> None:
    """Which of them lead to notes (curation.links)."""
    for post in (post for one in spoken for post in one.posts):
        if "/notes/" in post.html:
            relink_post(post)
    for note in PracticeNote.objects.filter(pk__in=notes, html__contains="/notes/"):
        relink_note(note)


def _things(spoken: Sequence[Spoken], talks: Sequence[Talk]) -> dict[Thing, int]:
    """The ids of the posts and messages of the files, by what the files know them by."""
    things: dict[Thing, int] = {}
    for one in spoken:
        for row, post in zip(one.row["posts"], one.posts, strict=True):
            things[Thing("post", row["author"], row["at"])] = post.pk
    for talk in talks:
        for row, message in zip(talk.rows, talk.messages, strict=True):
            things[Thing("message", row["author"], row["at"])] = message.pk
    return things


def fill_index() -> None:
    """Works off what waits for the index, so that everything can be found at once. Where Elasticsearch
    is in use and away, its part waits for it."""
    drain.enqueue_unknown()
    while True:
        drained = drain.drain(rows=500, chunk=drain.BULK_CHUNK)
        if drained.away or not drained.rows:
            break
    while words.merge():
        pass
