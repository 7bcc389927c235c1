"""A person's notifications, newest first; marking them; watching a topic or forum."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of
from forums.access import forum_for, topic_for
from kernel.gate import whole_number
from kernel.refusals import Invalid
from kernel.responses import see_other
from notifications.actions.tell import mark_seen
from notifications.actions.watch import unwatch, watch
from notifications.models import Notification
from notifications.reading import address_of, notifications_of


@dataclass(frozen=True)
class Line:
    """A notification, and its sentence in the reader's language."""

    row: Notification
    words: str

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


@login_required
@require_POST
def set_watch(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    """Follows a topic or a forum, or stops (`on` is "0")."""
    person = person_of(request)
    if kind == "topic":
        topic = topic_for(person, object_id)
        back = f"/forums/t/{topic.pk}/{topic.slug}/"
    elif kind == "forum":
        forum = forum_for(person, pk=object_id)
        back = f"/forums/{forum.slug}/"
    else:
        raise Invalid({"kind": [_("This cannot be followed.")]})
    if request.POST.get("on") == "0":
        unwatch(by=person, kind=kind, object_id=object_id)
        messages.success(request, _("You no longer follow this."))
    else:
        watch(by=person, kind=kind, object_id=object_id)
        messages.success(request, _("You will hear of what is new here."))
    return see_other(back)
