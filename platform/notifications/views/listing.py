"""A person's notifications, newest first; marking them."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of
from kernel.gate import whole_number
from kernel.refusals import Invalid
from kernel.responses import see_other
from notifications.actions.tell import mark_seen
from notifications.models import Notification
from notifications.reading import address_of, leads_to, notifications_of


@dataclass(frozen=True)
class Line:
    """A notification, and its sentence in the reader's language."""

    row: Notification
    words: str

    @property
    def url(self) -> str:
        return leads_to(self.row)

    @property
    def day(self) -> date:
        return timezone.localtime(self.row.created_at).date()


@login_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    page, found = notifications_of(person, cursor=request.GET.get("cursor"))
    lines = [Line(row, words) for row, words in found]
    context = {
        "days": [(day, list(group)) for day, group in groupby(lines, key=lambda line: line.day)],
        "today": timezone.localdate(),
        "unseen": any(row.seen_at is None for row in page.rows),
        "previous": page.previous and f"?{urlencode({'cursor': page.previous})}",
        "next": page.next and f"?{urlencode({'cursor': page.next})}",
    }
    return render(request, "notifications/list.html", context)


def _one_of(request: HttpRequest, name: str) -> int | None:
    """The id under this name; None when nothing is given. Raises Invalid."""
    raw = request.POST.get(name)
    pk = whole_number(raw) if raw else None
    if raw and pk is None:
        raise Invalid({name: [_("There is no such notification.")]})
    return pk


@login_required
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """All of them; or the one under `stay`; or the one under `id`, and on to where it leads."""
    person = person_of(request)
    going, staying = _one_of(request, "id"), _one_of(request, "stay")
    ids = [pk for pk in (going, staying) if pk is not None] or None
    with transaction.atomic():
        mark_seen(person_id=person.pk, ids=ids)
    return see_other((address_of(person, going) if going else "") or "/notifications/")
