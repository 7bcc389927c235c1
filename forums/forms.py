"""Forms of the forums. They keep what was typed; the actions judge it for every door alike."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from composing.forms import ComposedForm
from directory.models import Organisation
from forums.models import Topic
from kernel.forms import RefusableForm
from kernel.gate import NAME_LIMIT, POST_LIMIT, GateCharField
from taxonomy.models import Region
from taxonomy.regions import powiat_choices, units_by_code
from taxonomy.tags import LINE_LIMIT

LANGUAGES = [("pl", _("Polish")), ("en", _("English")), ("uk", _("Ukrainian"))]


OWN_NAME = _("In my own name")
IN_WHOSE_NAME = _("In whose name?")


class Voiced(RefusableForm):
    """Asks those who edit the page of an organisation in whose name they write; nobody else."""

    def __init__(self, *args: Any, voices: Sequence[Organisation] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self._voices = {row.slug: row for row in voices}
        if voices:
            self.fields["organisation"] = forms.ChoiceField(
                required=False,
                label=IN_WHOSE_NAME,
                choices=[("", OWN_NAME), *((row.slug, row.name) for row in voices)],
                help_text=_(
                    "An organisation is then shown as the author. Its people and the moderators "
                    "still see who wrote."
                ),
            )

    def clean(self) -> dict[str, Any] | None:
        """Who edits its page no more since the form was opened does not speak in their own name instead."""
        asked = self.data.get("organisation", "")
        if asked and asked not in self._voices:
            self.errors.pop("organisation", None)
            self.add_error(None, _("You can no longer write in the name of this organisation."))
        return super().clean()

    def voice(self) -> Organisation | None:
        """The chosen organisation, of a valid form."""
        return self._voices.get(self.cleaned_data.get("organisation", ""))


class TopicForm(Voiced):
    """Title, kind and tags: of a topic that is being changed."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (Topic.Kind.QUESTION, _("A question")),
            (Topic.Kind.DISCUSSION, _("A conversation")),
        ],
        widget=forms.RadioSelect,
        initial=Topic.Kind.QUESTION,
    )
    title = GateCharField(
        limit=NAME_LIMIT,
        lines=False,
        name=True,
        label=_("In one sentence"),
        help_text=_("For example: How do we announce quiet hours so that nobody feels sent away?"),
    )
    region = forms.ChoiceField(
        required=False,
        choices=lambda: powiat_choices(_("No place in particular")),
        label=_("Where is it about?"),
        help_text=_("People who know their way there are asked first."),
    )
    tags = GateCharField(
        limit=LINE_LIMIT,
        lines=False,
        required=False,
        label=_("Tags"),
        help_text=_("Up to eight, with commas between: libraries, children, night in the library"),
    )

    def clean_region(self) -> Region | None:
        """The unit that was chosen."""
        code = self.cleaned_data["region"]
        return units_by_code([code]).get(code) if code else None


class AskForm(ComposedForm, TopicForm):
    body = GateCharField(
        limit=POST_LIMIT,
        label=_("Tell us more"),
        help_text=_("What have you tried? Whom is it for? By when do you need it?"),
    )
    lang = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES, initial="pl")
    field_order = [
        "kind", "title", "body", "file", "alt", "decorative", "tags", "region", "lang",
    ]  # fmt: skip


class PostForm(ComposedForm, Voiced):
    """The words of a post: a reply, or an edit."""

    body = GateCharField(limit=POST_LIMIT, label=_("Your reply"))

    def __init__(self, *args: Any, label: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].label = label or gettext("Your reply")
