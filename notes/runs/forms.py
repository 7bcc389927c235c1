"""The form of a run."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from composing.forms import ComposedForm
from kernel.gate import GateCharField
from notes.access import organisations_of
from notes.runs.models import BODY_LIMIT, CHANGED_LIMIT, GROUP_LIMIT, Run


class RunForm(ComposedForm):
    ran_on = forms.DateField(
        label=_("When?"),
        help_text=_("The day, or the first of several"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Give the day as year, month and day: 2026-05-31.")},
    )
    organisation = forms.ChoiceField(required=False, label=_("Where?"))
    group = GateCharField(
        limit=GROUP_LIMIT,
        lines=False,
        required=False,
        label=_("With whom?"),
        help_text=_("For example: 16 children of 9 to 11 years, 3 adults"),
    )
    changed = GateCharField(
        limit=CHANGED_LIMIT,
        required=False,
        label=_("What did you change?"),
        help_text=_("What you did otherwise than the note says, and why"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    body = GateCharField(
        limit=BODY_LIMIT,
        label=_("How did it go?"),
        help_text=_("A sentence is enough. Pictures are welcome."),
    )

    def __init__(self, *args: Any, person: User, run: Run | None = None, **options: Any) -> None:
        super().__init__(*args, writer=person, **options)
        houses = {house.slug: house for house in organisations_of(person)}
        if run is not None and run.organisation is not None:
            houses.setdefault(run.organisation.slug, run.organisation)
        self._houses = houses
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("not in an organisation")),
            *((slug, house.name) for slug, house in houses.items()),
        ]
        if not houses:
            del self.fields["organisation"]

    def values(self) -> dict[str, Any]:
        values = self.text_only()
        return {**values, "organisation": self._houses.get(values.get("organisation", ""))}
