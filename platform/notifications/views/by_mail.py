"""What the links of letters do. Opening one changes nothing, since mail programs and scanners open
links in advance; sending its form does, at once and without a log-in (RFC 8058)."""

from collections.abc import Callable

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.access import person_by_id
from accounts.models import User
from forums.access import place_for, topic_now_for
from forums.models import Topic
from forums.seats import read_up_to
from notifications.actions.prefer import stop_all_mail, stop_digest, stop_mail
from notifications.actions.watch import set_level
from notifications.levels import TOPIC
from notifications.mail.links import ALL, DIGEST, FOLLOW, MUTE, READ, STOP, Deed, deed_of
from notifications.models import Level


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def by_mail(request: HttpRequest, token: str) -> HttpResponse:
    deed = deed_of(token)
    if deed is None:
        raise Http404
    person = person_by_id(deed.person)
    topic = topic_now_for(person, deed.topic) if deed.topic else None
    done = request.method == "POST"
    if done:
        with transaction.atomic():
            _do(deed, person, topic)
    asks, says, button = _WORDS[deed.verb]()
    context = {"asks": asks, "says": says, "button": button, "done": done, "topic": topic}
    response = render(request, "notifications/by_mail.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _do(deed: Deed, person: User, topic: Topic | None) -> None:
    if deed.verb == STOP:
        stop_mail(person_id=person.pk, groups=deed.groups)
    elif deed.verb == DIGEST:
        stop_digest(person_id=person.pk)
    elif deed.verb == ALL:
        stop_all_mail(person_id=person.pk)
    elif topic is None:
        raise Http404
    elif deed.verb == READ:
        if number := _number_in(topic, deed, person):
            read_up_to(person_id=person.pk, topic_id=topic.pk, number=number)
    else:
        level = Level.MUTED if deed.verb == MUTE else Level.WATCHING
        set_level(by=person, kind=TOPIC, object_id=topic.pk, level=level)


def _number_in(topic: Topic, deed: Deed, person: User) -> int:
    """How far the letter told of the topic; where that was merged into this one, by its number here. 0:
    what it told of stands somewhere else."""
    if topic.pk == deed.topic:
        return min(deed.number, topic.last_number)
    place = place_for(person, deed.topic, deed.number)
    return place[2] if place and place[0] == topic.pk else 0


_WORDS: dict[str, Callable[[], tuple[str, str, str]]] = {
    STOP: lambda: (
        _("No more mail of this kind?"), _("We mail you no more about this. In the page it goes on."),
        _("Send me no more of them"),
    ),
    DIGEST: lambda: (
        _("No more digests?"), _("You will get no more digests."), _("Send me no more digests"),
    ),
    ALL: lambda: (
        _("No more mail about what is new?"), _("We mail you nothing more about what is new."),
        _("Send me none of it"),
    ),
    READ: lambda: (_("Have you read this?"), _("Marked as read."), _("Mark as read")),
    MUTE: lambda: (
        _("Hear nothing more of this topic?"), _("You will hear nothing of this any more."),
        _("Mute this topic"),
    ),
    FOLLOW: lambda: (
        _("Follow this topic?"), _("You will hear of what is new here."), _("Follow this topic"),
    ),
}  # fmt: skip
"""For each verb: the question, what is said once it is done, and the button."""
