"""Atom feeds of what everybody may read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from directory.models import Card, Organisation
from forums.list_words import words_of
from forums.lists import Listing
from forums.models import Topic
from forums.views.lists import listing_for
from forums.voices import HEAVY, WHOLE, voice_of
from kernel.markdown import excerpt, plain
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


class ForumsFeed(_Atom):
    """New topics of all public forums."""

    link = "/forums/"

    def title(self) -> str:
        return f"{settings.SITE_NAME}: " + _("new topics")

    def items(self, obj: Any = None) -> Sequence[Topic]:
        topics = Topic.objects.visible_to(NOBODY).select_related(*WHOLE).defer(*HEAVY)
        return list(topics.order_by("-created_at", "-pk")[:SHOWN])

    def item_title(self, item: Topic) -> str:
        return item.title

    def item_description(self, item: Topic) -> str:
        return escape(item.excerpt)

    def item_link(self, item: Topic) -> str:
        return f"/forums/t/{item.pk}/{item.slug}/"

    def item_author_name(self, item: Topic) -> str:
        return voice_of(item).name

    def item_pubdate(self, item: Topic) -> datetime:
        return item.created_at


class ListFeed(ForumsFeed):
    """A list of topics as everybody sees it (forums.lists), in its own order: the latest word first."""

    def get_object(self, request: HttpRequest, kind: str = "", word: str = "") -> Listing:
        return listing_for(NOBODY, request, kind, word)

    def title(self, obj: Listing) -> str:  # type: ignore[override]
        return f"{settings.SITE_NAME}: {words_of(obj).title}"

    def link(self, obj: Listing) -> str:  # type: ignore[override]
        return obj.address()

    def feed_guid(self, obj: Listing) -> str:
        return f"{settings.BASE_URL}{obj.address()}"

    def items(self, obj: Listing) -> Sequence[Topic]:  # type: ignore[override]
        return obj.page(NOBODY, None).rows

    def item_updateddate(self, item: Topic) -> datetime:
        return item.last_post_at


class NotesFeed(_Atom):
    """New practice notes."""

    link = "/notes/"

    def title(self) -> str:
        return f"{settings.SITE_NAME}: " + _("practice notes")

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
        return f"{settings.SITE_NAME}: " + _("new in the directory")

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
        return f"{settings.SITE_NAME}: " + _("needs and offers")

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
