"""Doors to what a person keeps."""

from django.utils.translation import gettext as _

from accounts.models import User
from kernel.paging import Slice, keyset
from kernel.refusals import Invalid
from moderation.access import thing_for
from notifications.kept.models import KeptThing
from notifications.targets import still_visible

KINDS = ("topic", "post", "note", "organisation")
"""What can be kept."""
ROWS = 30


def kept_of(person: User, *, cursor: str | None) -> tuple[Slice[KeptThing], set[int]]:
    """A page of what the person keeps, the latest first, and the ids of those rows whose thing they may
    still see."""
    page = keyset(
        KeptThing.objects.filter(person=person), order=("-id",), cursor=cursor, limit=ROWS
    )
    return page, still_visible(person, page.rows)


def kept_thing(person: User, kind: str, object_id: int) -> KeptThing | None:
    return KeptThing.objects.filter(person=person, target_kind=kind, target_id=object_id).first()


def named(person: User, kind: str, object_id: int) -> tuple[str, str]:
    """Title and address of a thing that the person may see. Raises Invalid for what cannot be kept;
    hidden and missing are 404 alike."""
    if kind not in KINDS:
        raise Invalid({"kind": [_("This cannot be kept.")]})
    moderated, thing = thing_for(person, kind, object_id)
    return moderated.title(thing), moderated.url(thing)
