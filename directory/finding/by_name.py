"""An organisation that somebody names in a form: the one that is called so, or those that may be meant."""

from collections.abc import Sequence

from django.db.models import Q

from accounts.viewer import Viewer
from directory.models import Organisation
from directory.ports import organisation_search
from taxonomy.spelling import fold

FOUND = 10


def found_by_name(viewer: Viewer, q: str, *, but: int) -> Sequence[Organisation]:
    """The first that fit, the best first, without the one that asks."""
    if not q:
        return ()
    ids = [pk for pk in organisation_search(viewer, q) if pk != but][: FOUND * 2]
    rows = Organisation.objects.visible_to(viewer).filter(hidden=False).in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows][:FOUND]


def called(
    viewer: Viewer, name: str, *, but: int
) -> tuple[Organisation | None, Sequence[Organisation]]:
    """The one that has this very name (marks and capitals apart), or None and those that may be meant.
    A name that only one is like is asked about all the same: to be named is told to that one."""
    seen = Organisation.objects.visible_to(viewer).filter(hidden=False).exclude(pk=but)
    exact = list(seen.filter(Q(name=name) | Q(slug=name))[:2])
    similar = found_by_name(viewer, name, but=but)
    wanted = fold(name)
    exact = exact or [one for one in similar if wanted in (fold(one.name), fold(one.short_name))]
    return (exact[0] if len(exact) == 1 else None), (exact if len(exact) > 1 else similar)
