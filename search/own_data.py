"""What is left of a person here when their account is deleted: nothing points at them, but a name that was looked for
and not found would stand among the misses."""

from django.db.models import Q

from accounts.models import User
from accounts.own_data.holdings import besides
from accounts.own_data.names import all_names
from search.models import Miss, MissWeek


def forget(person: User) -> None:
    """One word alone may be anybody's, and says of nobody who they are."""
    called = Q(pk__in=[])
    names = all_names(person)
    for name in names["names"]:
        if " " in name:
            called |= Q(text__contains=" ".join(name.lower().split()))
    called |= Q(text__in=[one for one in names["handles"] if set("._-") & set(one)])
    Miss.objects.filter(called).delete()
    MissWeek.objects.filter(called).delete()


besides.append(forget)
