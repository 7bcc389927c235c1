"""The form of a note. It keeps what was typed; the actions judge it for every door alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from composing.forms import ComposedForm
from directory.models import Organisation
from directory.speaking import voices_of
from kernel.gate import NAME_LIMIT, POST_LIMIT, GateCharField
from notes.access import organisations_of
from notes.models import Licence, PracticeNote
from notes.texts import COMMENT_LIMIT, SUMMARY_LIMIT
from taxonomy.tags import LINE_LIMIT
from taxonomy.words import audience_choices, practice_choices

LANGUAGES = [("pl", _("Polish")), ("en", _("English")), ("uk", _("Ukrainian"))]


class Columns(forms.CheckboxSelectMultiple):
    """Many boxes side by side: the class is the group's, not each box's."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "choice-grid"})

    def create_option(self, *args: Any, **options: Any) -> dict[str, Any]:
        option = super().create_option(*args, **options)
        option["attrs"].pop("class", None)
        return option


class NoteForm(ComposedForm):
    title = GateCharField(
        limit=NAME_LIMIT,
        lines=False,
        name=True,
        label=_("What is it about?"),
        help_text=_("For example: A night of reading in a small library"),
    )
    summary = GateCharField(
        limit=SUMMARY_LIMIT,
        lines=False,
        required=False,
        label=_("In one or two sentences"),
        help_text=_("What comes out of it, and for whom?"),
    )
    body = GateCharField(
        limit=POST_LIMIT,
        label=_("How it is done"),
        help_text=_(
            "For whom and how many? What is needed, what does it cost? Step by step. What went wrong? "
            "Who can take part, and who could not yet?"
        ),
    )
    practices = forms.MultipleChoiceField(
        required=False, label=_("What is it part of?"), widget=Columns
    )
    audiences = forms.MultipleChoiceField(required=False, label=_("For whom?"), widget=Columns)
    tags = GateCharField(
        limit=LINE_LIMIT,
        lines=False,
        required=False,
        label=_("Tags"),
        help_text=_("Up to eight, with commas between: libraries, children, night in the library"),
    )
    organisation = forms.ChoiceField(
        required=False,
        label=_("In whose name?"),
        help_text=_(
            "With an organisation your name stands beside that of the organisation. In its name it alone is "
            "shown as the author; its people and the moderators still see who wrote."
        ),
    )
    licence = forms.ChoiceField(
        label=_("Licence"),
        choices=Licence.choices,
        initial=Licence.CC_BY,
        help_text=_(
            "What others may do with the text. With CC BY they may use it if they name you."
        ),
    )
    lang = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES, initial="pl")
    comment = GateCharField(
        limit=COMMENT_LIMIT,
        lines=False,
        required=False,
        label=_("What have you changed?"),
        help_text=_("A few words for the history of changes."),
    )

    def __init__(
        self, *args: Any, person: User, note: PracticeNote | None = None, **options: Any
    ) -> None:
        """`note`: the one that is changed; the organisation that it names now may be kept."""
        super().__init__(*args, writer=person, **options)
        self._names = _names_for(person, note)
        self._choose("practices", practice_choices())
        self._choose("audiences", audience_choices())
        self._choose("organisation", [(value, name.words) for value, name in self._names.items()])
        if len(self._names) == 1:
            del self.fields["organisation"]

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Who may not put this name on it any more does not publish it in another instead."""
        if self.data.get("organisation", "") not in self._names and "organisation" in self.data:
            self.errors.pop("organisation", None)
            self.add_error(None, _("You can no longer write in the name of this organisation."))
        return super().clean()

    def values(self) -> dict[str, Any]:
        """What the actions take, of a valid form."""
        values = {name: value for name, value in self.text_only().items() if name != "comment"}
        (first, *_others) = self._names
        name = self._names[values.pop("organisation", first)]
        return {**values, "organisation": name.organisation, "in_its_name": name.alone}


@dataclass(frozen=True)
class Name:
    """In whose name a note may be written."""

    words: Any
    organisation: Organisation | None = None
    alone: bool = False
    """Whether the organisation alone is shown as the author."""


def name_value(note: PracticeNote) -> str:
    """What the form calls the name of a note."""
    if note.organisation is None:
        return ""
    return f"{ALONE}{note.organisation.slug}" if note.in_its_name else note.organisation.slug


ALONE = "as:"
"""Before a slug: in its name, and not beside one's own."""


def _names_for(person: User, note: PracticeNote | None) -> dict[str, Name]:
    """What one may choose, by the value in the form. What everybody has read in an organisation's name
    stays in it."""
    now = _name_of(note) if note is not None and note.organisation is not None else {}
    if note is not None and note.in_its_name and note.published_at is not None:
        return now
    names = {"": Name(gettext("In my own name"))}
    for house in organisations_of(person):
        words = gettext("In my own name, with %(name)s") % {"name": house.name}
        names[house.slug] = Name(words, house)
    for house in voices_of(person):
        words = gettext("In the name of %(name)s") % {"name": house.name}
        names[f"{ALONE}{house.slug}"] = Name(words, house, alone=True)
    kept = {} if note is not None and note.in_its_name else now
    return {**names, **kept}


def _name_of(note: PracticeNote) -> dict[str, Name]:
    house = note.organisation
    assert house is not None
    words = (
        gettext("In the name of %(name)s")
        if note.in_its_name
        else gettext("In my own name, with %(name)s")
    )
    return {name_value(note): Name(words % {"name": house.name}, house, alone=note.in_its_name)}
