"""A text that was sent after its writer's session had ended becomes their draft once they log in again.

The session that shows the log-in page holds it meanwhile, for the person whose page it was written on:
somebody else who logs in at the same computer gets nothing of it.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from composing.actions.keep_draft import keep_draft
from composing.chosen import FIELDS
from composing.places import described, is_place
from kernel.addresses import address_of
from kernel.gate import NAME_LIMIT, POST_LIMIT, whole_number
from kernel.limits import spend
from kernel.refusals import Refusal, TooMany
from taxonomy.tags import LINE_LIMIT

HELD = "unsent"
"""The session's key for it."""
SECONDS = 60 * 60
"""Afterwards it is forgotten."""
DEVICE = "login"

Responder = Callable[[HttpRequest], HttpResponse]


def hold_text(get_response: Responder) -> Responder:
    """Middleware. Holds what an editor's form brought where the answer sends its writer to log in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method == "POST" and _sent_to_log_in(request, response):
            _hold(request)
        return response

    return middleware


def _sent_to_log_in(request: HttpRequest, response: HttpResponse) -> bool:
    there = response.headers.get("location", "")
    return (
        response.status_code == 302
        and there.startswith(resolve_url("account_login"))
        and not request.user.is_authenticated
    )


def _hold(request: HttpRequest) -> None:
    sent = request.POST
    body, title = sent.get("body", ""), sent.get("title", "")
    fits = 0 < len(body) <= POST_LIMIT and len(title) <= NAME_LIMIT
    if not (fits and is_place(sent.get("draft")) and sent.get("draft_of")):
        return
    with suppress(TooMany):  # whoever fills the table of sessions is left without this comfort
        spend("unsent", f"ip{address_of(request)}")
        request.session[HELD] = {
            "place": sent["draft"], "of": sent["draft_of"][:100], "body": body, "title": title,
            "seen": whole_number(sent.get("seen")), "until": time.time() + SECONDS,
            "more": {name: sent[name][:LINE_LIMIT] for name in FIELDS if name in sent},
        }  # fmt: skip
        messages.info(
            request, _("You were logged out. Log in again: your text is kept and will be a draft.")
        )


@receiver(user_logged_in)
def bring_back(sender: object, request: HttpRequest | None, user: User, **more: Any) -> None:
    """The held text becomes the draft of the one who wrote it, unless a newer one is there."""
    held = request.session.pop(HELD, None) if request is not None else None
    if request is None or not held or held["of"] != user.handle or held["until"] < time.time():
        return
    with suppress(Refusal):
        keep_draft(
            by=user, place=held["place"], body=held["body"], title=held["title"],
            device=DEVICE, version=0, seen=held.get("seen"),
            more=held.get("more") or None,
        )  # fmt: skip
        _tell(request, user, held)


def _tell(request: HttpRequest, user: User, held: Mapping[str, str]) -> None:
    place = described(user, [held["place"]]).get(held["place"])
    if place is not None:
        words = _("Your text is not sent yet; we kept it as a draft.")
        url = place.url if place.open else "/drafts/"
        link = format_html('{} <a href="{}">{}</a>', words, url, _("Go on writing"))
        messages.info(request, link, fail_silently=True)
