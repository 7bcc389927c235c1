"""Forms of the forums. They keep what was typed; the actions judge it for every door alike."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from forums.models import Topic
from kernel.forms import RefusableForm
from kernel.gate import NAME_LIMIT, POST_LIMIT, GateCharField
from taxonomy.tags import LINE_LIMIT

LANGUAGES = [("pl", _("Polish")), ("en", _("English")), ("uk", _("Ukrainian"))]


class TopicForm(RefusableForm):
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


class PostForm(RefusableForm):
    """The words of a post: a reply, or an edit."""

    body = GateCharField(limit=POST_LIMIT, label=_("Your reply"))

    def __init__(self, *args: Any, label: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].label = label or _t("Your reply")
