"""Forms of accounts."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import proof
from accounts.former import is_taken
from accounts.handles import RESERVED, free_handle
from accounts.models import HANDLE_PATTERN, ReadingOrder, User, WrittenTo
from accounts.ports import is_disposable
from accounts.visibility import FIELDS, SeenBy, levels_of, packed
from kernel.forms import seconds_open, stamp
from kernel.gate import GateCharField
from kernel.limits import spend
from kernel.refusals import TooMany
from taxonomy.models import Region

BIO_LIMIT = 2_000
JOINED_IN = 2
"""Seconds: who has seen the form of joining for less typed nothing into it."""


class SignupFields(forms.Form):
    """What sign-up asks beside address and password: the name, as others will see it."""

    name = GateCharField(
        label=gettext_lazy("Your name"), limit=80, lines=False, name=True,
        help_text=gettext_lazy("As others will see it. You can change it later."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip

    nothing = forms.CharField(
        required=False, max_length=200, label=gettext_lazy("Leave this empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1", "data-trap": ""}),
    )  # fmt: skip
    """No person sees it. Programs fill in whatever there is; no password manager has a word for it."""
    opened = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    proof = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    """The answer to a sum that the browser does by itself, while too many join at once (accounts.proof)."""

    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["opened"].initial = stamp
        self.unproved = False
        self.wants_proof = proof.wanted()
        if self.wants_proof:
            self.fields["proof"].widget.attrs |= {
                "data-proof": proof.challenge(), "data-bits": str(proof.BITS), "autocomplete": "off",
            }  # fmt: skip

    def clean_nothing(self) -> str:
        """Refused without a loss: whoever did fill it in by mistake empties it and goes on."""
        if self.cleaned_data["nothing"]:
            raise ValidationError(_("Leave this field empty and send it again."))
        return ""

    def clean(self) -> dict[str, Any]:
        """Nobody joins with an address for one use."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if is_disposable(str(given.get("email") or "")):
            self.add_error(
                "email",
                _(
                    "This is an address for one use. Take one at which we can reach you also"
                    " tomorrow, for a new password, say."
                ),
            )
        if self.wants_proof and not self.errors and not proof.holds(str(given.get("proof") or "")):
            self._go_without_proof()
        return given

    def _go_without_proof(self) -> None:
        """A browser without scripts does no sums: some of them join all the same, and what they write first
        is looked at before others see it."""
        try:
            spend("join_unproved", "all")
        except TooMany:
            self.add_error(
                None,
                _(
                    "Very many are joining at this moment, so we let browsers do a small sum first, and yours"
                    " has not. Allow scripts on this page, or try again in an hour."
                ),
            )
        else:
            self.unproved = True

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account is made (allauth's documented hook)."""
        user.name = self.cleaned_data["name"]
        # A password manager is quick too: nobody is turned away, only the first words are looked at.
        seconds = seconds_open(self.cleaned_data.get("opened"))
        user.watched = settings.RATE_LIMIT_FACTOR < 100 and (
            self.unproved or (seconds is not None and seconds < JOINED_IN)
        )
        user.save(update_fields=["name", "watched"])


class LookForm(forms.Form):
    """How the pages look (kernel.appearance). Sent to the same address as the buttons of the foot."""

    theme = forms.ChoiceField(
        label=gettext_lazy("Colours"), widget=forms.RadioSelect,
        choices=[
            ("system", gettext_lazy("As in the system")), ("light", gettext_lazy("Light")),
            ("dark", gettext_lazy("Dark")),
        ],
    )  # fmt: skip
    contrast = forms.ChoiceField(
        label=gettext_lazy("Contrast"), widget=forms.RadioSelect,
        choices=[
            ("system", gettext_lazy("As in the system")), ("more", gettext_lazy("Stronger")),
        ],
    )  # fmt: skip
    size = forms.ChoiceField(
        label=gettext_lazy("Size of letters"), widget=forms.RadioSelect,
        choices=[
            ("usual", gettext_lazy("Usual")), ("large", gettext_lazy("Larger")),
            ("larger", gettext_lazy("Much larger")),
        ],
    )  # fmt: skip
    face = forms.ChoiceField(
        label=gettext_lazy("Letters of headings"), widget=forms.RadioSelect,
        choices=[
            ("own", gettext_lazy("Those of the square")),
            ("plain", gettext_lazy("Plain, as in the text")),
        ],
    )  # fmt: skip
    motion = forms.ChoiceField(
        label=gettext_lazy("Movement"), widget=forms.RadioSelect,
        choices=[("system", gettext_lazy("As in the system")), ("less", gettext_lazy("None"))],
    )  # fmt: skip


class KeptChoice(forms.ChoiceField):
    """One is always chosen: a form that does not send it leaves what was."""

    def validate(self, value: Any) -> None:
        if value not in self.empty_values:
            super().validate(value)


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]
    """A person's own page. Everything but name and handle is hidden until `open`."""

    name = GateCharField(label=gettext_lazy("Name"), limit=80, lines=False, name=True)
    handle = GateCharField(
        label=gettext_lazy("Handle"), limit=30, lines=False, name=True,
        help_text=gettext_lazy("The address of your page: small letters, figures, dots and hyphens."),
    )  # fmt: skip
    organisation = GateCharField(
        label=gettext_lazy("Where you work or act"),
        limit=200,
        lines=False,
        name=True,
        required=False,
    )
    bio = GateCharField(label=gettext_lazy("About you"), limit=BIO_LIMIT, required=False)
    region = forms.ModelChoiceField(
        label=gettext_lazy("Powiat"), queryset=Region.objects.none(), required=False,
        empty_label=gettext_lazy("not said"),
    )  # fmt: skip

    contact = GateCharField(
        label=gettext_lazy("How else you can be reached"), limit=200, lines=False, required=False,
        help_text=gettext_lazy("Such as a telephone number at work. Nobody sees the address you log in with."),
    )  # fmt: skip

    language = forms.ChoiceField(
        label=gettext_lazy("Language of the pages and of our mails"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )

    written_to_by = forms.ChoiceField(
        label=gettext_lazy("Who may write to you"), choices=WrittenTo.choices, required=False,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "This is about new conversations. What somebody writes to an organisation whose page you edit still reaches you."
        ),
    )  # fmt: skip

    reading_order = forms.ChoiceField(
        label=gettext_lazy("How you read the replies of a topic"),
        choices=ReadingOrder.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = User
        fields = [
            "name", "handle", "organisation", "region", "language", "bio", "contact", "open", "written_to_by",
            "hears_of_matches", "reading_order", "shows_presence",
        ]  # fmt: skip
        labels = {
            "open": gettext_lazy("Open my page: show what is below to those whom I choose"),
            "hears_of_matches": gettext_lazy(
                "Tell me, once a week at most, when a need or an offer fits one of my organisation’s"
            ),
            "shows_presence": gettext_lazy(
                "Show others when I am in a room, and when I am writing"
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.filter(level=Region.Level.POWIAT)  # type: ignore[attr-defined]
        for name, level in levels_of(self.instance).items():
            self.fields[f"seen_{name}"] = KeptChoice(
                label=_("Who sees it"), choices=SeenBy.choices, initial=level
            )

    def clean(self) -> dict[str, Any]:
        """A form that says nothing of who sees a field leaves it as it was."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        levels = levels_of(self.instance)
        self.instance.seen_by = packed(
            {name: given.get(f"seen_{name}") or level for name, level in levels.items()}
        )
        return given

    def seen_fields(self) -> dict[str, Any]:
        """For the template: who sees what, by the name of the field."""
        return {name: self[f"seen_{name}"] for name in FIELDS}

    def clean_handle(self) -> str:
        handle = str(self.cleaned_data["handle"]).lower()
        if not re.match(HANDLE_PATTERN, handle):
            raise ValidationError(
                _("Use small letters a–z, figures, dots, hyphens; 1 to 30 of them.")
            )
        others = User.objects.filter(handle=handle).exclude(pk=self.instance.pk)
        taken = others.exists() or is_taken(handle, by=self.instance)
        if taken or (handle in RESERVED and handle != self.initial.get("handle")):
            raise ValidationError(
                _("Somebody has this handle. You could take “%(handle)s”.")
                % {"handle": free_handle(handle)}
            )
        return handle


class ErasureForm(forms.Form):
    """One types one's own handle: nobody deletes an account by a slip of the finger."""

    handle = GateCharField(
        label=gettext_lazy("Your handle"), limit=60, lines=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, *args: Any, handle: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._handle = handle
        self.fields["handle"].help_text = _("To be sure, type: %(handle)s") % {"handle": handle}

    def clean_handle(self) -> str:
        typed = str(self.cleaned_data["handle"]).removeprefix("@").lower()
        if typed != self._handle:
            raise forms.ValidationError(
                _("This is not your handle: %(handle)s") % {"handle": self._handle}
            )
        return typed
