"""What a person is called, was called before, and is called once the account is deleted."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.own_data.models import Erasure, FormerName


@dataclass(frozen=True)
class Rename:
    """What a person was called, now and earlier, and what the account is called now."""

    person_id: int
    handles: tuple[str, ...]
    names: tuple[str, ...]
    new_handle: str
    new_name: str
    shared: frozenset[str] = frozenset()
    """Those of the names, in small letters, that somebody else has, too: they are taken away only where it is
    known who is meant."""


def deleted_handle(pk: int) -> str:
    return f"deleted-{pk}"


def deleted_name() -> str:
    """In the language of the site: it stands in what is made once for everybody."""
    with override(settings.LANGUAGE_CODE):
        return _("Deleted account")


def note_former(before: User, name: str, handle: str) -> None:
    """When a person gets another name or handle. Once for each pair, however often they change."""
    if (before.name, before.handle) != (name, handle):
        FormerName.objects.get_or_create(person=before, name=before.name, handle=before.handle)


def all_names(person: User) -> dict[str, list[str]]:
    """{"handles", "names"}: the present one first, then the former ones. A former handle that somebody else has
    now is theirs."""
    former = list(FormerName.objects.filter(person=person.pk).order_by("-pk"))
    handles = dict.fromkeys([person.handle, *(row.handle for row in former)])
    taken = _of_others(person.pk, handles)
    return {
        "handles": [one for one in handles if one not in taken],
        "names": list(dict.fromkeys([person.name, *(row.name for row in former)])),
    }


def _of_others(pk: int, handles: Iterable[str]) -> set[str]:
    others = User.objects.exclude(pk=pk).filter(handle__in=list(handles))
    return set(others.values_list("handle", flat=True))


def rename_of(erasure: Erasure) -> Rename:
    """What must be taken out of the texts of others."""
    was: dict[str, Any] = erasure.was
    handles, names = was.get("handles", [was["handle"]]), was.get("names", [was["name"]])
    others = User.objects.exclude(pk=erasure.person_id)
    taken = _of_others(erasure.person_id, handles)
    same = others.annotate(small=Lower("name")).filter(small__in=[one.lower() for one in names])
    shared = {one.lower() for one in same.values_list("name", flat=True)}
    shared |= {one.lower() for one in others.filter(name__in=names).values_list("name", flat=True)}
    return Rename(
        person_id=erasure.person_id,
        handles=tuple(one for one in handles if one == was["handle"] or one not in taken),
        names=tuple(names),
        new_handle=deleted_handle(erasure.person_id),
        new_name=deleted_name(),
        shared=frozenset(shared),
    )
