"""How a card ended: found here, and with whom; found elsewhere; no longer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.viewer import Viewer
from directory.access import organisation_named
from directory.finding.by_name import called
from directory.models import Card, FoundWith, Organisation
from directory.record.twins import Twin, described
from kernel.forms import RefusableForm
from kernel.gate import NAME_LIMIT, GateCharField
from kernel.refusals import Invalid

PARTNER, WHICH, ASKED = "partner", "which", "asked"


class EndingForm(RefusableForm):
    """`partner` is a name as somebody types it; `which`, a slug, says who is meant by it, as long as the
    name is still the one that was `asked` about."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("How did it end?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it ended.")},
    )  # fmt: skip
    partner = GateCharField(
        label=gettext_lazy("With which organisation?"), limit=NAME_LIMIT, lines=False, required=False,
        help_text=gettext_lazy(
            "If you found one another here and want to say so. Its editors are asked whether it is so; until then "
            "nobody else sees it."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    which = forms.SlugField(max_length=120, required=False, label=gettext_lazy("Which one?"))
    asked = GateCharField(
        limit=NAME_LIMIT, lines=False, required=False, label=gettext_lazy("Which one?")
    )

    def __init__(self, *args: Any, card: Card, names: bool, **options: Any) -> None:
        """`names`: whether the person may say with whom."""
        super().__init__(*args, **options)
        self.card = card
        self.choices: Sequence[Twin] = ()
        """Those that may be meant, once that is not clear."""
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)
        outcome.choices = _words(card.kind)
        if not names:
            del self.fields[PARTNER], self.fields[WHICH], self.fields[ASKED]

    def other(self, viewer: Viewer) -> Organisation | None:
        """The organisation that is named; None for none. Raises Invalid where that is not clear."""
        name = self._text(PARTNER)
        if not name or self.cleaned_data["outcome"] != Card.Outcome.FOUND:
            # What was typed before another answer was chosen means nothing.
            return None
        if (slug := self.cleaned_data.get(WHICH)) and self._text(ASKED) == name:
            return organisation_named(viewer, slug)
        one, similar = called(viewer, name, but=self.card.organisation_id)
        if one is None:
            self.choices = described(similar)
            words = (
                _("Choose below which one you mean.")
                if self.choices
                else _(
                    "We know no organisation of this name. Leave it empty, or write it otherwise."
                )
            )
            raise Invalid({PARTNER: [words]})
        return one

    def _text(self, field: str) -> str:
        return " ".join((self.cleaned_data.get(field) or "").split())


def _words(kind: str) -> list[tuple[str, str]]:
    outcome = Card.Outcome
    if kind == Card.Kind.NEED:
        return [
            (outcome.FOUND, _("We found it here")),
            (outcome.ELSEWHERE, _("We found it elsewhere")),
            (outcome.GONE, _("We no longer need it")),
        ]
    return [
        (outcome.FOUND, _("Somebody here took it")),
        (outcome.ELSEWHERE, _("Somebody elsewhere took it")),
        (outcome.GONE, _("We no longer have it")),
    ]


def initial_ending(card: Card) -> dict[str, Any]:
    """What was said of it so far."""
    named = FoundWith.objects.filter(card=card, declined_at=None).select_related("organisation")
    row = named.first()
    return {"outcome": card.outcome, "partner": row.organisation.name if row else ""}
