"""Conversations as a list that can be followed: of all forums, of one, of one of its tabs, or of a
search narrowed to them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from forums.lists import LATEST, SOLVED, UNANSWERED
from forums.models import Forum, Topic
from forums.paths import forum_path, list_path, region_path, tag_path, topic_path
from forums.querysets import ForumQuerySet, TopicQuerySet
from kernel.refusals import Invalid
from notifications.ports import topic_search
from notifications.saved.registry import FRESH_LIMIT, Fresh, Item, written
from taxonomy.models import Region, Tag
from taxonomy.regions import units_by_code
from taxonomy.tags import current_slug

PARAMETERS = ("forum", "show", "q", "tag", "region", "lang")
TABS = (UNANSWERED, SOLVED)
LANGUAGES = ("pl", "en", "uk")


class Topics:
    code = "topics"

    def label(self) -> str:
        return _("Conversations")

    def read(self, viewer: Viewer, query: QueryDict) -> str:
        asked = _asked(query)
        wrong: dict[str, list[str]] = {}
        if asked["forum"] and not _forums(viewer).filter(slug=asked["forum"]).exists():
            wrong["forum"] = [_("This forum is no longer here.")]
        if asked["tag"] and not Tag.objects.filter(slug=asked["tag"]).exists():
            wrong["tag"] = [
                _("Nobody uses the tag “%(tag)s” any more.") % {"tag": asked["tag"][:60]}
            ]
        if asked["region"] and asked["region"] not in units_by_code([asked["region"]]):
            wrong["region"] = [_("We do not know “%(code)s”.") % {"code": asked["region"][:60]}]
        if asked["show"] not in ("", *TABS) or asked["lang"] not in ("", *LANGUAGES):
            wrong["show"] = [_("These filters cannot be kept.")]
        if wrong:
            raise Invalid(wrong)
        return written([(name, asked[name]) for name in PARAMETERS])

    def words(self, viewer: Viewer, query: QueryDict) -> str:
        asked = _asked(query)
        unit = units_by_code([asked["region"]]).get(asked["region"])
        forum = _forums(viewer).filter(slug=asked["forum"]).values_list("name", flat=True).first()
        tag = Tag.objects.filter(slug=asked["tag"]).values_list("name", flat=True).first()
        tabs = {"unanswered": _("Waiting for an answer"), "solved": _("Solved")}
        tongues = {"pl": _("Polish"), "en": _("English"), "uk": _("Ukrainian")}
        parts = (
            f"„{asked['q']}”" if asked["q"] else "", forum, tabs.get(asked["show"]), tag,
            unit.title if unit else "", tongues.get(asked["lang"]),
        )  # fmt: skip
        return ", ".join(part for part in parts if part)

    def address(self, query: str) -> str:
        asked = _asked(QueryDict(query))
        if asked["q"] or asked["lang"] or (asked["forum"] and asked["region"]):
            pairs = [(name, asked[name]) for name in ("q", "tag", "region", "lang")]
            return f"/search/?{written([('kind', 'topic'), *pairs])}"
        show = asked["show"]
        place = forum_path(asked["forum"]) if asked["forum"] else ""
        place = region_path(asked["region"]) if asked["region"] else place
        if place:
            more = written([("show", show), ("tag", asked["tag"])])
        else:
            more = written([("show", show)]) if asked["tag"] else ""
            place = tag_path(asked["tag"]) if asked["tag"] else list_path(show or LATEST)
        return place + (f"?{more}" if more else "")

    def fresh(self, viewer: Viewer, query: QueryDict, since: datetime) -> Sequence[Fresh]:
        """New topics, without one's own; of the solved ones, those that have been solved since."""
        asked = _asked(query)
        column = "accepted_at" if asked["show"] == "solved" else "created_at"
        topics = _matching(viewer, asked).filter(**{f"{column}__gte": since})
        if viewer.pk:
            topics = topics.exclude(author=viewer.pk)
        rows = topics.order_by(f"-{column}", "-pk").values_list("pk", column)
        return [Fresh(*row) for row in rows[:FRESH_LIMIT]]

    def items(self, viewer: Viewer, pks: Sequence[int]) -> Sequence[Item]:
        rows = Topic.objects.visible_to(viewer).select_related("forum").in_bulk(pks)
        return [
            Item(topic.title, topic.forum.name, topic_path(topic.pk, topic.slug))
            for topic in (rows[pk] for pk in pks if pk in rows)
        ]


def _asked(query: QueryDict) -> Mapping[str, str]:
    asked = {name: query.get(name, "").strip() for name in PARAMETERS}
    asked["q"] = " ".join(asked["q"].split())
    asked["tag"] = current_slug(asked["tag"]) if asked["tag"] else ""
    if asked["show"] == "latest":
        asked["show"] = ""
    return asked


def _forums(viewer: Viewer) -> ForumQuerySet:
    return Forum.objects.visible_to(viewer)


def _matching(viewer: Viewer, asked: Mapping[str, str]) -> TopicQuerySet:
    topics = Topic.objects.visible_to(viewer).filter(hidden=False)
    if asked["forum"]:
        topics = topics.filter(forum__slug=asked["forum"])
    if asked["show"] == "unanswered":
        topics = topics.filter(kind=Topic.Kind.QUESTION, reply_count=0)
    if asked["show"] == "solved":
        topics = topics.filter(accepted__isnull=False)
    if asked["tag"]:
        topics = topics.filter(tagged__tag__slug=asked["tag"])
    if asked["lang"]:
        topics = topics.filter(lang=asked["lang"])
    if asked["region"]:
        code = asked["region"]
        inside = Region.objects.filter(
            Q(code=code) | Q(parent__code=code) | Q(parent__parent__code=code)
        )
        topics = topics.filter(region__in=inside.values("pk"))
    return topics.filter(pk__in=topic_search(viewer, asked["q"])) if asked["q"] else topics
