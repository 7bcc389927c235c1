"""What accounts ask of the rooms above them."""

from typing import Any

from accounts.models import User
from kernel.ports import Port


def _nothing(person: User) -> Any:
    return None


def _when_attacked() -> tuple[str, int]:
    return "attack", 30


defence: Port[[], tuple[str, int]] = Port(_when_attacked)
"""When who joins is asked for a proof of work ("attack", "always", "never"), and how many accounts an hour
are no attack."""


def _no_list(address: str) -> bool:
    return False


def _no() -> bool:
    return False


NOBODYS = 0


def _no_posts(address: str) -> int | None:
    return NOBODYS


said_by: Port[[str], int | None] = Port(_no_posts)
"""The id of the person in whose own name the post at this address was written. NOBODYS: it is no address of a post,
or an organisation said it; None: the post is no longer there."""
standing_of: Port[[User], Any] = Port(_nothing)
"""What a person may do here and what comes next, for their settings; None where nobody says so."""
is_disposable: Port[[str], bool] = Port(_no_list)
"""Whether a mail address is of a domain with which nobody joins."""
is_demonstration: Port[[], bool] = Port(_no)
"""Whether this is a site for showing, whose moderators' passwords everybody may read."""
