"""What was chosen: ids of messages, numbers of posts, and the words that they stand for."""

import hashlib
from collections.abc import Iterable, Sequence

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curation.models import Said, Taken
from curation.taking.policies import LEAST, MOST
from forums.models import Post, Topic
from kernel.gate import whole_number
from kernel.refusals import Invalid
from realtime.chat.models import Message, Room

MOST_POSTS = 100
"""Posts of one note."""


def read_ids(raw: Iterable[object]) -> list[int]:
    """The ids of 3 to 200 messages. Raises Invalid (messages)."""
    found = {whole_number(one) for one in raw}
    ids = {pk for pk in found if pk is not None}
    if None in found:
        raise Invalid({"messages": [_("Choose messages by their ids.")]})
    if not LEAST <= len(ids) <= MOST:
        words = _("Choose %(least)d to %(most)d messages.") % {"least": LEAST, "most": MOST}
        raise Invalid({"messages": [words]})
    return sorted(ids)


def read_numbers(raw: Iterable[object]) -> list[int]:
    """The numbers of posts. Raises Invalid (posts)."""
    found = {whole_number(one) for one in raw}
    numbers = {number for number in found if number is not None}
    if None in found:
        raise Invalid({"posts": [_("Choose posts by their numbers.")]})
    if not 1 <= len(numbers) <= MOST_POSTS:
        words = _("Choose 1 to %(most)d posts.") % {"most": MOST_POSTS}
        raise Invalid({"posts": [words]})
    return sorted(numbers)


def digest_of(ids: Iterable[int]) -> str:
    """The same for the same set, in whatever order."""
    return hashlib.sha256(",".join(map(str, sorted(set(ids)))).encode()).hexdigest()


def messages_of(room: Room, ids: Sequence[int]) -> list[Message]:
    """The messages in the order in which they were said. What was removed or hidden is taken up by nobody,
    and what is said elsewhere is not here. Raises Invalid (messages)."""
    found = Message.objects.readable().filter(room=room.pk, pk__in=ids).order_by("seq")
    messages = list(found.select_related("author", "organisation"))
    if gone := len(ids) - len(messages):
        words = ngettext(
            "%(count)d of these messages is no longer here. Choose again.",
            "%(count)d of these messages are no longer here. Choose again.", gone,
        )  # fmt: skip
        raise Invalid({"messages": [words % {"count": gone}]})
    return messages


def posts_of(topic: Topic, numbers: Sequence[int]) -> list[Post]:
    """The posts that everybody can read. Raises Invalid (posts)."""
    seen = Post.objects.visible_to(AnonymousUser()).filter(topic=topic.pk, number__in=numbers)
    posts = list(seen.select_related("author", "organisation").order_by("number"))
    gone = sorted(set(numbers) - {post.number for post in posts})
    if gone:
        listed = ", ".join(f"#{number}" for number in gone[:10])
        raise Invalid({"posts": [_("Nobody can read this here: %s.") % listed]})
    return posts


def said_of_messages(messages: Sequence[Message]) -> list[Said]:
    """Their words, kept as they are now unless they were taken up before. In the room's lock."""
    known = {
        row.message_id: row
        for row in Said.objects.filter(message__in=messages).select_related(
            "author", "organisation"
        )
    }
    new = [_said(message) for message in messages if message.pk not in known]
    Said.objects.bulk_create(new)
    known |= {row.message_id: row for row in new}
    return [known[message.pk] for message in messages]


def said_of_posts(posts: Sequence[Post]) -> dict[int, list[Said]]:
    """The words of each post (by its id): its own, or those that it quotes where it is made of these. In
    the topic's lock."""
    made_of: dict[int, list[Said]] = {post.pk: [] for post in posts}
    gathered = [post.pk for post in posts if post.gathered]
    rows = Taken.objects.filter(post__in=gathered).order_by("position")
    for row in rows.select_related("said__author", "said__organisation"):
        made_of[row.post_id or 0].append(row.said)
    own = [post for post in posts if not made_of[post.pk]]
    known = {row.post_id: row for row in Said.objects.filter(post__in=own).select_related("author", "organisation")}  # fmt: skip
    for post in own:
        said = known.get(post.pk)
        if said is None:
            said = _said(post)
            said.save()
        elif said.body != post.body:  # what its author has changed since is taken up as it is now
            said.body = post.body
            said.save(update_fields=["body"])
        made_of[post.pk] = [said]
    return made_of


def _said(thing: Message | Post) -> Said:
    of = {"message": thing} if isinstance(thing, Message) else {"post": thing}
    return Said(
        author=thing.author, organisation=thing.organisation, body=thing.body, at=thing.created_at, **of
    )  # fmt: skip
