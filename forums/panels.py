"""What an organisation's page shows of the forums."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.models import Membership, Organisation
from directory.ports import Panel, PanelRow
from forums.models import Topic
from forums.paths import topic_path

SHOWN = 5


def panels_of(viewer: Viewer, organisation: Organisation) -> Sequence[Panel]:
    """The newest topics that its people, as they are now, have started. One statement."""
    people = Membership.objects.filter(organisation=organisation.pk, left_at=None)
    topics = Topic.objects.visible_to(viewer).filter(author__in=people.values("person"))
    newest = topics.select_related("author", "forum").order_by("-created_at", "-pk")[:SHOWN]
    rows = tuple(
        PanelRow(
            topic.title,
            topic_path(topic.pk, topic.slug),
            _kind(topic),
            f"{topic.author.name}, {topic.forum.name}",
        )
        for topic in newest
    )
    return [Panel(_("Their people in the forums"), rows, place=2)]


def _kind(topic: Topic) -> str:
    if topic.kind != Topic.Kind.QUESTION:
        return "discussion"
    return "solved" if topic.accepted_id else "question"
