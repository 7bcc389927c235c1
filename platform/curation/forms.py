"""What is asked of those who take words up."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from composing.forms import tags_field
from curation.actions.make_topic import INTRODUCTION
from forums.models import Forum
from kernel.forms import RefusableForm
from kernel.gate import NAME_LIMIT, GateCharField
from notes.structure.kinds import Template, fields_of

TEMPLATES = [one for one in Template if {"context", "steps"} <= set(fields_of(one))]
"""Those that have a place for what began it and for how it is done."""


class PickForm(RefusableForm):
    """Messages come beside it, as ticked boxes."""

    title = GateCharField(
        limit=NAME_LIMIT, lines=False, name=True, label=_("Title"),
        help_text=_("What the talk was about, so that others find it."),
    )  # fmt: skip
    forum = forms.ChoiceField(label=_("In which forum?"))
    tags = tags_field()
    body = GateCharField(
        limit=INTRODUCTION, required=False, label=_("Your introduction"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Optional. The words of others are taken from the room as they are."),
    )  # fmt: skip

    def __init__(self, *args: Any, forums: Sequence[Forum], **options: Any) -> None:
        super().__init__(*args, **options)
        self._forums = {forum.slug: forum for forum in forums}
        field = self.fields["forum"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(slug, forum.name) for slug, forum in self._forums.items()]

    def chosen_forum(self) -> Forum:
        return self._forums[self.cleaned_data["forum"]]


class NoteOfForm(RefusableForm):
    """Posts come beside it, as ticked boxes."""

    title = GateCharField(limit=NAME_LIMIT, lines=False, name=True, label=_("Title of the note"))
    template = forms.ChoiceField(
        label=_("Template"), choices=[(one.value, one.label) for one in TEMPLATES],
        help_text=_("It says which fields are offered. You can change it later."),
    )  # fmt: skip
