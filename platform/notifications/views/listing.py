"""A person's notifications, newest first; marking them; watching a topic or forum."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import person_of
from forums.access import forum_for, topic_for
from kernel.gate import whole_number
from kernel.refusals import Invalid
from notifications.actions.tell import mark_seen
from notifications.actions.watch import unwatch, watch
from notifications.reading import address_of, notifications_of


@login_required
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    page, rows = notifications_of(person, cursor=request.GET.get("cursor"))
    return render(request, "notifications/list.html", {"rows": rows, "page": page})


@login_required
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """All of them, or the one whose `id` is given; then on to where it leads."""
    person = person_of(request)
    wanted = request.POST.get("id")
    pk = whole_number(wanted) if wanted else None
    if wanted and pk is None:
        raise Invalid({"id": [_("There is no such notification.")]})
    with transaction.atomic():
        mark_seen(person_id=person.pk, ids=None if pk is None else [pk])
    if pk is not None:
        url = address_of(person, pk)
        if url:
            return redirect(url)
    return redirect("notifications:list")


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
    return redirect(back)
