"""A person's page can be reported and hidden: what they say of themselves. Name and handle stay, since they
stand beside all that was written."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.actions.update_profile import hide_profile
from accounts.models import User
from accounts.viewer import Viewer
from kernel.markdown import excerpt, plain
from moderation.registry import Moderated, register

PERSON = "person"


def _get(viewer: Viewer, pk: int) -> User | None:
    return User.objects.filter(pk=pk, is_active=True).first()


def profile_title(name: str) -> str:
    return _("Profile of %(name)s") % {"name": name}


def _says(person: User) -> str:
    shown = person.open or person.profile_hidden
    return excerpt(plain(person.bio_html), limit=600) if shown else ""


def _at(words: Sequence[str]) -> int | None:
    """/people/<handle>/"""
    if len(words) != 2 or words[0] != "people":
        return None
    return User.objects.filter(handle=words[1].lower()).values_list("pk", flat=True).first()


def _in_charge(moderator: User, person: Any) -> bool:
    """Only an administrator decides about a moderator."""
    return moderator.is_staff or not person.is_moderator


def register_profiles() -> None:
    register(
        Moderated(
            kind=PERSON,
            get=_get,
            author_id=lambda person: person.pk,
            title=lambda person: profile_title(person.name),
            excerpt=_says,
            url=lambda person: f"/people/{person.handle}/",
            hide=hide_profile,
            in_charge=_in_charge,
            at=_at,
        )
    )
