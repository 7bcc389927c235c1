"""Atom feeds of what everybody may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from directory.models import Card, Organisation
from forums.list_words import words_of
from forums.lists import Listing
from forums.models import Topic
from forums.paths import topic_path
from forums.polls.models import Poll
from forums.polls.reading import open_to_all
from forums.views.lists import listing_for
from forums.voices import HEAVY, WHOLE, voice_of
from kernel.markdown import excerpt, plain
from kernel.naming import site_name
from kernel.templatetags.look import stamp
from notes.models import PracticeNote

NOBODY = AnonymousUser()
SHOWN = 30


class _Atom(Feed):  # type: ignore[type-arg]
    """What a reader gets as an entry's description is HTML: plain texts are escaped for it."""

    feed_type = Atom1Feed
    link = "/"

    def feed_guid(self, obj: Any) -> str:
        return f"{settings.BASE_URL}{self.link}"

    def item_guid(self, item: Any) -> str:
        return f"{settings.BASE_URL}{self.item_link(item)}"

    def item_link(self, item: Any) -> str:
        raise NotImplementedError


@dataclass(frozen=True)
class Entry:
    """A topic with its polls."""

    topic: Topic
    polls: Sequence[Poll]

    @property
    def latest(self) -> datetime:
        """When a poll of it last began or ended, else when the topic did: readers then look again."""
        moments = [poll.closed_at or poll.created_at for poll in self.polls]
        return max([self.topic.created_at, *moments])


def entries_of(topics: Sequence[Topic]) -> list[Entry]:
    polls = open_to_all(topics)
    return [Entry(topic, polls.get(topic.pk, ())) for topic in topics]


def poll_words(poll: Poll, topic: Topic) -> SafeString:
    """A poll as HTML: what is asked, whether one can still vote, the answers; never how it stands."""
    if poll.over():
        state = _("ended %(moment)s") % {"moment": stamp(poll.closed_at or poll.ends_at)}
    elif topic.closed:
        state = _("The conversation is closed, so nobody can vote at the moment.")
    elif poll.ends_at:
        state = _("one can vote until %(moment)s") % {"moment": stamp(poll.ends_at)}
    else:
        state = _("one can vote")
    answers = format_html_join("", "<li>{}</li>", ((choice.text,) for choice in poll.choices.all()))
    return format_html(
        "<p>{}: <b>{}</b> ({})</p><ul>{}</ul>", _("Poll"), poll.question, state, answers
    )


class ForumsFeed(_Atom):
    """New topics of all public forums."""

    link = "/forums/"

    def title(self) -> str:
        return f"{site_name()}: " + _("new topics")

    def items(self, obj: Any = None) -> list[Entry]:
        topics = Topic.objects.visible_to(NOBODY).select_related(*WHOLE).defer(*HEAVY)
        return entries_of(list(topics.order_by("-created_at", "-pk")[:SHOWN]))

    def item_title(self, item: Entry) -> str:
        return item.topic.title

    def item_description(self, item: Entry) -> str:
        polls = "".join(poll_words(poll, item.topic) for poll in item.polls)
        return escape(item.topic.excerpt) + polls

    def item_link(self, item: Entry) -> str:
        return topic_path(item.topic.pk, item.topic.slug)

    def item_author_name(self, item: Entry) -> str:
        return voice_of(item.topic).name

    def item_pubdate(self, item: Entry) -> datetime:
        return item.topic.created_at

    def item_updateddate(self, item: Entry) -> datetime:
        return item.latest


class ListFeed(ForumsFeed):
    """A list of topics as everybody sees it (forums.lists), in its own order: the latest word first."""

    def get_object(self, request: HttpRequest, kind: str = "", word: str = "") -> Listing:
        return listing_for(NOBODY, request, kind, word)

    def title(self, obj: Listing) -> str:  # type: ignore[override]
        return f"{site_name()}: {words_of(obj).title}"

    def link(self, obj: Listing) -> str:  # type: ignore[override]
        return obj.address()

    def feed_guid(self, obj: Listing) -> str:
        return f"{settings.BASE_URL}{obj.address()}"

    def items(self, obj: Listing) -> list[Entry]:  # type: ignore[override]
        return entries_of(obj.page(NOBODY, None).rows)

    def item_updateddate(self, item: Entry) -> datetime:
        return max(item.topic.last_post_at, item.latest)


class NotesFeed(_Atom):
    """New practice notes."""

    link = "/notes/"

    def title(self) -> str:
        return f"{site_name()}: " + _("practice notes")

    def items(self) -> list[PracticeNote]:
        notes = PracticeNote.objects.published().select_related("author", "organisation")
        return list(notes.order_by("-published_at", "-pk")[:SHOWN])

    def item_title(self, item: PracticeNote) -> str:
        return item.title

    def item_description(self, item: PracticeNote) -> str:
        return escape(item.summary or excerpt(plain(item.html)))

    def item_link(self, item: PracticeNote) -> str:
        return f"/notes/{item.slug}/"

    def item_author_name(self, item: PracticeNote) -> str:
        return item.voice.name

    def item_pubdate(self, item: PracticeNote) -> datetime | None:
        return item.published_at


class DirectoryFeed(_Atom):
    """Organisations that were added."""

    link = "/directory/"

    def title(self) -> str:
        return f"{site_name()}: " + _("new in the directory")

    def items(self) -> list[Organisation]:
        return list(Organisation.objects.visible_to(NOBODY).order_by("-created_at", "-pk")[:SHOWN])

    def item_title(self, item: Organisation) -> str:
        return item.name

    def item_description(self, item: Organisation) -> str:
        return escape(item.summary)

    def item_link(self, item: Organisation) -> str:
        return f"/directory/{item.slug}/"

    def item_pubdate(self, item: Organisation) -> datetime:
        return item.created_at


class NeedsFeed(_Atom):
    """What organisations seek and have now."""

    link = "/directory/needs/"

    def title(self) -> str:
        return f"{site_name()}: " + _("needs and offers")

    def items(self) -> list[Card]:
        cards = Card.objects.visible_to(NOBODY).current().select_related("organisation")
        return list(cards.order_by("-created_at", "-pk")[:SHOWN])

    def item_title(self, item: Card) -> str:
        words = _("Seeks: %(title)s") if item.kind == Card.Kind.NEED else _("Has: %(title)s")
        return words % {"title": item.title}

    def item_description(self, item: Card) -> str:
        return escape(excerpt(plain(item.html)))

    def item_link(self, item: Card) -> str:
        return item.get_absolute_url()

    def item_author_name(self, item: Card) -> str:
        return item.organisation.name

    def item_pubdate(self, item: Card) -> datetime:
        return item.created_at
