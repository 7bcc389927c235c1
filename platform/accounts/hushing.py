"""Who does not want to hear of whom.

*Mute*: no notification of what the other does, by whatever way, and their words are folded. *Block*: that,
and the other cannot write to the person, nor find them when naming somebody, nor see when they are there;
the same holds the other way round. Nobody is told. What rooms above show to everybody stays as it is.
"""

from collections.abc import Collection, Iterable

from django.db.models import Q

from accounts.models import Hush, User
from kernel.compiled import Compiled
from kernel.many import at_once, these_to_come


def deaf_to(actor_id: int, people: Collection[int]) -> set[int]:
    """Those of the people who have muted or blocked this one. One statement."""
    if not people:
        return set()
    return {person for (person,) in _deaf(actor_id, at_once(set(people)))}


_deaf = Compiled(
    lambda actor, people: Hush.objects.filter(
        other=actor, person__in=these_to_come(people)
    ).values_list("person_id"),
    parameters=2,
)


def apart_from(person_id: int, people: Collection[int]) -> set[int]:
    """Those of the people with whom there is a block, by either. One statement."""
    if not people:
        return set()
    either = Q(person=person_id, other__in=people) | Q(person__in=people, other=person_id)
    rows = Hush.objects.filter(either, kind=Hush.Kind.BLOCK).values_list("person_id", "other_id")
    return {one for row in rows for one in row} - {person_id}


def hush_between(person: User, other: User) -> str:
    """ "mute", "block" or "": what this person has chosen about the other."""
    row = Hush.objects.filter(person=person, other=other).values_list("kind", flat=True).first()
    return row or ""


def hushes_of(person: User) -> list[Hush]:
    rows = Hush.objects.filter(person=person).select_related("other")
    return list(rows.order_by("other__name", "pk"))


def written(person_id: int) -> tuple[str, str]:
    """What the columns of this person have to say: `hushed`, `unseen`."""
    mine = Hush.objects.filter(person=person_id).values_list("other__handle", flat=True)
    blocks = Hush.objects.filter(kind=Hush.Kind.BLOCK)
    apart = {
        *blocks.filter(person=person_id).values_list("other__handle", flat=True),
        *blocks.filter(other=person_id).values_list("person__handle", flat=True),
    }
    return " ".join(sorted(mine)), " ".join(sorted(apart))


def rewrite(person_ids: Iterable[int]) -> None:
    """The columns of these people, made anew of the rows."""
    for pk in sorted(set(person_ids)):
        hushed, unseen = written(pk)
        User.objects.filter(pk=pk).update(hushed=hushed, unseen=unseen)


def follow_handle(person_id: int) -> None:
    """This one may have another handle now."""
    either = Q(person=person_id) | Q(other=person_id)
    pairs = Hush.objects.filter(either).values_list("person_id", "other_id")
    rewrite({one for pair in pairs for one in pair} - {person_id})
