"""The grounds on which decisions stand: moderators read them, administrators edit them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.limits import spend_as
from accounts.models import User
from accounts.viewer import Viewer
from kernel.refusals import Invalid
from kernel.responses import see_other
from moderation.access import moderator_of
from moderation.actions.grounds import save_ground
from moderation.forms import GroundForm
from moderation.grounds import all_grounds, ground_for

LIST = "/moderation/grounds/"
FIELDS = (
    "slug", "name_pl", "name_en", "anchor", "provision_pl", "provision_en", "explanation_pl", "explanation_en",
    "active",
)  # fmt: skip


def _administrator(viewer: Viewer) -> User:
    moderator = moderator_of(viewer)
    if not moderator.is_staff:
        raise Http404
    return moderator


@require_safe
def grounds(request: HttpRequest) -> HttpResponse:
    moderator = moderator_of(request.user)
    context = {
        "rows": all_grounds(), "edits": moderator.is_staff,
        "crumbs": [(_("Moderation"), "/moderation/")],
    }  # fmt: skip
    return render(request, "moderation/grounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ground(request: HttpRequest, slug: str = "") -> HttpResponse:
    """One of them, or (without `slug`) a new one."""
    by = _administrator(request.user)
    row = ground_for(slug) if slug else None
    form = GroundForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in FIELDS} if row else None,
    )
    if row is not None:
        del form.fields["slug"]
    if request.method == "POST" and form.is_valid():
        spend_as(by, "edit")
        try:
            save_ground(by=by, ground=row, fields=form.cleaned_data)
        except Invalid as error:
            form.refuse(error)
        else:
            messages.success(request, _("Saved. Decisions made before keep their words."))
            return see_other(LIST)
    context = {
        "form": form, "ground": row,
        "crumbs": [(_("Moderation"), "/moderation/"), (_("Grounds of decisions"), LIST)],
    }  # fmt: skip
    return render(request, "moderation/ground.html", context, status=422 if form.errors else 200)
