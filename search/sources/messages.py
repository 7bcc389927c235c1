"""What was said in rooms. Conversations between people have no entry: their words are theirs alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from accounts.viewer import Audience, Viewer
from directory.models import Card as Notice
from directory.voices import HEAVY, WHOLE, voice_of
from kernel.markdown import plain
from realtime.chat.models import Message
from realtime.chat.paths import message_path
from realtime.chat.querysets import PEOPLE
from search.documents import Card, Document, Place


class Messages:
    kind = "message"

    def ids(self, after: int, limit: int) -> Sequence[int]:
        found = _kept().filter(pk__gt=after).order_by("pk")
        return list(found.values_list("pk", flat=True)[:limit])

    def documents(self, ids: Sequence[int]) -> Iterator[Document]:
        rows = _kept().filter(pk__in=ids).order_by("pk").annotate(standing=standing_of("room__"))
        for pk, html, created, hidden, audience, house in rows.values_list(
            "pk", "html", "created_at", "hidden", "standing", "room__organisation"
        ).iterator():
            yield Document(
                kind=self.kind,
                object_id=pk,
                part=0,
                audience=Audience.MODERATORS if hidden else audience,
                language="pl",
                title="",
                text=plain(html),
                created_at=created,
                organisation=str(house) if house else "",
            )

    def documents_at(self, places: Sequence[Place]) -> Iterable[Document]:
        return self.documents([place.object_id for place in places])

    def cards(self, viewer: Viewer, places: Sequence[Place]) -> Mapping[Place, Card]:
        found = Message.objects.visible_to(viewer).exclude(room__audience=PEOPLE)
        rows = found.filter(pk__in=[place.object_id for place in places])
        return {
            Place(message.pk, 0): Card(
                _("%(who)s in “%(room)s”")
                % {"who": voice_of(message).name, "room": message.room.name},
                message_path(message.room.slug, message.seq),
                slug=message.room.slug,
            )
            for message in rows.select_related("room", *WHOLE).defer("body", "html", *HEAVY)
        }


def standing_of(prefix: str = "") -> Case:
    """Which audience reads a room now: its own, or that of what it is about; moderators where that is hidden."""
    topic = f"{prefix}topic"
    heir = f"{topic}__merged_into"
    away = (
        Q(**{f"{prefix}organisation__hidden": True})
        | Q(**{f"{topic}__hidden": True, heir: None})
        | Q(**{f"{heir}__hidden": True})
        | Q(**{f"{prefix}card__organisation__hidden": True})
        | Q(**{f"{prefix}card__hidden": True})
        | Q(
            **{
                f"{prefix}card__outcome": Notice.Outcome.GONE,
                f"{prefix}card__fulfilled_at__isnull": False,
            }
        )
    )
    return Case(
        When(away, then=Value(Audience.MODERATORS)),
        When(Q(**{f"{heir}__isnull": False}), then=F(f"{heir}__forum__audience")),
        When(Q(**{f"{topic}__isnull": False}), then=F(f"{topic}__forum__audience")),
        When(Q(**{f"{prefix}card__isnull": False}), then=Value(Audience.PUBLIC)),
        default=F(f"{prefix}audience"),
        output_field=CharField(),
    )


def _kept() -> QuerySet[Any]:
    return Message.objects.said().filter(removed_at=None).exclude(room__audience=PEOPLE)
