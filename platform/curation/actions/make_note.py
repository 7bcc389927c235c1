"""Somebody begins a note with what was written in a topic: a draft of theirs, with quotations that say whose
they are and where they come from."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Audience
from curation.models import Gathering, Said, Taken
from curation.taking.choosing import digest_of, posts_of, read_numbers, said_of_posts
from curation.taking.policies import check_take, check_words
from curation.taking.words import quotation
from forums.actions.locking import locked_topic
from forums.models import Post, Topic
from forums.paths import topic_path
from kernel.refusals import Invalid, Refused
from notes.access import full
from notes.actions.write_note import write_note
from notes.models import PracticeNote
from notes.structure.kinds import Template
from notes.structure.reading import SECTION_LIMIT
from realtime.chat.paths import room_path


def make_note(
    *,
    by: User,
    topic: Topic,
    posts: Iterable[object],
    title: str = "",
    template: str = Template.WORKSHOP,
) -> tuple[PracticeNote, bool]:
    """The note, and whether it was made now: the same person makes one of the same posts, and where such
    a note is published already, that is it. `posts` are numbers. Raises Refused or Invalid."""
    check_take(by)
    numbers = read_numbers(posts)
    with transaction.atomic():
        held = locked_topic(topic.pk)
        if held.hidden or held.merged_into_id or held.forum.audience != Audience.PUBLIC:
            raise Refused(_("Only what everybody can read is taken up."))
        chosen = posts_of(held, numbers)
        words = said_of_posts(chosen)
        said = list({one.pk: one for ones in words.values() for one in ones}.values())
        check_words(by, {(one.author_id, one.organisation_id) for one in said})
        digest = digest_of(one.pk for one in said)
        before = _made_before(by, digest)
        if before is not None:
            return before, False
        note = write_note(
            by=by, title=title.strip() if isinstance(title, str) and title.strip() else held.title,
            body=_sources(held), template=template, sections=_sections(held, chosen, words),
            tags=[tag.name for tag in held.tags.all()], lang=held.lang, status="draft",
        )  # fmt: skip
        gathering = Gathering.objects.create(
            mark=f"note:{by.pk}:{digest}", by=by, source=held, note=note
        )
        Taken.objects.bulk_create(
            Taken(gathering=gathering, said=one, position=at)
            for at, one in enumerate(said, start=1)
        )
    return note, True


def _made_before(by: User, digest: str) -> PracticeNote | None:
    """Their own, whatever has become of it; else one that everybody can read."""
    own = Gathering.objects.filter(mark=f"note:{by.pk}:{digest}")
    there = PracticeNote.objects.visible_to(by).filter(pk__in=own.values("note")).first()
    if there is None and own.exists():
        raise Refused(
            _("You have made a note of these posts before, and it is no longer yours to see.")
        )
    if there is None:
        others = Gathering.objects.filter(mark__startswith="note:", mark__endswith=f":{digest}")
        there = PracticeNote.objects.published().filter(pk__in=others.values("note")).first()
    return full(PracticeNote.objects.all()).get(pk=there.pk) if there is not None else None


def _sections(topic: Topic, posts: Sequence[Post], words: dict[int, list[Said]]) -> dict[str, str]:
    """What began it is the context; what was answered are the steps."""
    texts: dict[str, list[str]] = {"context": [], "steps": []}
    shown: set[int] = set()
    for post in posts:
        for one in words[post.pk]:
            if one.pk not in shown:
                shown.add(one.pk)
                texts["context" if post.number == 1 else "steps"].append(quotation(one, topic.lang))
    sections = {name: "\n\n".join(parts) for name, parts in texts.items() if parts}
    if any(len(text) > SECTION_LIMIT for text in sections.values()):
        raise Invalid(
            {"posts": [_("That is too much for one note. Choose fewer or shorter posts.")]}
        )
    return sections


def _sources(topic: Topic) -> str:
    with translation.override(topic.lang):
        link = f"[{_escaped(topic.title)}]({topic_path(topic.pk, topic.slug)})"
        lines = [_("This note has grown out of the topic %(topic)s.") % {"topic": link}]
        heading = _("Sources")
        lines += ["", f"## {heading}", "", f"- {link}"]
        talk = Gathering.objects.filter(topic=topic.pk, room__isnull=False).select_related("room")
        for room in [one.room for one in talk.order_by("pk") if one.room is not None]:
            lines.append(f"- [{_escaped(room.name)}]({room_path(room.slug)})")
    return "\n".join(lines)


def _escaped(words: str) -> str:
    return "".join(f"\\{sign}" if sign in "[]\\`*_<>" else sign for sign in words)
