"""A moderator merges a twin into another record."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from directory.access import organisation_for
from directory.actions.merge import merge_organisations
from directory.forms.record import CommentForm, TwinForm
from directory.models import Organisation
from directory.record.merging import candidates, compared, with_point
from directory.record.twins import described
from kernel.gate import whole_number
from kernel.limits import spend
from kernel.refusals import Conflict, Invalid
from kernel.responses import see_other
from moderation.access import moderator_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, slug: str) -> HttpResponse:
    """First which record stays (`q`, then `into`), then both side by side."""
    moderator = moderator_of(request.user)
    gone = organisation_for(moderator, slug)
    into = (request.POST if request.method == "POST" else request.GET).get("into", "")
    if not into:
        return _search(request, moderator, gone)
    kept = organisation_for(moderator, into[:120])
    if kept == gone:
        return _search(request, moderator, gone)
    form = CommentForm(request.POST or None)
    status, chosen = 200, _chosen(request)
    if request.method == "POST":
        spend("edit", f"u{moderator.pk}")
        try:
            if form.is_valid():
                return _merge(request, moderator, gone, kept, form)
            status = 422
        except Invalid as error:
            form.add_error(None, error.message)
            status = 422
        except Conflict as error:
            form.add_error(None, error.message)
            status = 409
            gone, kept = (organisation_for(moderator, pk=one.pk) for one in (gone, kept))
    context = {
        "organisation": gone, "kept": kept, "form": form, "comparison": compared(gone, kept, chosen),
        "same_place": request.POST.get("place") if request.method == "POST" else "",
    }  # fmt: skip
    return render(request, "directory/merge.html", context, status=status)


def _chosen(request: HttpRequest) -> dict[str, str]:
    return {
        name.removeprefix("of-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("of-")
    }


def _merge(
    request: HttpRequest, moderator: User, gone: Organisation, kept: Organisation, form: CommentForm
) -> HttpResponse:
    versions = [whole_number(request.POST.get(name)) for name in ("gone_version", "kept_version")]
    if None in versions or request.POST.get("place") not in ("same", "further"):
        raise Invalid({"place": [_("This form is incomplete. Open the page again.")]})
    merged = merge_organisations(
        by=moderator, gone=gone, kept=kept, choices=with_point(_chosen(request)),
        versions=(versions[0] or 0, versions[1] or 0),
        same_place=request.POST["place"] == "same", comment=form.cleaned_data["comment"],
    )  # fmt: skip
    messages.success(request, _("The two are one record now. The old address leads here."))
    return see_other(merged.get_absolute_url())


def _search(request: HttpRequest, moderator: User, gone: Organisation) -> HttpResponse:
    form = TwinForm(request.GET if "q" in request.GET else None)
    q = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    found = candidates(moderator, gone, q) if q or not form.is_bound else []
    context = {"organisation": gone, "form": form, "found": described(found), "q": q}
    status = 422 if request.method == "POST" else 200
    return render(request, "directory/merge_search.html", context, status=status)
