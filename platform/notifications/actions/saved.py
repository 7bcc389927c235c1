"""Saving a search, changing it, stopping it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from kernel.gate import BadText, required_text
from kernel.once import once
from kernel.refusals import Invalid
from notifications.models import SavedSearch
from notifications.saved.registry import kind_of, query_of
from notifications.saved.working import PERIODS, news_of, remember

NAME_LIMIT = 120
MOST = 20
"""Searches of one person."""


def save_search(
    *, by: User, kind: str, query: str, name: str, rhythm: str, key: str | None = None
) -> SavedSearch:
    """The saved search; the same list saved before is renamed and goes on. What is in the list now is
    not new. Raises Refused, Invalid (of, query, name, rhythm, and the filters' own), KeyReused."""
    check_writer(by)
    name, rhythm = _clean(name, rhythm)
    kept = kind_of(kind).read(by, query_of(query))
    if len(kept) > 2000:
        raise Invalid({"query": [_("These filters cannot be kept.")]})
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # the number of searches is counted under it
        pk, _made = once(
            person_id=by.pk, key=key, payload=["saved", kind, kept, name, rhythm],
            make=lambda: _save(by, kind, kept, name, rhythm),
        )  # fmt: skip
    return SavedSearch.objects.get(pk=pk)


def _save(by: User, kind: str, query: str, name: str, rhythm: str) -> int:
    now = timezone.now()
    search = SavedSearch.objects.filter(person=by, kind=kind, query=query).first()
    if search is None:
        if SavedSearch.objects.filter(person=by).count() >= MOST:
            raise Invalid(
                {
                    "name": [
                        _("You have %(most)s saved searches. Delete one first.") % {"most": MOST}
                    ]
                }
            )
        search = SavedSearch(person=by, kind=kind, query=query)
    elif search.active:
        _write(search, name, rhythm, due_at=now + PERIODS[SavedSearch.Rhythm(rhythm)])
        return search.pk
    search.name = name
    _begin(search, rhythm, now)
    return search.pk


def _begin(search: SavedSearch, rhythm: str, now: datetime) -> None:
    """From now on: what is there already counts as known."""
    search.rhythm, search.active, search.since = rhythm, True, now
    search.due_at = now + PERIODS[SavedSearch.Rhythm(rhythm)]
    search.save()
    remember(search, news_of(search))


def change_search(*, by: User, search: SavedSearch, name: str, rhythm: str) -> SavedSearch:
    """Another name, another rhythm. Raises Refused, Invalid."""
    check_writer(by)
    name, rhythm = _clean(name, rhythm)
    with transaction.atomic():
        held = SavedSearch.objects.select_for_update().get(pk=search.pk, person=by)
        more: dict[str, Any] = {}
        if held.rhythm != rhythm:
            more["due_at"] = held.since + PERIODS[SavedSearch.Rhythm(rhythm)]
        _write(held, name, rhythm, **more)
    return held


def _write(search: SavedSearch, name: str, rhythm: str, **more: Any) -> None:
    search.name, search.rhythm = name, rhythm
    for column, value in more.items():
        setattr(search, column, value)
    search.save(update_fields=["name", "rhythm", *more])


def stop_search(*, search: SavedSearch) -> None:
    """No more letters; the search stays to be taken up again. Whoever has the letter may do this."""
    with transaction.atomic():
        SavedSearch.objects.filter(pk=search.pk).update(active=False)
        search.told.all().delete()


def resume_search(*, by: User, search: SavedSearch) -> None:
    """From now on again. Raises Refused, Invalid where a filter is gone."""
    check_writer(by)
    with transaction.atomic():
        held = SavedSearch.objects.select_for_update().get(pk=search.pk, person=by)
        if not held.active:
            _begin(held, held.rhythm, timezone.now())


def delete_search(*, by: User, search: SavedSearch) -> None:
    with transaction.atomic():
        SavedSearch.objects.filter(pk=search.pk, person=by).delete()


def _clean(name: str, rhythm: str) -> tuple[str, str]:
    errors: dict[str, list[str]] = {}
    try:
        name = required_text(name, limit=NAME_LIMIT, lines=False, name=True)
    except BadText as error:
        errors["name"] = [str(error)]
    if rhythm not in SavedSearch.Rhythm.values:
        errors["rhythm"] = [_("Choose one from the list.")]
    if errors:
        raise Invalid(errors)
    return name, rhythm
