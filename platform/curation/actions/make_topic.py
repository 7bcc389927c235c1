"""Somebody makes a topic of what was said in a room: who said what when is taken from the messages as they
are kept, never from what was sent."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Audience
from curation.models import Gathering, Said, Taken
from curation.taking.choosing import digest_of, messages_of, read_ids, said_of_messages
from curation.taking.policies import check_room, check_words
from curation.taking.telling import tell_quoted
from curation.taking.words import quotation
from forums.actions.quote_words import quote_words
from forums.actions.start_topic import start_topic
from forums.models import Forum, Post, Topic
from kernel.gate import clean_text
from kernel.refusals import Invalid, Refused
from realtime.chat.models import Room
from realtime.chat.paths import message_path
from realtime.live import streams
from realtime.live.events import ROOM

POST_LENGTH, POST_MESSAGES = 24_000, 25
"""What one post of the topic holds at most, so that one can answer, link and read it by parts."""
INTRODUCTION = 4_000


def make_topic(
    *,
    by: User,
    room: Room,
    messages: Iterable[object],
    forum: Forum,
    title: str,
    body: str = "",
    tags: str | Sequence[str] = (),
    lang: str = "pl",
) -> tuple[Topic, bool]:
    """The topic, and whether it was made now: of the same messages there is one, whoever comes second.

    `messages` are ids; `body` an introduction in the maker's own words. Raises Refused or Invalid."""
    check_room(by, room)
    ids = read_ids(messages)
    mark = f"topic:{digest_of(ids)}"
    with transaction.atomic():
        # In a room one thing happens at a time: no message goes from under this, and of two who take up
        # the same ones the second finds what the first has made.
        streams.hold(ROOM, room.pk)
        before = Gathering.objects.filter(mark=mark).first()
        if before is not None:
            return _made_before(by, before), False
        held = Room.objects.select_related("organisation").get(pk=room.pk)
        check_room(by, held)
        chosen = messages_of(held, ids)
        check_words(by, {(one.author_id, one.organisation_id) for one in chosen})
        said = said_of_messages(chosen)
        _check_forum(forum)
        topic = start_topic(
            by=by, forum=forum, title=title, tags=tags, lang=lang,
            body=_introduction(held, chosen[0].seq, body, lang),
        )  # fmt: skip
        parts = _parts(said, topic.lang)
        posts = quote_words(by=by, topic=topic, bodies=[text for text, _words in parts])
        gathering = Gathering.objects.create(
            mark=mark, by=by, room=held, topic=topic, told_at=timezone.now()
        )
        _keep(gathering, [words for _text, words in parts], posts)
        tell_quoted(gathering, title=topic.title, actor_id=by.pk)
    topic.refresh_from_db()
    return topic, True


def _made_before(by: User, gathering: Gathering) -> Topic:
    topic = Topic.objects.visible_to(by).filter(pk=gathering.topic_id or 0)
    found = topic.select_related("forum", "author", "organisation", "accepted").first()
    if found is None:
        raise Refused(_("A topic was made of these messages before, and you cannot see it."))
    return found


def _check_forum(forum: Forum) -> None:
    if (
        Forum.objects.filter(pk=forum.pk).values_list("audience", flat=True).get()
        != Audience.PUBLIC
    ):
        raise Invalid({"forum": [_("Choose a forum that everybody can read.")]})


def _introduction(room: Room, seq: int, body: str, lang: str) -> str:
    own = clean_text(body, limit=INTRODUCTION) if isinstance(body, str) else ""
    with translation.override(lang):
        name = "".join(f"\\{sign}" if sign in "[]\\`*_<>" else sign for sign in room.name)
        words = _("From a talk in the room [%(room)s](%(url)s).") % {
            "room": name, "url": message_path(room.slug, seq),
        }  # fmt: skip
    return f"{own.strip()}\n\n{words}".strip()


def _parts(said: Sequence[Said], lang: str) -> list[tuple[str, list[Said]]]:
    """The texts of the posts, each with whose words it holds."""
    parts: list[tuple[str, list[Said]]] = []
    for one in said:
        text = quotation(one, lang)
        if (
            parts
            and len(parts[-1][1]) < POST_MESSAGES
            and len(parts[-1][0]) + len(text) < POST_LENGTH
        ):
            before, words = parts[-1]
            parts[-1] = (f"{before}\n\n{text}", [*words, one])
        else:
            parts.append((text, [one]))
    return parts


def _keep(gathering: Gathering, words: Sequence[Sequence[Said]], posts: Sequence[Post]) -> None:
    rows = [(post, one) for post, ones in zip(posts, words, strict=True) for one in ones]
    Taken.objects.bulk_create(
        [
            Taken(gathering=gathering, said=one, position=at, post=post)
            for at, (post, one) in enumerate(rows, start=1)
        ]
    )
