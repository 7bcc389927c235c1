"""The form of a note. It keeps what was typed; the actions judge it for every door alike."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from composing.forms import NOT_IN_ITS_NAME, ComposedForm, language_field, tags_field
from kernel.gate import NAME_LIMIT, POST_LIMIT, GateCharField
from notes.models import Captions, Licence, PracticeNote, Revision
from notes.names import names_for
from notes.structure.kinds import FACTS, SECTIONS, Cost, Template, fields_of
from notes.structure.reading import FACT_LIMIT, MOST_MINUTES, SECTION_LIMIT
from notes.texts import ADDRESS_LIMIT, COMMENT_LIMIT, SOURCE_LIMIT, SUMMARY_LIMIT
from taxonomy.words import audience_choices, practice_choices

_SECTIONS = {
    "context": (_("For whom and where"), _("Who came, what kind of place, what was there before.")),
    "materials": (
        _("What you need"),
        _("Things, room, permissions. Attach what others can print."),
    ),
    "steps": (
        _("Step by step"),
        _("Number the steps: 1. 2. 3. A picture can stand in each of them."),
    ),
    "access": (
        _("Accessibility"),
        _("What was done so that more people could take part, and who could not yet."),
    ),
    "risks": (
        _("What to watch out for"),
        _("What can go wrong, and what you do about it beforehand."),
    ),
    "failed": (_("What did not work"), _("The most useful part for others.")),
    "results": (_("What came out of it"), _("Figures, voices, what is left of it.")),
}


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
    template = forms.ChoiceField(
        label=_("Would fields to fill in help you?"),
        choices=Template.choices,
        initial=Template.FREE,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choice-grid"}),
        help_text=_(
            "One box is enough. You can choose fields later, too; nothing you wrote goes away."
        ),
    )
    people = GateCharField(
        limit=FACT_LIMIT,
        lines=False,
        required=False,
        label=_("Group"),
        help_text=_("For example: 12 to 20 people"),
    )
    minutes = forms.CharField(
        required=False,
        label=_("Time in minutes"),
        help_text=_("Of the thing itself, without preparing it"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": len(str(MOST_MINUTES))}),
    )
    cost = forms.ChoiceField(
        required=False, label=_("Cost"), choices=[("", _("not said")), *Cost.choices]
    )
    staff = GateCharField(
        limit=FACT_LIMIT,
        lines=False,
        required=False,
        label=_("Who runs it"),
        help_text=_("For example: two instructors and a volunteer"),
    )
    practices = forms.MultipleChoiceField(
        required=False, label=_("What is it part of?"), widget=Columns
    )
    audiences = forms.MultipleChoiceField(required=False, label=_("For whom?"), widget=Columns)
    tags = tags_field()
    captions = forms.ChoiceField(
        required=False,
        label=_("If there are films in it: what do people who do not hear get of them?"),
        choices=[("", _("there are no films")), *Captions.choices],
    )
    easy = GateCharField(
        limit=POST_LIMIT,
        required=False,
        label=_("The same, easy to read"),
        help_text=_("Short sentences, one thing in each. It gets a page of its own."),
    )
    sign_url = GateCharField(
        limit=ADDRESS_LIMIT,
        lines=False,
        required=False,
        label=_("A film in sign language"),
        help_text=_("Its address, where somebody signs what the note says"),
    )
    translation_of = GateCharField(
        limit=ADDRESS_LIMIT,
        lines=False,
        required=False,
        label=_("It is a translation of"),
        help_text=_("The address of a note here"),
    )
    in_step = forms.BooleanField(
        required=False, label=_("The translation says again what the original says now")
    )
    based_on = GateCharField(
        limit=ADDRESS_LIMIT,
        lines=False,
        required=False,
        label=_("It is an adaptation of"),
        help_text=_("The address of a note here, or of something elsewhere"),
    )
    source = GateCharField(
        limit=SOURCE_LIMIT,
        lines=False,
        required=False,
        label=_("Other sources"),
        help_text=_("A book, a training, a person: what else it comes from"),
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
    lang = language_field()
    answers = forms.BooleanField(
        required=False, initial=True, label=_("This answers what readers asked")
    )
    weight = forms.ChoiceField(
        required=False,
        label=_("How large is the change?"),
        choices=Revision.Weight.choices,
        initial=Revision.Weight.CHANGE,
        widget=forms.RadioSelect,
    )
    comment = GateCharField(
        limit=COMMENT_LIMIT,
        lines=False,
        required=False,
        label=_("What have you changed?"),
        help_text=_("A few words for the history of changes."),
    )

    def __init__(
        self,
        *args: Any,
        person: User,
        note: PracticeNote | None = None,
        unfold: Iterable[str] = (),
        **options: Any,
    ) -> None:
        """`note`: the one that is changed; the organisation that it names now may be kept. `unfold`:
        sections that are shown whatever the template, such as those with a kept draft."""
        super().__init__(*args, writer=person, **options)
        self._names = names_for(person, note)
        self._unfold = set(unfold)
        for name, (label, hint) in _SECTIONS.items():
            self.fields[name] = GateCharField(
                limit=SECTION_LIMIT, required=False, label=label, help_text=hint
            )
        self._choose("practices", practice_choices())
        self._choose("audiences", audience_choices())
        self._choose("organisation", [(value, name.words) for value, name in self._names.items()])
        if len(self._names) == 1:
            del self.fields["organisation"]
        for name in ("weight", "comment", "answers") if note is None else ():
            del self.fields[name]

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Who may not put this name on it any more does not publish it in another instead."""
        if self.data.get("organisation", "") not in self._names and "organisation" in self.data:
            self.errors.pop("organisation", None)
            self.add_error(None, NOT_IN_ITS_NAME)
        return super().clean()

    def forget_errors(self) -> None:
        """Nothing was sent yet: the form only grows."""
        self._errors = ErrorDict()

    def values(self) -> dict[str, Any]:
        """What the actions take, of a valid form."""
        about = ("comment", "weight", "in_step", "answers", "organisation", *FACTS, *SECTIONS)
        text = self.text_only()
        values = {name: value for name, value in text.items() if name not in about}
        values["template"] = values["template"] or Template.FREE
        (first, *_others) = self._names
        name = self._names[text.get("organisation", first)]
        return {
            **values,
            "facts": {key: text[key] for key in FACTS if text[key] != ""},
            "sections": {key: text[key] for key in SECTIONS if text[key]},
            "organisation": name.organisation,
            "in_its_name": name.alone,
        }

    def _unfolded(self, names: Sequence[str]) -> list[Any]:
        """The fields of the template, and whatever has something in it already."""
        chosen = fields_of(str(self["template"].value() or ""))
        return [
            self[name]
            for name in names
            if name in chosen or name in self._unfold or self[name].value() or self[name].errors
        ]

    def shown_facts(self) -> list[Any]:
        return self._unfolded(FACTS)

    def shown_sections(self) -> list[Any]:
        return self._unfolded(SECTIONS)

    def opens(self) -> Mapping[str, bool]:
        """Which of the folded groups have something in them."""
        groups = {
            "everybody": ("captions", "easy", "sign_url"),
            "origin": ("based_on", "source", "translation_of"),
        }
        return {
            group: any(self[name].value() or self[name].errors for name in names)
            or bool(self._unfold.intersection(names))
            for group, names in groups.items()
        }
