"""The forms of collections."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from composing.forms import ComposedForm, language_field
from kernel.forms import RefusableForm
from kernel.gate import NAME_LIMIT, GateCharField
from notes.collections.access import collections_of
from notes.collections.models import INTRO_LIMIT, REMARK_LIMIT, Collection


class CollectionForm(ComposedForm):
    """The introduction is `body` here, as every editor's text is."""

    title = GateCharField(
        limit=NAME_LIMIT,
        lines=False,
        name=True,
        label=_("What is it called?"),
        help_text=_("For example: First steps with older people"),
    )
    body = GateCharField(
        limit=INTRO_LIMIT,
        label=_("Introduction"),
        help_text=_("For whom it is, where to begin, why these notes and no others."),
    )
    lang = language_field()

    def values(self) -> dict[str, Any]:
        values = self.text_only()
        return {"title": values["title"], "intro": values["body"], "lang": values["lang"]}


class CollectForm(RefusableForm):
    """A note goes into one of the person's collections."""

    collection = forms.ChoiceField(label=_("Into which collection?"))
    remark = GateCharField(
        limit=REMARK_LIMIT,
        lines=False,
        required=False,
        label=_("Why is it there?"),
        help_text=_("A sentence for those who read the collection"),
    )

    def __init__(self, *args: Any, person: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self._rows = {row.slug: row for row in collections_of(person)}
        field = self.fields["collection"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(slug, row.title) for slug, row in self._rows.items()]

    def chosen(self) -> Collection:
        return self._rows[self.cleaned_data["collection"]]
