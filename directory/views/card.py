"""The page of one need or offer; writing to its people; "not for us"."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of, viewer_of
from accounts.models import User
from accounts.viewer import check_writer, is_moderator
from directory.access import card_at, houses_of
from directory.actions.set_aside import set_aside
from directory.board.found import found_of
from directory.board.page import card_context
from directory.policies import is_writer
from directory.ports import conversation, talk, talk_opening
from directory.versions import directory_version
from kernel.limits import spend
from kernel.naming import site_name
from kernel.pages import HotPage, respond
from kernel.refusals import Refused
from kernel.responses import see_other


@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    shown = card_at(viewer, pk)
    houses = houses_of(viewer)
    role = "visitor"
    if isinstance(viewer, User):
        speaks = is_writer(viewer) and (shown.organisation_id in houses or is_moderator(viewer))
        role = "ours" if speaks else "person"
    found = found_of(viewer, shown)
    begins = talk_opening(viewer, shown) if role == "ours" and shown.first_day else ""

    def main() -> str:
        context = {
            **card_context(shown, houses), "role": role, "found": found, "begins": begins,
            "talk": talk(shown.pk) if shown.first_day else "",
        }  # fmt: skip
        return render_to_string("directory/card.html", context)

    page = HotPage(
        # It names other organisations and their cards: it is as old as the last change of any of them.
        key=(
            "card", pk, shown.version, directory_version(), timezone.localdate(), role,
            tuple(sorted(houses)), found, begins,
        ),
        title=f"{shown.title} · {site_name()}",
        description=shown.organisation.name,
        canonical=request.path,
        main=main,
    )  # fmt: skip
    return respond(request, page)


@login_required
@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """On to a conversation with the people of its organisation, about this card."""
    person = check_writer(person_of(request))
    about = card_at(person, pk)
    if about.organisation_id in houses_of(person):
        raise Refused(_("This is a card of your own organisation."))
    spend("contact", f"u{person.pk}")
    return see_other(conversation(person, about.organisation, about.title))


@login_required
@require_POST
def aside(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """These two do not fit, say people of the first; or they do after all (`undo`)."""
    person = person_of(request)
    ours, theirs = card_at(person, pk), card_at(person, other)
    spend("edit", f"u{person.pk}")
    undo = request.GET.get("undo") == "1"
    set_aside(by=person, card=ours, other=theirs, aside=not undo)
    words = _("It counts again.") if undo else _("Set aside. Only these two cards are concerned.")
    messages.success(request, words)
    at = theirs if request.POST.get("at") == str(theirs.pk) else ours
    return see_other(at.get_absolute_url())
