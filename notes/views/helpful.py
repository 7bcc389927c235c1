"""Did the note help?"""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.access import person_of
from kernel.forms import RefusableForm
from kernel.gate import GateCharField
from kernel.limits import spend
from kernel.responses import see_other
from notes.access import note_for
from notes.actions.helpful import say_helpful
from notes.helpful.access import own_voice
from notes.helpful.models import REASON_LIMIT
from notes.paths import list_path, note_path

ANSWERS = {"yes": True, "no": False, "": None}


class HelpfulForm(RefusableForm):
    helped = forms.ChoiceField(
        label=gettext_lazy("Did this note help you?"),
        choices=[("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No, something is missing"))],
        widget=forms.RadioSelect,
    )
    reason = GateCharField(
        limit=REASON_LIMIT,
        required=False,
        label=gettext_lazy("What is missing?"),
        help_text=gettext_lazy("Only those who write the note and reviewers read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def helpful(request: HttpRequest, slug: str) -> HttpResponse:
    """With `helped=` empty the answer is taken back."""
    person = person_of(request)
    note = note_for(person, slug)
    mine = own_voice(note.pk, person.pk)
    if request.method == "POST" and request.POST.get("helped") == "":
        spend("mark", f"u{person.pk}")
        say_helpful(by=person, note=note, helped=None)
        return see_other(note_path(slug))
    initial = (
        {"helped": "yes" if mine.helped else "no", "reason": mine.reason}
        if mine
        else {"helped": "no"}
    )
    form = HelpfulForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        spend("mark", f"u{person.pk}")
        helped = ANSWERS[form.cleaned_data["helped"]]
        say_helpful(by=person, note=note, helped=helped, reason=form.cleaned_data["reason"])
        messages.success(request, _("Thank you for telling."))
        return see_other(note_path(slug))
    crumbs = [(_("Practice notes"), list_path()), (note.title, note_path(slug))]
    context = {"note": note, "form": form, "mine": mine, "crumbs": crumbs}
    return render(request, "notes/helpful.html", context, status=422 if form.errors else 200)
