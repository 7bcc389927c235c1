"""What an invitation may carry with it. Rooms above say what of theirs that is, at the start."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Invitation, User


@dataclass(frozen=True)
class Grant:
    """Of one kind of thing ("organisation")."""

    name_of: Callable[[int], str | None]
    """What it is called; None for nothing of that number."""
    address_of: Callable[[int], str]
    may: Callable[[User, int], bool]
    """Whether this person may bring others into it."""
    roles: Sequence[tuple[str, Any]]
    """What the invited can be there; none where there is nothing to choose."""
    give: Callable[[User, User, int, str], None]
    """give(by, to, number, role): judged again, since whoever invited may have left. Raises Refusal."""


_grants: dict[str, Grant] = {}


def register_grant(kind: str, grant: Grant) -> None:
    _grants[kind] = grant


def grant_of(kind: str) -> Grant | None:
    return _grants.get(kind)


def carried(invitation: Invitation) -> tuple[Grant, int] | None:
    """The grant and the number of the thing; None where the invitation is to the site alone."""
    grant = _grants.get(invitation.grant_kind)
    number = invitation.grant_id
    return (grant, number) if grant is not None and number is not None else None


def thing_name(invitation: Invitation) -> str:
    found = carried(invitation)
    return (found[0].name_of(found[1]) or "") if found else ""
