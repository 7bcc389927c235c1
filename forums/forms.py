"""Forms of the forums. They keep what was typed; the actions judge it for every door alike."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from forums.models import Topic
from forums.tags import LINE_LIMIT
from kernel.gate import NAME_LIMIT, POST_LIMIT, GateCharField
from kernel.refusals import Invalid, KeyReused, Refusal

LANGUAGES = [("pl", _("Polish")), ("en", _("English")), ("uk", _("Ukrainian"))]


def fresh_key() -> str:
    """A new idempotency key for a form that is about to be shown."""
    return uuid.uuid4().hex


class RefusableForm(forms.Form):
    """A form that can show why an action refused it, and whose key makes one send one object."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.key = fresh_key()
        if self.is_bound:
            self.key = str(self.data.get("key") or self.key)[:100]

    def refuse(self, error: Refusal) -> None:
        """Puts the sentences of a refusal where they belong."""
        if isinstance(error, KeyReused):
            self.key = fresh_key()
        if isinstance(error, Invalid):
            for name, messages in error.fields.items():
                for message in messages:
                    self.add_error(name if name in self.fields else None, message)
        else:
            self.add_error(None, error.message)


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
