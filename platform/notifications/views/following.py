"""What a person follows and has muted, each with a way to change it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.access import person_of
from notifications.following import KINDS, SHOWS, counts, followed, named, searches_of
from notifications.levels import FORUM, TAG, TOPIC

HERE = "/notifications/following/"


@login_required
@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """`?of=` topic (unless another is named), forum, tag; `?show=` following (else) or muted; `?cursor=`."""
    person = person_of(request)
    kind, show = request.GET.get("of", TOPIC), request.GET.get("show", "following")
    kind = kind if kind in KINDS else TOPIC
    show = show if show in SHOWS else "following"
    found = followed(person, kind, show, request.GET.get("cursor") or None)
    many = counts(person)
    words = {TOPIC: _("Topics"), FORUM: _("Forums"), TAG: _("Tags")}
    context = {
        "of": kind,
        "show": show,
        "rows": named(person, found.rows),
        "kinds": [
            _tab(label, _address(one, show), one == kind, many.get((one, show != "muted"), 0))
            for one, label in words.items()
        ],
        "shows": [
            _tab(label, _address(kind, one), one == show, many.get((kind, one != "muted"), 0))
            for one, label in (("following", _("You follow")), ("muted", _("You have muted")))
        ],
        "levels": _levels(),
        "searches": searches_of(person),
        "previous": found.previous and _address(kind, show, found.previous),
        "next": found.next and _address(kind, show, found.next),
    }
    return render(request, "notifications/following.html", context)


def _levels() -> list[tuple[str, str]]:
    return [
        ("watching", pgettext("level", "Everything")),
        ("tracking", pgettext("level", "Only the count")),
        ("normal", pgettext("level", "What concerns me")),
        ("muted", pgettext("level", "Nothing")),
    ]


def _tab(label: str, href: str, chosen: bool, count: int) -> dict[str, object]:
    return {"label": label, "href": href, "chosen": chosen, "count": count}


def _address(kind: str, show: str, cursor: str | None = None) -> str:
    said = {
        "of": kind if kind != TOPIC else None,
        "show": show if show != "following" else None,
        "cursor": cursor,
    }
    query = urlencode({name: value for name, value in said.items() if value})
    return HERE + (f"?{query}" if query else "")
