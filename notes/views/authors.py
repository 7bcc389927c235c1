"""Who writes a note: its author asks others, they answer, either side ends it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import person_of
from kernel.forms import RefusableForm
from kernel.gate import GateCharField
from kernel.limits import spend
from kernel.refusals import Invalid
from kernel.responses import see_other
from notes.access import coauthor_for, coauthors_of, note_for
from notes.actions.coauthors import answer_invitation, invite_coauthor, remove_coauthor
from notes.paths import list_path, note_path
from notes.policies import check_own


class InviteForm(RefusableForm):
    handle = GateCharField(
        limit=60,
        lines=False,
        label=_("Whom do you ask?"),
        help_text=_("Their name here, such as @ola"),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def authors(request: HttpRequest, slug: str) -> HttpResponse:
    """For the author: who writes with them, and asking somebody."""
    person = person_of(request)
    note = note_for(person, slug)
    check_own(person, note)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        spend("edit", f"u{person.pk}")
        try:
            row = invite_coauthor(by=person, note=note, handle=form.cleaned_data["handle"])
        except Invalid as error:
            form.refuse(error)
        else:
            name = row.person.name
            messages.success(request, _("%(name)s has been asked.") % {"name": name})
            return see_other(note_path(note.slug, "authors"))
    crumbs = [(_("Practice notes"), list_path()), (note.title, note_path(note.slug))]
    context = {"note": note, "form": form, "coauthors": coauthors_of(note), "crumbs": crumbs}
    return render(request, "notes/authors.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, slug: str) -> HttpResponse:
    """For the one who was asked: who asks, for what; yes or no."""
    person = person_of(request)
    row = coauthor_for(person, slug, person.handle)
    if request.method == "POST":
        spend("edit", f"u{person.pk}")
        row = answer_invitation(by=person, coauthor=row, accept=request.POST.get("accept") == "1")
        if row.state == row.State.ACCEPTED:
            messages.success(request, _("You write this note together now."))
            return see_other(note_path(slug))
        messages.success(request, _("You have declined. Its author is told."))
        return see_other("/notes/mine/")
    context = {"invitation": row, "crumbs": [(_("Practice notes"), list_path())]}
    return render(request, "notes/invitation.html", context)


@login_required
@require_POST
def remove(request: HttpRequest, slug: str, handle: str) -> HttpResponse:
    person = person_of(request)
    row = coauthor_for(person, slug, handle)
    spend("edit", f"u{person.pk}")
    remove_coauthor(by=person, coauthor=row)
    if row.person_id == person.pk:
        messages.success(request, _("You do not write this note any more."))
        return see_other("/notes/mine/")
    messages.success(
        request, _("%(name)s does not write with you any more.") % {"name": row.person.name}
    )
    return see_other(note_path(slug, "authors"))
