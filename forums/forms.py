"""Forms of the forums. They keep what was typed; the actions judge it for every door alike."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from directory.models import Organisation
from forums.actions.correct_post import REASON_LIMIT
from forums.models import Topic
from kernel.forms import RefusableForm
from kernel.gate import NAME_LIMIT, POST_LIMIT, GateCharField
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
    tags = GateCharField(
        limit=LINE_LIMIT,
        lines=False,
        required=False,
        label=_("Tags"),
        help_text=_("Up to eight, with commas between: libraries, children, night in the library"),
    )


class AskForm(TopicForm):
    body = GateCharField(
        limit=POST_LIMIT,
        label=_("Tell us more"),
        help_text=_("What have you tried? Whom is it for? By when do you need it?"),
    )
    lang = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES, initial="pl")
    field_order = ["kind", "title", "body", "tags", "lang"]


class PostForm(Voiced):
    """The words of a post: a reply, or an edit."""

    body = GateCharField(limit=POST_LIMIT, label=_("Your reply"))

    def __init__(self, *args: Any, label: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].label = label or _t("Your reply")


class CorrectionForm(PostForm):
    """A moderator's change of another's words."""

    reason = GateCharField(
        limit=REASON_LIMIT,
        lines=False,
        label=_("Why?"),
        help_text=_("Everybody who opens the changes reads this, and the author is told."),
    )
    withhold = forms.BooleanField(
        required=False,
        label=_("Do not show the earlier words"),
        help_text=_("For a telephone number, say: only the author and moderators see them then."),
    )
