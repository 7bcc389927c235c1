"""Who is shown as the author of something: the person, or the organisation in whose name they wrote.

Everything that shows an author to everybody (pages, kept pieces, pushes, feeds, the API, what people
are told) asks here. Who held the pen is said by the rooms themselves to those who may know it
(`knows_writer`), and nowhere else.
"""

from dataclasses import dataclass
from typing import Protocol

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from directory.models import Organisation
from directory.speaking import belongs_to, speaks_as

WHOLE = ("author", "organisation")
"""What `select_related` wants for a voice."""
HEAVY = ("organisation__description", "organisation__html")
"""What a voice does not need of an organisation: for `defer`."""


@dataclass(frozen=True)
class Voice:
    """An author as everybody sees them."""

    name: str
    url: str
    """Empty where there is no page to lead to."""
    handle: str = ""
    """A person's; empty for an organisation."""
    slug: str = ""
    """An organisation's; empty for a person."""
    picture: str = ""
    """Safe SVG of the organisation's house."""
    note: str = ""
    """What stands beside the name."""

    @property
    def is_organisation(self) -> bool:
        return not self.handle


def voice(person: User | None, organisation: Organisation | None) -> Voice:
    """The organisation if there is one, however hidden: the person never stands in for it."""
    if organisation is None:
        if person is None:
            return Voice(_("Somebody"), "")
        return Voice(
            person.name, f"/people/{person.handle}/", handle=person.handle, note=person.organisation
        )
    if organisation.hidden:
        return Voice(_("An organisation that is not shown"), "")
    return Voice(
        organisation.name, organisation.get_absolute_url(), slug=organisation.slug,
        picture=organisation.picture, note=_("organisation"),
    )  # fmt: skip


class Spoken(Protocol):
    """What has an author, and perhaps an organisation in whose name it was written."""

    @property
    def author(self) -> User: ...
    @property
    def organisation(self) -> Organisation | None: ...


def voice_of(thing: Spoken) -> Voice:
    """Whom a topic, a post or a message shows. Wants WHOLE loaded with it."""
    return voice(thing.author, thing.organisation)


def own_words(person: User) -> Q:
    """What a person has said in their own name: a filter of posts, topics or messages."""
    return Q(author=person.pk, organisation=None)


def same_voice(a: tuple[int, int | None], b: tuple[int, int | None]) -> bool:
    """Whether two pairs (person, organisation) are shown as the same author."""
    return a[1] == b[1] if a[1] or b[1] else a[0] == b[0]


def holds(viewer: Viewer, author_id: int, organisation_id: int | None) -> bool:
    """Whether the words are the viewer's to change: one's own; an organisation's while one edits it."""
    if not isinstance(viewer, User):
        return False
    if organisation_id is None:
        return author_id == viewer.pk
    return speaks_as(viewer, organisation_id)


def knows_writer(viewer: Viewer, author_id: int, organisation_id: int | None) -> bool:
    """Whether the viewer learns who wrote something in an organisation's name: moderators do, its
    people as they are now, and the writer."""
    if organisation_id is None or not isinstance(viewer, User) or not viewer.is_active:
        return False
    if is_moderator(viewer) or author_id == viewer.pk:
        return True
    return belongs_to(viewer, organisation_id)
