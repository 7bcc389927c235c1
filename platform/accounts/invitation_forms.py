"""Forms of inviting and of joining by an invitation."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kernel.forms import RefusableForm
from kernel.gate import GateCharField


class InviteForm(RefusableForm):
    email = GateCharField(
        label=gettext_lazy("Their e-mail address"), limit=254, lines=False, name=True,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, roles: Sequence[tuple[str, Any]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        if roles:
            self.fields["role"] = forms.ChoiceField(
                label=gettext_lazy("What they do here"), choices=list(roles), initial=roles[-1][0]
            )


class JoinForm(RefusableForm):
    name = GateCharField(
        label=gettext_lazy("Your name"), limit=80, lines=False, name=True,
        help_text=gettext_lazy("As others will see it. You can change it later."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip
    password = GateCharField(
        label=gettext_lazy("A password"), limit=1_000, lines=False, strip=False,
        help_text=gettext_lazy("At least 10 characters. Four words are best. You may paste it."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
