"""The forms of whom to ask and of networks. What may be kept is judged by the actions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.actions.contacts import GUARDED, NAME_LIMIT, ROLE_LIMIT
from directory.models import Contact, NetworkPlace
from directory.vocabulary import networks
from directory.vocabulary.fields import EMAIL_LIMIT, PHONE_LIMIT
from kernel.forms import RefusableForm
from kernel.gate import GateCharField


def _circle(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=Contact.Shown.choices, initial=Contact.Shown.EVERYBODY
    )


class ContactForm(RefusableForm):
    """Somebody whom one can ask."""

    role = GateCharField(
        label=_("What they are asked about"), limit=ROLE_LIMIT, lines=False, name=True,
        help_text=_("Such as: renting the hall, workshops, the director."),
    )  # fmt: skip
    name = GateCharField(
        label=_("First and last name"), limit=NAME_LIMIT, lines=False, name=True, required=False,
        help_text=_("Not needed: an office can be asked too."),
    )  # fmt: skip
    name_shown = _circle(_("Who sees the name"))
    phone = GateCharField(label=_("Telephone"), limit=PHONE_LIMIT, lines=False, required=False)
    phone_shown = _circle(_("Who sees the telephone number"))
    email = GateCharField(label=_("E-mail"), limit=EMAIL_LIMIT, lines=False, required=False)
    email_shown = _circle(_("Who sees the e-mail address"))
    for_access = forms.BooleanField(
        label=_("This is whom to ask about accessibility"), required=False,
        help_text=_("One contact can be that. It stands beside the accessibility of the place."),
    )  # fmt: skip


def initial_contact(contact: Contact) -> dict[str, Any]:
    """The form's values of what is written now."""
    names = ("role", "for_access", *GUARDED, *(f"{field}_shown" for field in GUARDED))
    return {name: getattr(contact, name) for name in names}


class NetworkForm(RefusableForm):
    """An organisation in a network. `taken`: codes of those that it is in already."""

    network = forms.ChoiceField(label=_("Network"))
    role = GateCharField(
        label=_("As what"), limit=networks.ROLE_LIMIT, lines=False, required=False,
        help_text=_("Such as: member, founder, on the board."),
    )  # fmt: skip
    since = GateCharField(
        label=_("Since which year"), limit=10, lines=False, required=False,
    )  # fmt: skip
    until = GateCharField(
        label=_("Until which year"), limit=10, lines=False, required=False,
        help_text=_("Leave it empty while you belong."),
    )  # fmt: skip

    def __init__(self, *args: Any, taken: Iterable[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        left_out = set(taken)
        field = self.fields["network"]
        assert isinstance(field, forms.ChoiceField)
        rows = [(code, name) for code, name in networks.choices() if code not in left_out]
        field.choices = [("", _("Choose …")), *rows]
        for name in ("since", "until"):
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "class": "input input-short"}


class PlaceForm(NetworkForm):
    """The same for a network that the organisation is in: which one stands in the address."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["network"]


def initial_place(place: NetworkPlace) -> dict[str, Any]:
    return {
        "role": place.role, "since": str(place.since or ""), "until": str(place.until or ""),
    }  # fmt: skip
