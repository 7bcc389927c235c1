"""Forms of the forums. They keep what was typed; the actions judge it for every door alike."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from composing.forms import NOT_IN_ITS_NAME, ComposedForm, language_field, tags_field
from directory.models import Organisation
from forums.actions.correct_post import REASON_LIMIT
from forums.actions.review import REASON_LIMIT as REFUSAL_LIMIT
from forums.actions.transplanting import MOST
from forums.models import Forum, Topic
from forums.selecting import Choice, numbers_of
from kernel.forms import RefusableForm
from kernel.gate import LARGEST_ID, NAME_LIMIT, POST_LIMIT, GateCharField, whole_number
from kernel.refusals import Invalid
from moderation.grounds import open_grounds
from taxonomy.models import Region
from taxonomy.regions import powiat_choices, units_by_code

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
            self.add_error(None, NOT_IN_ITS_NAME)
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
    tags = tags_field()

    def clean_region(self) -> Region | None:
        """The unit that was chosen."""
        code = self.cleaned_data["region"]
        return units_by_code([code]).get(code) if code else None


class TitleForm(TopicForm):
    """A moderator's change of a topic of another."""

    withhold = forms.BooleanField(
        required=False, label=_("Do not show the earlier title in the conversation")
    )


class AskForm(ComposedForm, TopicForm):
    body = GateCharField(
        limit=POST_LIMIT,
        label=_("Tell us more"),
        help_text=_("What have you tried? Whom is it for? By when do you need it?"),
    )
    lang = language_field()
    field_order = [
        "kind", "title", "body", "file", "alt", "decorative", "tags", "region", "lang",
    ]  # fmt: skip


class PostForm(ComposedForm, Voiced):
    """The words of a post: a reply, or an edit."""

    body = GateCharField(limit=POST_LIMIT, label=_("Your reply"))

    def __init__(self, *args: Any, label: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].label = label or gettext("Your reply")


class RewriteForm(RefusableForm):
    """What waits for a moderator, changed by its author."""

    title = GateCharField(limit=NAME_LIMIT, lines=False, name=True, label=_("In one sentence"))
    body = GateCharField(limit=POST_LIMIT, label=_("Your words"))

    def __init__(self, *args: Any, starts: bool, **options: Any) -> None:
        """`starts`: whether it is to become a topic, which has a title."""
        super().__init__(*args, **options)
        if not starts:
            del self.fields["title"]


def rule_field() -> forms.ChoiceField:
    """By which ground a moderator takes something from somebody; "other" where none is chosen."""
    return forms.ChoiceField(
        label=_("By which rule"), required=False, initial="other",
        choices=lambda: [(one.slug, one.name) for one in open_grounds()],
    )  # fmt: skip


class RefusalForm(RefusableForm):
    """Why somebody's words are not published."""

    rule = rule_field()
    reason = GateCharField(
        limit=REFUSAL_LIMIT,
        label=_("Reason for the author"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write it to the person: what it was, why, and what they can do."),
    )

    def clean_rule(self) -> str:
        return str(self.cleaned_data["rule"] or "other")


class CorrectionForm(PostForm):
    """A moderator's change of another's words."""

    rule = rule_field()
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

    def clean_rule(self) -> str:
        return str(self.cleaned_data["rule"] or "other")


class MoveForm(RefusableForm):
    """Into which forum."""

    forum = forms.ChoiceField(label=_("To which forum?"))

    def __init__(self, *args: Any, forums: Iterable[Forum], **options: Any) -> None:
        super().__init__(*args, **options)
        field = cast(forms.ChoiceField, self.fields["forum"])
        field.choices = [("", "–"), *((forum.slug, forum.name) for forum in forums)]


class TopicField(GateCharField):
    """Another conversation, by its address or its number."""

    def __init__(self, **options: Any) -> None:
        super().__init__(limit=500, lines=False, **options)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        found = re.search(r"/t(?:opics)?/(\d+)(?:/|$)", text) or re.fullmatch(r"#?(\d+)", text)
        pk = whole_number(found.group(1), least=1, most=LARGEST_ID) if found else None
        if pk is None:
            raise forms.ValidationError(_("Paste the address of a conversation."))
        return pk


class SplitForm(RefusableForm):
    """Which posts, and where they go: into a new conversation with a title, or into another."""

    numbers_typed = GateCharField(
        limit=2_000,
        lines=False,
        required=False,
        label=_("More numbers"),
        help_text=_("Posts that are not shown here, such as 7, 9-12"),
    )
    title = GateCharField(
        limit=NAME_LIMIT,
        lines=False,
        name=True,
        required=False,
        label=_("Title of the new conversation"),
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (Topic.Kind.DISCUSSION, _("A conversation")),
            (Topic.Kind.QUESTION, _("A question")),
        ],
        widget=forms.RadioSelect,
        initial=Topic.Kind.DISCUSSION,
    )
    into = TopicField(
        required=False,
        label=_("Or to the end of another conversation"),
        help_text=_("Its address. Then no title is needed."),
    )

    def boxes(self) -> set[int]:
        """The numbers of the boxes that are ticked, and of those of other windows."""
        if not self.is_bound:
            return set()
        raw = cast(QueryDict, self.data).getlist("numbers")[: 2 * MOST]
        return {number for text in raw if (number := whole_number(text, least=1, most=2**31 - 1))}

    def chosen(self) -> set[int]:
        """What is to be shown as chosen: the ticked ones, or those that the page was opened with."""
        if self.is_bound:
            return self.boxes()
        number = whole_number(str(self.initial.get("numbers", "")), least=1, most=2**31 - 1)
        return {number} if number else set()

    def kept_for(self, choices: Sequence[Choice]) -> list[int]:
        """Chosen ones that have no box on the page."""
        return sorted(self.chosen() - {choice.number for choice in choices})

    def turned(self) -> "SplitForm":
        """The same without complaints: only another window of posts was asked for."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        return self

    def numbers(self) -> set[int]:
        """All numbers of a valid form. Raises Invalid (numbers)."""
        try:
            return self.boxes() | numbers_of(self.cleaned_data["numbers_typed"])
        except Invalid as error:
            raise Invalid({"numbers_typed": error.fields["numbers"]}) from error


class MergeForm(RefusableForm):
    """Into which conversation."""

    into = TopicField(
        label=_("Into which conversation?"),
        help_text=_(
            "Its address. All posts go to its end, in their order, and get new numbers there."
        ),
    )
