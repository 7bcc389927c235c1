"""What a viewer may see of the forums: the filters beside the checks of `forums.policies`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from accounts.viewer import Viewer, audiences_of, is_moderator

if TYPE_CHECKING:
    from forums.models import Forum, Post, Topic  # noqa: F401


_VOICES = ("organisation", "last_organisation")


class ForumQuerySet(models.QuerySet["Forum"]):
    def visible_to(self, viewer: Viewer) -> ForumQuerySet:
        return self.filter(audience__in=audiences_of(viewer))


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, viewer: Viewer) -> TopicQuerySet:
        return self.reachable_by(viewer).filter(merged_into=None)

    def reachable_by(self, viewer: Viewer) -> TopicQuerySet:
        """With those that were merged into others: in no list, but their addresses lead on."""
        topics = self.filter(forum__audience__in=audiences_of(viewer))
        return topics if is_moderator(viewer) else topics.filter(hidden=False)

    def for_rows(self) -> TopicQuerySet:
        """With what a row of a list shows (forums.pieces.topic_rows)."""
        rows = self.select_related(
            "forum", "author", "organisation", "last_poster", "last_organisation", "question"
        ).defer(*(f"{name}__{heavy}" for name in _VOICES for heavy in ("description", "html")))
        return rows.prefetch_related("tags")  # type: ignore[misc]  # taggit brings no types


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, viewer: Viewer) -> PostQuerySet:
        """Posts whose text may be read; a gone post still has its number, but not here."""
        posts = self.filter(
            topic__forum__audience__in=audiences_of(viewer), removed_at=None, moved_to=None
        )
        return posts if is_moderator(viewer) else posts.filter(topic__hidden=False, hidden=False)
