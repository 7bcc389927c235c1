"""A statement of reasons: its author reads it and appeals; moderators read it and can undo it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import person_of
from accounts.limits import spend_as
from accounts.models import User
from accounts.viewer import is_moderator
from kernel.forms import RefusableForm, tried
from kernel.marks import mark_of
from kernel.responses import see_other
from moderation.access import moderator_of
from moderation.actions.appeal import appeal_statement
from moderation.actions.reverse import newer_words, reverse
from moderation.appeals import (
    appeal_against,
    ends_at,
    statement_for,
    statements_to,
    why_no_appeal,
)
from moderation.forms import AppealForm, ReasonForm
from moderation.looks import looked_at
from moderation.models import Appeal, Statement
from moderation.registry import kinds
from moderation.statements import parts_of


@login_required
@require_safe
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    return _page(request, person, statement_for(person, pk))


@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All that one was told, the newest first."""
    person = person_of(request)
    return render(request, "moderation/statements.html", {"rows": statements_to(person)})


@login_required
@require_POST
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = statement_for(person, pk)
    form = AppealForm(request.POST)

    def act() -> Appeal:
        spend_as(person, "appeal")
        return appeal_statement(by=person, statement=row, body=form.cleaned_data["body"])

    made, status = tried(form, act)
    if made is not None:
        messages.success(
            request, _("Your appeal is with another moderator now. You will hear of it.")
        )
        return see_other(made.path)
    return _page(request, person, row, form=form, status=status)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    moderator = moderator_of(request.user)
    row = statement_for(moderator, pk)
    form = ReasonForm(request.POST, auto_id="undo-%s")

    def act() -> Statement:
        spend_as(moderator, "edit")
        return reverse(
            by=moderator, statement=row, reason=form.cleaned_data["reason"],
            words=request.POST.get("words", "")[:40],
        )  # fmt: skip

    made, status = tried(form, act)
    if made is not None:
        messages.success(request, _("Undone: it is as it was before."))
        return see_other(row.path)
    return _page(request, moderator, row, undoing=form, status=status)


def _page(
    request: HttpRequest,
    person: User,
    row: Statement,
    *,
    form: RefusableForm | None = None,
    undoing: RefusableForm | None = None,
    status: int = 200,
) -> HttpResponse:
    made = appeal_against(statement=row)
    own = row.person_id == person.pk
    if row.private and not own:
        looked_at(person, row.kind, [row.object_id])
    moderated = kinds.get(row.kind)
    newer = ""
    if undoing is not None and status == 409 and moderated is not None:
        newer = newer_words(row, moderated, moderated.judged(person, row.object_id))
    context = {
        "newer": newer,
        "earlier": row.undo.get("body", ""),
        "newer_mark": mark_of(newer),
        "statement": row,
        "parts": parts_of(row),
        "own": own,
        "moderates": is_moderator(person) and not own,
        "appeal": made,
        "until": ends_at(row.created_at),
        "why_not": why_no_appeal(
            made_at=row.created_at, exists=made is not None, undone=row.undone_at is not None
        ),
        "form": form or AppealForm(),
        "undoing": undoing or ReasonForm(auto_id="undo-%s"),
        "errors_of": undoing or form,
    }
    return render(request, "moderation/statement.html", context, status=status)
