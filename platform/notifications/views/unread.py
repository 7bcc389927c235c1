"""The lists of topics that are a person's own: what they have not read, and where they have written."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of
from forums.access import topic_for
from forums.list_words import all_lists
from forums.models import Topic
from forums.newer import MOST
from forums.paths import post_path
from forums.pieces import topic_piece
from kernel.gate import BadText, clean_text, whole_number
from kernel.limits import spend
from kernel.refusals import Invalid
from kernel.responses import see_other
from notifications.unread import counted, own_page, read_all, read_one, unread_page

UNREAD, MINE = "/forums/unread/", "/forums/mine/"


@dataclass(frozen=True)
class Row:
    """A kept row of a list, and what is new in it to this person."""

    topic: Topic
    piece: SafeString
    """Without its end: what is personal comes within the same row."""
    new: str = ""
    path: str = ""


def _row(topic: Topic) -> Row:
    new, first = topic.new, topic.first_new  # type: ignore[attr-defined]  # annotated by unread_page
    return Row(topic, _open(topic), _new(new), post_path(topic.pk, topic.slug, first))


def _new(count: int) -> str:
    if count > MOST:
        return _("more than %(most)d new") % {"most": MOST}
    return ngettext("%(count)s new", "%(count)s new", count) % {"count": count}


def _open(topic: Topic) -> SafeString:
    return mark_safe(topic_piece(topic, with_forum=True).rstrip().removesuffix("</li>"))


def _forum(request: HttpRequest) -> str:
    try:
        return clean_text(request.GET.get("forum", ""), limit=60, lines=False)
    except BadText:
        return ""


def _address(base: str, **query: str | None) -> str:
    said = {name: value for name, value in query.items() if value}
    return base + (f"?{urlencode(said)}" if said else "")


@login_required
@require_safe
def unread(request: HttpRequest) -> HttpResponse:
    """`?forum=` a slug, `?cursor=` goes on from there."""
    person = person_of(request)
    forum = _forum(request)
    as_of = timezone.now()
    places = counted(person)
    page = unread_page(person, forum=forum, cursor=request.GET.get("cursor") or None)
    tabs = [
        {
            "label": _("All"),
            "href": UNREAD,
            "chosen": not forum,
            "count": sum(n for *_x, n in places),
        }
    ]
    tabs += [
        {"label": name, "href": _address(UNREAD, forum=slug), "chosen": slug == forum, "count": n}
        for slug, name, n in places
    ]  # fmt: skip
    context = {
        "rows": [_row(topic) for topic in page.rows],
        "kinds": tabs,
        "lists": all_lists(member=True, chosen="unread"),
        "as_of": str(int(as_of.timestamp() * 1_000_000)),
        "forum": forum,
        "previous": page.previous and _address(UNREAD, forum=forum, cursor=page.previous),
        "next": page.next and _address(UNREAD, forum=forum, cursor=page.next),
    }
    return render(request, "notifications/unread.html", context)


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    page = own_page(person, cursor=request.GET.get("cursor") or None)
    context = {
        "rows": [Row(topic, _open(topic)) for topic in page.rows],
        "kinds": all_lists(member=True, chosen="mine"),
        "previous": page.previous and _address(MINE, cursor=page.previous),
        "next": page.next and _address(MINE, cursor=page.next),
    }
    return render(request, "notifications/mine.html", context)


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """What a button of the list sends: `one` or `until` as "topic.time", or `all` as "time" (of the
    page, in microseconds): what has come since stays unread. `?forum=` narrows."""
    person = person_of(request)
    spend("edit", f"u{person.pk}")
    forum = _forum(request)
    name = next((word for word in ("one", "until", "all") if request.POST.get(word)), "")
    topic_id, as_of = _pressed(request.POST.get(name, "") if name else "", alone=name == "all")
    if name == "one":
        read_one(by=person, topic_id=topic_for(person, topic_id).pk, as_of=as_of)
        count = 1
    else:
        until = topic_for(person, topic_id) if name == "until" else None
        count = read_all(by=person, as_of=as_of, forum=forum, down_to=until)
    said = ngettext("%(count)d topic marked as read.", "%(count)d topics marked as read.", count)
    messages.success(request, said % {"count": count})
    return see_other(_address(UNREAD, forum=forum))


def _pressed(raw: str, *, alone: bool) -> tuple[int, datetime]:
    first, _dot, second = raw.partition(".")
    topic, time = ("0", first) if alone else (first, second)
    topic_id, microseconds = whole_number(topic), whole_number(time, most=9_999_999_999_999_999)
    if topic_id is None or microseconds is None:
        raise Invalid({"all": [_("Load the page again and press the button once more.")]})
    return topic_id, datetime.fromtimestamp(microseconds / 1_000_000, UTC)
