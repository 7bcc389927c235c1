"""What stands in a letter: one topic with all that came, one thing of another kind, or the digest."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from forums.models import Post
from kernel.mail import write_letter
from kernel.markdown import plain
from notifications.channels import group_of
from notifications.kinds import sentence
from notifications.mail.links import (
    ALL,
    DIGEST,
    FOLLOW,
    MUTE,
    READ,
    STOP,
    Deed,
    link,
    message_id,
)
from notifications.mail.replying import reply_address
from notifications.models import Notification

TEXT_LIMIT = 1_500
"""Characters of a post in a letter."""
POSTS = 8
ITEMS = 20
GIST = 240
_ENDS = (".", "?", "!", "…")
_TITLE = re.compile(r"[“„].*”")
"""In a sentence; it may have any signs of its own."""
TO_MODERATORS = ("words_wait", "words_wait_long")


@dataclass(frozen=True)
class Said:
    """One thing that happened, in words."""

    words: str
    text: str
    url: str

    @property
    def whole(self) -> str:
        """The words as a sentence: some kinds bring the sign at their end."""
        return self.words if self.words.endswith(_ENDS) else f"{self.words}."

    @property
    def lead(self) -> str:
        """The same over the text that they lead to."""
        leads = self.text and self.whole != self.words and ":" not in _TITLE.sub("", self.words)
        return f"{self.words}:" if leads else self.whole


@dataclass(frozen=True)
class Item:
    """A line of the digest."""

    words: str
    text: str
    url: str
    count: int
    read: str = ""
    mute: str = ""
    follow: str = ""


def reason_of(groups: set[str]) -> str:
    """Why the person gets the letter, by the strongest of its groups."""
    reasons = {
        "mention": _("You get this because somebody mentioned you."),
        "answer": _("You get this because somebody answered you."),
        "solution": _("You get this because your answer was accepted."),
        "reply": _("You get this because you follow this topic."),
        "place": _("You get this because you follow the forum or a tag of this topic."),
        "message": _("You get this because somebody wrote to you."),
        "thanks": _("You get this because somebody says thank you."),
        "moderation": _("You get this because it is about what you wrote or reported."),
    }
    found = next((reasons[group] for group in reasons if group in groups), "")
    return found or _("You get this because you chose so in your settings.")


def _reason_of_kind(kind: str) -> str:
    if kind in TO_MODERATORS:
        return _("You get this because you are a moderator here.")
    return reason_of({group_of(kind)})


def _groups(rows: Sequence[Notification]) -> set[str]:
    return {group_of(row.kind) for row in rows}


def write_of_topic(person: User, rows: Sequence[Notification]) -> None:
    """One letter with all that came in a topic, oldest first."""
    topic = rows[-1].topic
    assert topic is not None
    posts = _posts(rows)
    last = max(posts.values(), key=lambda post: post.number, default=None)
    first = all(row.kind == "new_topic" for row in rows)
    groups = _groups(rows)
    stop = link(Deed(STOP, person.pk, groups=tuple(sorted(groups))))
    answer = "" if topic.closed else reply_address(person.pk, last, alone=len(posts) == 1)
    root = message_id(person.pk, topic.pk)
    headers = {
        "Message-ID": root if first else message_id(person.pk, topic.pk, last.pk if last else 0),
        "List-Id": f"{topic.forum.name} <{topic.forum.slug}.{root.rpartition('@')[2][:-1]}>",
    }
    if not first:
        headers |= {"In-Reply-To": root, "References": root}
    if answer:
        headers["Reply-To"] = answer
    with override(person.language):
        said = [_said(row, posts) for row in rows[:POSTS]]
        write_letter(
            to=person.email, language=person.language, template="notifications/mail/topic.txt",
            html="notifications/mail/topic.html", stop_url=stop, headers=headers,
            context={
                "title": topic.title, "forum": topic.forum.name, "reply": not first, "said": said,
                "more": max(0, len(rows) - POSTS), "url": said[0].url, "can_reply": bool(answer),
                "mute": link(Deed(MUTE, person.pk, topic.pk)), "reason": reason_of(groups),
                **_foot(),
            },
        )  # fmt: skip


def write_of_thing(person: User, row: Notification) -> None:
    """A letter about something that is no topic."""
    stop = link(Deed(STOP, person.pk, groups=(group_of(row.kind),)))
    with override(person.language):
        write_letter(
            to=person.email, language=person.language, template="notifications/mail/thing.txt",
            html="notifications/mail/thing.html", stop_url=stop,
            context={
                "said": Said(sentence(row), row.detail, settings.BASE_URL + row.url),
                "reason": _reason_of_kind(row.kind), **_foot(),
            },
        )  # fmt: skip


def write_digest(person: User, rows: Sequence[Notification]) -> None:
    """What was left for it, topic by topic: what has most first."""
    posts = _posts(rows)
    topics: dict[int, list[Notification]] = defaultdict(list)
    for row in rows:
        topics[row.topic_id or -row.pk].append(row)
    with override(person.language):
        items = [_item(person, told, posts) for told in topics.values()]
        items.sort(key=lambda item: -item.count)
        write_letter(
            to=person.email, language=person.language, template="notifications/mail/digest.txt",
            html="notifications/mail/digest.html", stop_url=link(Deed(DIGEST, person.pk)),
            context={
                "items": items[:ITEMS], "count": len(items), "more": max(0, len(items) - ITEMS),
                "person": person.name, "all_mail": link(Deed(ALL, person.pk)), **_foot(),
            },
        )  # fmt: skip


def _item(person: User, rows: Sequence[Notification], posts: dict[int, Post]) -> Item:
    topic, last = rows[-1].topic, rows[-1]
    if topic is None:
        said = _said(last, posts)
        return Item(said.words, said.text[:GIST], said.url, 1)
    number = max(
        (posts[row.pk].number for row in rows if row.pk in posts), default=topic.last_number
    )
    said = _said(rows[0], posts)
    return Item(
        topic.title, _shortened(said.text, GIST), settings.BASE_URL + rows[0].url, len(rows),
        read=link(Deed(READ, person.pk, topic.pk, number)),
        mute=link(Deed(MUTE, person.pk, topic.pk)),
        follow=link(Deed(FOLLOW, person.pk, topic.pk)),
    )  # fmt: skip


def _posts(rows: Sequence[Notification]) -> dict[int, Post]:
    """The post that each notification tells of, by the notification's id."""
    by_target = {row.pk: row.target_id for row in rows if row.target_kind == "post"}
    found = Post.objects.select_related("topic").in_bulk(set(by_target.values()))
    posts = {pk: found[post] for pk, post in by_target.items() if post in found}
    topics = {row.topic_id: row.pk for row in rows if row.target_kind == "topic" and row.topic_id}
    for post in Post.objects.select_related("topic").filter(topic__in=topics, number=1):
        if not post.gone:
            posts[topics[post.topic_id]] = post
    return posts


def _said(row: Notification, posts: dict[int, Post]) -> Said:
    post = posts.get(row.pk)
    text = _shortened(plain(post.html), TEXT_LIMIT) if post else row.detail
    return Said(sentence(row), text, settings.BASE_URL + row.url)


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit].rsplit(' ', 1)[0]}…"


def _foot() -> dict[str, Any]:
    here = f"{settings.BASE_URL}/notifications"
    return {"settings_url": f"{here}/settings/", "following_url": f"{here}/following/"}
