"""How much a person wants to hear of a topic, a forum or a tag."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import person_of
from accounts.models import User
from forums.access import forum_for, tags_in_use, topic_for
from forums.paths import forum_path, tag_path, topic_path
from kernel.limits import spend
from kernel.refusals import Invalid
from kernel.responses import came_from, see_other
from notifications.actions.watch import set_level
from notifications.following import has_said
from notifications.levels import FORUM, TAG, TOPIC, WORDS
from notifications.models import Level

FOLLOWING = "/notifications/following/"


def _page_of(person: User, kind: str, object_id: int, level: Level) -> str:
    """Where the thing is shown, or 404. What somebody may no longer see they may still stop following.
    Raises Invalid."""
    try:
        return _page_seen(person, kind, object_id)
    except Http404:
        if level > Level.NORMAL or not has_said(person, kind, object_id):
            raise
        return FOLLOWING


def _page_seen(person: User, kind: str, object_id: int) -> str:
    if kind == TOPIC:
        topic = topic_for(person, object_id)
        return topic_path(topic.pk, topic.slug)
    if kind == FORUM:
        return forum_path(forum_for(person, pk=object_id).slug)
    if kind == TAG:
        tags = tags_in_use(person, [object_id])
        if not tags:
            raise Http404
        return tag_path(tags[0].slug)
    raise Invalid({"kind": [_("This cannot be followed.")]})


def _wanted(request: HttpRequest) -> Level:
    """`level` as a word; a plain press follows, and with `on=0` follows no more. Raises Invalid."""
    word = request.POST.get("level") or ("normal" if request.POST.get("on") == "0" else "watching")
    if word not in WORDS:
        raise Invalid({"level": [_("Choose one from the list.")]})
    return WORDS[word]


def said_of(level: Level) -> str:
    """What follows from a level, as the page says it when it was chosen."""
    return {
        Level.WATCHING: _("You will hear of what is new here."),
        Level.TRACKING: _("What is new here is counted among the unread, without a message."),
        Level.NORMAL: _("You will hear only of what concerns you."),
        Level.MUTED: _("You will hear nothing of this any more."),
    }[level]


@login_required
@require_POST
def set_watch(request: HttpRequest, kind: str, object_id: int) -> HttpResponse:
    person = person_of(request)
    level = _wanted(request)
    back = _page_of(person, kind, object_id, level)
    spend("edit", f"u{person.pk}")
    set_level(by=person, kind=kind, object_id=object_id, level=level)
    messages.success(request, said_of(level))
    return see_other(came_from(request, back))
