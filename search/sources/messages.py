"""What was said in rooms. Conversations between people have no entry: their words are theirs alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.viewer import Audience, Viewer
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
        rows = _kept().filter(pk__in=ids).order_by("pk")
        for pk, html, created, hidden, audience, house, house_hidden in rows.values_list(
            "pk", "html", "created_at", "hidden", "room__audience", "room__organisation",
            "room__organisation__hidden",
        ).iterator():  # fmt: skip
            yield Document(
                kind=self.kind,
                object_id=pk,
                part=0,
                audience=Audience.MODERATORS if hidden or house_hidden else audience,
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


def _kept() -> QuerySet[Any]:
    return Message.objects.said().filter(removed_at=None).exclude(room__audience=PEOPLE)
