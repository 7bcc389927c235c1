"""Counting what a person does against the limit of their level, and of the address they write from.

The numbers stand in kernel.limits.
"""

from accounts.models import User
from kernel.addresses import present_address
from kernel.limits import spend, spend_address


def spend_as(person: User, action: str, *, amount: int = 1) -> None:
    """One more `action` of this person. Raises TooMany, which says from when on they can go on.

    An address is counted for newcomers alone: in a library many people share one, and those who are
    known there must not pay for a stranger beside them."""
    spend(action, f"u{person.pk}", amount=amount, rank=person.standing)
    if person.is_newcomer and (address := present_address()):
        spend_address(action, address)
