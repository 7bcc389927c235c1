"""Forms of accounts."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.handles import RESERVED, free_handle
from accounts.models import HANDLE_PATTERN, ReadingOrder, User, WrittenTo
from kernel.gate import GateCharField
from taxonomy.models import Region

BIO_LIMIT = 2_000


class SignupFields(forms.Form):
    """What sign-up asks beside address and password: the name, as others will see it."""

    name = GateCharField(
        label=gettext_lazy("Your name"), limit=80, lines=False, name=True,
        help_text=gettext_lazy("As others will see it. You can change it later."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip

    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account is made (allauth's documented hook)."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


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
            "name", "handle", "organisation", "region", "language", "bio", "open", "written_to_by",
            "hears_of_matches", "reading_order",
        ]  # fmt: skip
        labels = {
            "open": gettext_lazy("Show my organisation, powiat and description to everybody"),
            "hears_of_matches": gettext_lazy(
                "Tell me, once a week at most, when a need or an offer fits one of my organisation’s"
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.filter(level=Region.Level.POWIAT)  # type: ignore[attr-defined]

    def clean_handle(self) -> str:
        handle = str(self.cleaned_data["handle"]).lower()
        if not re.match(HANDLE_PATTERN, handle):
            raise ValidationError(
                _("Use small letters a–z, figures, dots, hyphens; 1 to 30 of them.")
            )
        taken = User.objects.filter(handle=handle).exclude(pk=self.instance.pk).exists()
        if taken or (handle in RESERVED and handle != self.initial.get("handle")):
            raise ValidationError(
                _("Somebody has this handle. You could take “%(handle)s”.")
                % {"handle": free_handle(handle)}
            )
        return handle
