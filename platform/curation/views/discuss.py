"""Beginning a conversation about a note."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.access import person_of
from accounts.limits import spend_as
from accounts.models import User
from accounts.viewer import check_writer
from composing.forms import ComposedForm
from curation.discussing import discuss_note, discussion_of, forums_for
from forums.models import Forum
from forums.paths import topic_path
from forums.review.models import Waiting
from forums.views.review import kept_waiting
from kernel.forms import seconds_open, slowed
from kernel.gate import POST_LIMIT, GateCharField
from kernel.refusals import Invalid, KeyReused, TooMany
from kernel.responses import see_other
from notes.access import note_for
from notes.paths import list_path, note_path

ROOM = 400
"""Characters of the first post that the link to the note takes."""


class DiscussForm(ComposedForm):
    forum = forms.ChoiceField(label=gettext_lazy("In which forum?"))
    body = GateCharField(
        limit=POST_LIMIT - ROOM,
        label=gettext_lazy("What do you want to say or ask?"),
        help_text=gettext_lazy("The conversation begins with a link to the note."),
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, writer=person, **options)
        self._forums = {forum.slug: forum for forum in forums_for(person)}
        field = self.fields["forum"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(slug, forum.name) for slug, forum in self._forums.items()]

    def chosen(self) -> Forum:
        return self._forums[self.cleaned_data["forum"]]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def discuss(request: HttpRequest, slug: str) -> HttpResponse:
    """Where there is a conversation already, it leads there."""
    person = check_writer(person_of(request))
    note = note_for(person, slug)
    there = discussion_of(note)
    if there is not None:
        return see_other(there.url)
    if request.method != "POST":
        return _page(request, note, DiscussForm(person=person))
    form = DiscussForm(request.POST, request.FILES, person=person)
    if form.is_valid():
        try:
            spend_as(person, "topic")
            topic = discuss_note(
                by=person, note=note, forum=form.chosen(), body=form.cleaned_data["body"],
                key=form.key, seconds=seconds_open(form.opened),
            )  # fmt: skip
        except (Invalid, KeyReused, TooMany) as error:
            form.refuse(error)
        else:
            if isinstance(topic, Waiting):
                return kept_waiting(request, topic)
            return see_other(topic_path(topic.pk, topic.slug))
    return slowed(_page(request, note, form, status=422), form)


def _page(request: HttpRequest, note: Any, form: DiscussForm, *, status: int = 200) -> HttpResponse:
    crumbs = [(_("Practice notes"), list_path()), (note.title, note_path(note.slug))]
    context = {"note": note, "form": form, "crumbs": crumbs}
    return render(request, "notes/discuss.html", context, status=status)
