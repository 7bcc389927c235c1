"""The form of a need or an offer. What may be kept is judged by `card_fields`; here is what people see."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.board.fields import BODY_LIMIT, DEFAULT_DAYS, GIVES_LIMIT
from directory.models import Card
from directory.vocabulary.accessibility import NEEDS
from kernel.forms import RefusableForm
from kernel.gate import NAME_LIMIT, GateCharField
from taxonomy.regions import gminas_by_powiat
from taxonomy.words import audience_choices, practice_choices

_DAYS = ["%Y-%m-%d", "%d.%m.%Y"]


def _day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(
        attrs={"type": "date", "class": "input input-short"}, format="%Y-%m-%d"
    )
    return forms.DateField(
        label=label, required=required, widget=widget, input_formats=_DAYS, help_text=help_text
    )


def _many(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, help_text=help_text,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choice-grid"}),
    )  # fmt: skip


def _number(label: Any, help_text: Any) -> GateCharField:
    return GateCharField(
        label=label, limit=10, lines=False, required=False, help_text=help_text,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input input-short"}),
    )  # fmt: skip


class CardForm(RefusableForm):
    """A need or an offer."""

    kind = forms.ChoiceField(
        label=_("Do you seek or have it?"), widget=forms.RadioSelect,
        choices=[(Card.Kind.NEED, _("We seek it")), (Card.Kind.OFFER, _("We have it"))],
        error_messages={"required": _("Choose whether you seek or have it.")},
    )  # fmt: skip
    what = forms.ChoiceField(
        label=_("What is it?"), choices=Card.What.choices, required=False, initial=Card.What.OTHER,
        help_text=_("A need is answered by offers of the same thing."),
    )  # fmt: skip
    title = GateCharField(
        label=_("In a few words"), limit=NAME_LIMIT, lines=False, name=True,
        help_text=_("For example: a hall for 30 people on Saturdays."),
        error_messages={"required": _("Say in a few words what it is.")},
    )  # fmt: skip
    until = _day(
        _("Until when"), required=True, help_text=_("After this day the card goes by itself.")
    )
    body = GateCharField(
        label=_("What others should know"), limit=BODY_LIMIT, required=False,
        help_text=_("When, for how long, what it costs, who fetches it."),
    )  # fmt: skip
    practices = _many(_("Areas"))
    audiences = _many(_("For whom"))
    gmina = forms.ChoiceField(
        label=_("Where, if not at your place"), required=False, help_text=_("Choose a gmina.")
    )
    radius_km = _number(_("How far from there, in kilometres"), _("Empty: anywhere."))
    first_day = _day(_("From day"))
    last_day = _day(_("To day"))
    access = _many(
        _("What the place must have"), _("Only if you seek a place, or seek people for one.")
    )
    capacity = _number(_("For how many people"), _("How many you expect, or how many fit."))
    gives = GateCharField(
        label=_("In return"), limit=GIVES_LIMIT, lines=False, required=False,
        help_text=_("What you give, or would like to get."),
    )  # fmt: skip

    FOLDED = (
        "practices", "audiences", "gmina", "radius_km", "first_day", "last_day", "access", "capacity", "gives",
    )  # fmt: skip
    """What is not asked at once."""

    def __init__(self, *args: Any, card: Card | None = None, **options: Any) -> None:
        """`card`: the one that is changed."""
        until = timezone.localdate() + timedelta(days=DEFAULT_DAYS)
        options["initial"] = {"until": until, **(options.get("initial") or {})}
        super().__init__(*args, **options)
        groups = [
            (title, [(str(pk), name) for pk, name in rows]) for title, rows in gminas_by_powiat()
        ]
        self._choices("practices", practice_choices())
        self._choices("audiences", audience_choices())
        self._choices("access", [(need.code, str(need.name)) for need in NEEDS.values()])
        if card is not None and card.kind == Card.Kind.OFFER:
            del self.fields["access"]  # only a need asks for it
        self._choices("gmina", [("", _("At our place")), *groups])

    def _choices(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def unfolded(self) -> bool:
        """Whether the rest stands open: something is written there, or is wrong."""
        named = (name for name in self.FOLDED if name in self.fields)
        return any(self[name].errors or self[name].value() for name in named)

    def given(self) -> dict[str, Any]:
        """What `clean_card` takes, of a valid form."""
        data = {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}
        data["gmina"] = int(data["gmina"]) if data.get("gmina") else None
        data["what"] = data.get("what") or Card.What.OTHER
        return data


def initial_of_card(card: Card) -> dict[str, Any]:
    """The form's values of what is written now."""
    names = (
        "kind", "what", "title", "until", "body", "radius_km", "first_day", "last_day", "access", "capacity",
        "gives",
    )  # fmt: skip
    initial: dict[str, Any] = {name: getattr(card, name) for name in names}
    initial["gmina"] = str(card.gmina_id or "")
    initial["practices"] = list(card.practices.values_list("code", flat=True))
    initial["audiences"] = list(card.audiences.values_list("code", flat=True))
    return initial
