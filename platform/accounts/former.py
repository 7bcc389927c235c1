"""Handles that people had before. What was written under one, or names it, goes on meaning that person: so nobody else
takes it, and its page leads to theirs. Kept as digests, since no page needs to show them."""

from hashlib import sha256

from accounts.models import FormerHandle, User


def digest_of(handle: str) -> str:
    return sha256(handle.lower().encode()).hexdigest()


def is_taken(handle: str, *, by: User | None = None) -> bool:
    """Whether somebody else had this handle. One may have one's own again."""
    rows = FormerHandle.objects.filter(digest=digest_of(handle))
    return (rows.exclude(person=by) if by is not None else rows).exists()


def present_handle(handle: str) -> str | None:
    """The handle that whoever had this one has now; None where nobody had it, or the account is deleted."""
    found = FormerHandle.objects.filter(digest=digest_of(handle), person__is_active=True)
    return found.values_list("person__handle", flat=True).first()


def leave(person: User, handle: str) -> None:
    """The person has another handle from now on: within the transaction that gives it to them."""
    FormerHandle.objects.update_or_create(digest=digest_of(handle), defaults={"person": person})


def take_back(person: User) -> None:
    """The handle that they have now may be one of their former ones."""
    FormerHandle.objects.filter(digest=digest_of(person.handle), person=person).delete()


def leave_for_good(person: User) -> None:
    """The account is about to be deleted. The handle is nobody's afterwards, and still no stranger's: what links
    to it from elsewhere must not lead to one."""
    leave(person, person.handle)
