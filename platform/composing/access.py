"""The doors to files and drafts. What is another's answers like what is missing."""

from collections.abc import Collection

from django.http import Http404

from accounts.models import User
from accounts.viewer import Viewer
from composing.holders import holders
from composing.models import Attachment, Draft
from kernel.compiled import CompiledObjects


def file_for(viewer: Viewer, pk: int) -> Attachment:
    """A file that stands in words which the viewer may read; one that no text holds yet is its sender's."""
    row = Attachment.objects.filter(pk=pk).first()
    if row is None or not _may_have(viewer, row):
        raise Http404
    return row


def _may_have(viewer: Viewer, row: Attachment) -> bool:
    if row.holder_id is None:
        return viewer.pk is not None and row.sender_id == viewer.pk
    may_have = holders.get(row.holder_kind)
    return may_have is not None and may_have(viewer, row.holder_id, row.pk)


def draft_at(person: User, place: str) -> Draft | None:
    """One's own draft at this place, if there is one."""
    return _draft.one(person.pk, place)


_draft = CompiledObjects[Draft](
    lambda person, place: Draft.objects.filter(person_id=person, place=place),
    parameters=2,
    text=frozenset({1}),
)


def drafts_at(person: User, places: Collection[str]) -> dict[str, Draft]:
    """The same at several places, by place. One statement."""
    return {row.place: row for row in Draft.objects.filter(person=person, place__in=places)}


def drafts_of(person: User) -> list[Draft]:
    """One's own drafts, the latest first; there are never many (actions.keep_draft)."""
    return list(Draft.objects.filter(person=person).order_by("-saved_at", "-pk"))
