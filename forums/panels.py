"""What an organisation's page shows of the forums."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.models import Membership, Organisation
from directory.ports import Panel, PanelRow
from forums.models import Post, Topic
from forums.paths import topic_path

SHOWN = 5


def panels_of(viewer: Viewer, organisation: Organisation) -> Sequence[Panel]:
    """Where it has spoken itself, and the newest topics that its people, as they are now, have started
    in their own names. Two statements."""
    return [
        Panel(_("What they say in the forums"), _as_it(viewer, organisation), place=2),
        Panel(_("Their people in the forums"), _of_people(viewer, organisation), place=3),
    ]


def _as_it(viewer: Viewer, organisation: Organisation) -> tuple[PanelRow, ...]:
    """Topics that were started or answered in its name, the last spoken in first."""
    said = Post.objects.visible_to(viewer).filter(organisation=organisation.pk)
    topics = Topic.objects.visible_to(viewer).filter(pk__in=said.values("topic"))
    newest = topics.select_related("forum").order_by("-last_post_at", "-pk")[:SHOWN]
    return tuple(
        PanelRow(
            topic.title, topic_path(topic.pk, topic.slug), _kind(topic),
            f"{_('started by them') if topic.organisation_id == organisation.pk else _('they answered')}"
            f", {topic.forum.name}",
        )
        for topic in newest
    )  # fmt: skip


def _of_people(viewer: Viewer, organisation: Organisation) -> tuple[PanelRow, ...]:
    people = Membership.objects.filter(organisation=organisation.pk, left_at=None)
    # What they wrote for an organisation, this or another, is that one's.
    topics = Topic.objects.visible_to(viewer).filter(
        author__in=people.values("person"), organisation=None
    )
    newest = topics.select_related("author", "forum").order_by("-created_at", "-pk")[:SHOWN]
    return tuple(
        PanelRow(
            topic.title,
            topic_path(topic.pk, topic.slug),
            _kind(topic),
            f"{topic.author.name}, {topic.forum.name}",
        )
        for topic in newest
    )


def _kind(topic: Topic) -> str:
    if topic.kind != Topic.Kind.QUESTION:
        return "discussion"
    return "solved" if topic.accepted_id else "question"
