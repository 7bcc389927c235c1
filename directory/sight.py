"""How far a viewer sees into what an organisation does not show to everybody: its telephone and e-mail,
and the people whom one may ask.

A sight is a value of `Contact.Shown`: the narrowest circle that the viewer belongs to. It is part of
the key of every kept page that shows such a field.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, is_moderator
from directory.models import Contact, Membership, Organisation
from directory.policies import role_in

EVERYBODY, PEOPLE, EDITORS = (
    str(Contact.Shown.EVERYBODY), str(Contact.Shown.PEOPLE), str(Contact.Shown.EDITORS),
)  # fmt: skip
_CIRCLES = (EVERYBODY, PEOPLE, EDITORS)
"""Each lies within the one before it."""
GUARDED = ("phone", "email")
"""Fields of an organisation with a circle of their own in `shown_to`."""


def sight_of(viewer: Viewer, organisation: Organisation) -> str:
    """The viewer's sight of this organisation."""
    return sight_in(viewer, role_in(viewer, organisation))


def sight_in(viewer: Viewer, role: str) -> str:
    """The same where the viewer's present role in it is known already ("" for none).

    An account counts once its address is confirmed: anybody can type one.
    """
    if not isinstance(viewer, User) or not viewer.is_active or not viewer.verified:
        return EVERYBODY
    return EDITORS if is_moderator(viewer) or role == Membership.Role.EDITOR else PEOPLE


def shows(sight: str, circle: str) -> bool:
    """Whether a field that is for this circle shows to this sight. What is none of ours shows to the
    narrowest alone."""
    return sight == EDITORS or (
        circle in _CIRCLES and sight in _CIRCLES and _CIRCLES.index(sight) >= _CIRCLES.index(circle)
    )


def circle_of(organisation: Organisation, field: str) -> str:
    """For whom a guarded field is."""
    return str(organisation.shown_to.get(field) or EVERYBODY)


def seen(organisation: Organisation, field: str, sight: str) -> str:
    """A guarded field of the organisation, "" for those who may not see it."""
    return str(getattr(organisation, field)) if shows(sight, circle_of(organisation, field)) else ""


def judge_shown_to(raw: Any) -> dict[str, str]:
    """Circles by guarded field; those for everybody are left out. Raises ValueError."""
    if raw in (None, ""):
        return {}
    if not isinstance(raw, Mapping) or any(name not in GUARDED for name in raw):
        raise ValueError(_("Choose one from the list."))
    if any(circle not in _CIRCLES for circle in raw.values()):
        raise ValueError(_("Choose one from the list."))
    return {name: str(raw[name]) for name in GUARDED if raw.get(name, EVERYBODY) != EVERYBODY}


@dataclass(frozen=True)
class Way:
    """A way to reach somebody; `narrow` is the name of its circle, "" where everybody sees it."""

    value: str
    narrow: str


@dataclass(frozen=True)
class Asked:
    """Somebody whom one can ask, with as much as this sight shows."""

    role: str
    name: Way | None
    phone: Way | None
    email: Way | None
    for_access: bool


def way_of(value: str, circle: str, sight: str) -> Way | None:
    if not value or not shows(sight, circle):
        return None
    return Way(
        value, "" if circle == EVERYBODY else str(dict(Contact.Shown.choices).get(circle, circle))
    )


def ways_of(organisation: Organisation, sight: str) -> dict[str, Way | None]:
    """Telephone and e-mail of the organisation itself."""
    return {
        field: way_of(getattr(organisation, field), circle_of(organisation, field), sight)
        for field in GUARDED
    }


def asked_of(contacts: Iterable[Contact], sight: str) -> list[Asked]:
    """The contacts of which this sight shows anything, in their order."""
    found = [
        Asked(
            contact.role, way_of(contact.name, contact.name_shown, sight),
            way_of(contact.phone, contact.phone_shown, sight),
            way_of(contact.email, contact.email_shown, sight), contact.for_access,
        )
        for contact in contacts
    ]  # fmt: skip
    return [one for one in found if one.name or one.phone or one.email]


def more_for_people(organisation: Organisation, contacts: Sequence[Contact], sight: str) -> bool:
    """Whether logging in would show a visitor more."""
    if sight != EVERYBODY:
        return False
    before, after = asked_of(contacts, EVERYBODY), asked_of(contacts, PEOPLE)
    mine = any(
        way_of(getattr(organisation, field), circle_of(organisation, field), PEOPLE)
        and not seen(organisation, field, EVERYBODY)
        for field in GUARDED
    )
    return mine or [_bare(one) for one in before] != [_bare(one) for one in after]


def _bare(one: Asked) -> tuple[str | None, ...]:
    return tuple(way.value if way else None for way in (one.name, one.phone, one.email))
