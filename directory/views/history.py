"""The history of a record, and bringing an older state back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import person_of, viewer_of
from accounts.models import User
from accounts.viewer import is_moderator
from directory.access import editable_organisation, organisation_for
from directory.actions.review import set_review, undo_change, withdraw_change
from directory.forms.record import CommentForm
from directory.models import Change, Organisation
from directory.policies import may_edit
from directory.record.changes import change_for, history_of, lines_of
from directory.record.values import reversible, snapshot
from directory.record.words import Wording
from directory.views.listing import cursor_of
from kernel.limits import spend
from kernel.refusals import Invalid
from kernel.responses import see_other


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Who changed what, newest first; for editors and moderators with what waits and what is private."""
    viewer = viewer_of(request)
    organisation = organisation_for(viewer, slug)
    page, entries = history_of(viewer, organisation, cursor=cursor_of(request))
    inside = may_edit(viewer, organisation)
    context = {
        "organisation": organisation,
        "entries": entries,
        "inside": inside,
        "moderator": is_moderator(viewer),
        "person": viewer,
        "last": page.next is None,
        "next": f"?cursor={page.next}" if page.next else "",
        "previous": f"?cursor={page.previous}" if page.previous else "",
    }
    return render(request, "directory/history.html", context)


@login_required
@require_POST
def switch_review(request: HttpRequest, slug: str) -> HttpResponse:
    person = person_of(request)
    organisation = organisation_for(person, slug)
    spend("edit", f"u{person.pk}")
    on = request.POST.get("on") == "1"
    set_review(by=person, organisation=organisation, on=on)
    words = (
        _("Changes that matter wait for a moderator from now on.")
        if on
        else _("Changes are on the page at once from now on.")
    )
    messages.success(request, words)
    return see_other(f"{organisation.get_absolute_url()}history/")


@login_required
@require_POST
def withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    spend("edit", f"u{person.pk}")
    withdraw_change(by=person, change=change_for(person, organisation, pk))
    messages.success(request, _("You have taken it back. The page stays as it was."))
    return see_other(f"{organisation.get_absolute_url()}history/")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What stood there before, field by field: the person chooses what comes back."""
    person = person_of(request)
    organisation = editable_organisation(person, slug)
    change = change_for(person, organisation, pk)
    form = CommentForm(request.POST or None)
    chosen = request.POST.getlist("names")
    if request.method == "POST" and form.is_valid():
        spend("edit", f"u{person.pk}")
        try:
            saved = undo_change(
                by=person, organisation=organisation, change=change, names=chosen,
                comment=form.cleaned_data["comment"],
            )  # fmt: skip
        except Invalid as error:
            form.refuse(error)
        else:
            say_saved(request, saved)
            return see_other(f"{organisation.get_absolute_url()}history/")
    context = {
        "organisation": organisation, "form": form,
        **_choice(person, organisation, change, chosen if request.method == "POST" else None),
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "directory/undo.html", context, status=status)


def say_saved(request: HttpRequest, saved: Organisation) -> None:
    """After an edit: that it is on the page, or that a part of it waits."""
    if saved.edit and saved.edit.waiting:
        messages.success(
            request,
            _(
                "What matters waits for a moderator; until then the page stays as it was. We write to you."
            ),
        )
    else:
        messages.success(request, _("Saved."))


def _choice(
    person: User, organisation: Organisation, change: Change, chosen: list[str] | None
) -> dict[str, Any]:
    """The fields that can come back. One that has been changed once more is not ticked: somebody may
    have mended it already."""
    now = snapshot(organisation)
    lines, _concealed = lines_of(change, Wording(organisation.pk), now=now, see_private=True)
    rows = []
    for line in lines:
        if change.before and reversible(line.name, change.before, change.after):
            moved_on = now.get(line.name) != change.after[line.name]
            ticked = line.name in chosen if chosen is not None else not moved_on
            rows.append((line, moved_on, ticked))
    return {"change": change, "rows": rows}
