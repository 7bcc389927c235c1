"""The sitemap: what everybody may read, in files of 5,000 addresses."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from directory.models import Organisation
from forums.access import public_lists
from forums.models import Topic
from notes.models import PracticeNote

NOBODY = AnonymousUser()


class _Section(Sitemap):  # type: ignore[type-arg]
    limit = 5_000


class Topics(_Section):
    def items(self) -> QuerySet[Topic]:
        return Topic.objects.visible_to(NOBODY).order_by("pk").only("pk", "slug", "last_post_at")

    def location(self, item: Topic) -> str:
        return f"/forums/t/{item.pk}/{item.slug}/"

    def lastmod(self, item: Topic) -> datetime:
        return item.last_post_at


class Notes(_Section):
    def items(self) -> QuerySet[PracticeNote]:
        return PracticeNote.objects.published().order_by("pk").only("pk", "slug", "updated_at")

    def location(self, item: PracticeNote) -> str:
        return f"/notes/{item.slug}/"

    def lastmod(self, item: PracticeNote) -> datetime:
        return item.updated_at


class Organisations(_Section):
    def items(self) -> QuerySet[Organisation]:
        return (
            Organisation.objects.visible_to(NOBODY).order_by("pk").only("pk", "slug", "updated_at")
        )

    def location(self, item: Organisation) -> str:
        return f"/directory/{item.slug}/"

    def lastmod(self, item: Organisation) -> datetime:
        return item.updated_at


class Lists(_Section):
    """The lists of topics that hold something which everybody may read."""

    def items(self) -> list[str]:
        return public_lists()

    def location(self, item: str) -> str:
        return item


class Pages(_Section):
    def items(self) -> list[str]:
        return [
            "/",
            "/directory/",
            "/directory/needs/",
            "/forums/",
            "/forums/latest/",
            "/forums/unanswered/",
            "/forums/solved/",
            "/notes/",
            "/notes/collections/",
            "/chat/",
            "/about/",
            "/about/accessibility/",
            "/about/transparency/",
            "/about/retention/",
        ]

    def location(self, item: str) -> str:
        return item


SITEMAPS: dict[str, Any] = {
    "pages": Pages, "lists": Lists, "topics": Topics, "notes": Notes, "directory": Organisations,
}  # fmt: skip
