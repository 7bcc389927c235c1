"""What an organisation's page shows of the forums."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.models import Membership, Organisation
from directory.ports import Panel, PanelRow
from forums.models import Post, Topic
from forums.paths import house_path, topic_path
from forums.thanks.reading import latest_thanks, thanks_panel

SHOWN = 5


def panels_of(viewer: Viewer, organisation: Organisation) -> Sequence[Panel]:
    """The topics that were started or answered in its name, then those that its people, as they are
    now, started in their own; the liveliest first; and the latest thanks. One statement."""
    said = Post.objects.visible_to(viewer).filter(organisation=organisation.pk)
    people = Membership.objects.filter(organisation=organisation.pk, left_at=None)
    # What its people wrote for another organisation is that one's.
    own = Topic.objects.filter(author__in=people.values("person"), organisation=None)
    topics = Topic.objects.visible_to(viewer).filter(
        pk__in=said.values("topic").union(own.values("pk"))
    )
    spoke = Exists(said.filter(topic=OuterRef("pk")))
    newest = (
        topics.select_related("author", "forum")
        .annotate(spoke=spoke, **latest_thanks(viewer, organisation))
        .order_by("-spoke", "-last_post_at", "-pk")
    )
    found = list(newest[:SHOWN])
    rows = tuple(
        PanelRow(
            topic.title, topic_path(topic.pk, topic.slug), _kind(topic),
            f"{_who(topic, organisation)}, {topic.forum.name}",
        )
        for topic in found
    )  # fmt: skip
    started = any(topic.organisation_id == organisation.pk for topic in found)
    all_of_them = house_path(organisation.slug) if started else ""
    thanks = [thanks_panel(organisation, found[0])] if found else []
    return [Panel(_("In the forums"), rows, url=all_of_them, place=2), *thanks]


def _who(topic: Any, organisation: Organisation) -> str:
    """Who of them takes part; a person only where they wrote in their own name."""
    if topic.organisation_id == organisation.pk:
        return _("started by them")
    if topic.spoke:
        return _("they answered")
    return str(topic.author.name)


def _kind(topic: Topic) -> str:
    if topic.kind != Topic.Kind.QUESTION:
        return "discussion"
    return "solved" if topic.accepted_id else "question"
