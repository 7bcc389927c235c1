"""The form of a note. It keeps what was typed; the actions judge it for every door alike."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from composing.forms import ComposedForm
from directory.models import Organisation
from kernel.gate import NAME_LIMIT, POST_LIMIT, GateCharField
from notes.access import organisations_of
from notes.models import Licence
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
        help_text=_("Your name stands beside that of the organisation."),
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
        self, *args: Any, person: User, current: Organisation | None = None, **options: Any
    ) -> None:
        """`current`: the organisation that the note names now, which may be kept."""
        super().__init__(*args, writer=person, **options)
        self._organisations = {row.slug: row for row in organisations_of(person)}
        if current is not None:
            self._organisations.setdefault(current.slug, current)
        self._choose("practices", practice_choices())
        self._choose("audiences", audience_choices())
        own = [(slug, row.name) for slug, row in self._organisations.items()]
        self._choose("organisation", [("", _("In my own name")), *own])
        if not own:
            del self.fields["organisation"]

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def values(self) -> dict[str, Any]:
        """What the actions take, of a valid form."""
        values = {name: value for name, value in self.text_only().items() if name != "comment"}
        values["organisation"] = self._organisations.get(values.get("organisation", ""))
        return values
