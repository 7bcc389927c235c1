"""Who sees what of a person's page. Name, handle and public writings are everybody's; for each of the rest the
person says who sees it, and nothing of it is seen until they have opened it (`User.open`)."""

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.viewer import Viewer


class SeenBy(models.TextChoices):
    EVERYBODY = "everybody", _("everybody")
    MEMBERS = "members", _("people with an account")
    NOBODY = "nobody", _("nobody")


FIELDS: dict[str, SeenBy] = {
    "bio": SeenBy.EVERYBODY,
    "organisation": SeenBy.EVERYBODY,
    "belongs": SeenBy.EVERYBODY,
    "region": SeenBy.EVERYBODY,
    "interests": SeenBy.EVERYBODY,
    "contact": SeenBy.MEMBERS,
}
"""With what holds as long as the person has said nothing else. "belongs": organisations, and what they do
there; "interests": the tags that they follow."""


def levels_of(person: User) -> dict[str, SeenBy]:
    said = dict(part.partition("=")[::2] for part in person.seen_by.split())
    return {
        name: SeenBy(said[name]) if said.get(name) in SeenBy.values else usual
        for name, usual in FIELDS.items()
    }


def packed(levels: Mapping[str, str]) -> str:
    """For the column: only what differs from the usual."""
    return " ".join(
        f"{name}={levels[name]}" for name, usual in FIELDS.items() if levels[name] != usual
    )


def shown_to(viewer: Viewer, person: User) -> frozenset[str]:
    """The fields of this person that the viewer sees. No statement."""
    if viewer.pk == person.pk:
        return frozenset(FIELDS)
    if not person.open or not person.is_active:
        return frozenset()
    wide = {SeenBy.EVERYBODY}
    if isinstance(viewer, User) and viewer.is_active and viewer.verified:
        wide.add(SeenBy.MEMBERS)
    return frozenset(name for name, level in levels_of(person).items() if level in wide)
