"""The library's forms in our words, behind our gate."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from kernel.gate import GateCharField
from kernel.security_log import note

CREDENTIAL_LIMIT = 20_000
ONCE = 150
"""Seconds: longer than any code of an app is good for."""


def _code(label: Any) -> GateCharField:
    return GateCharField(
        label=label, limit=40, lines=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
    )  # fmt: skip


class CredentialField(forms.JSONField):
    """What a browser says of a passkey: short plain JSON, or nothing that we could read."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and (
            len(value) > CREDENTIAL_LIMIT or not value.isascii() or "\\u" in value
        ):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            read = super().to_python(value)
        except (RecursionError, ValueError) as error:  # too deep, or a number of 5,000 figures
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if read is not None and not isinstance(read, dict):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return read

    def bound_data(self, data: Any, initial: Any) -> Any:
        return None

    def prepare_value(self, value: Any) -> str:
        """A credential is good once: none goes back into the page."""
        return ""


def _credential() -> CredentialField:
    refused = gettext_lazy("Your browser did not hand over the passkey. Try again.")
    return CredentialField(
        widget=forms.HiddenInput, error_messages={"invalid": refused, "required": refused}
    )


def _only_refusals(read: Any) -> Any:
    """What comes from outside can break the library's reading of it in many ways; all mean "no"."""
    try:
        return read()
    except ValidationError:
        raise
    except Exception as error:
        raise get_adapter().validation_error("incorrect_code") from error


class _OnceOnly(base.BaseAuthenticateForm):
    """A code opens once, however long it is good for."""

    code = _code(gettext_lazy("Code of the app, or a recovery code"))

    def clean_code(self) -> str:
        code = str(super().clean_code())
        app = self.authenticator.type == Authenticator.Type.TOTP
        if app and not cache.add(f"second-step:{self.user.pk}:{code}", 1, timeout=ONCE):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_OnceOnly, base.AuthenticateForm):
    """At logging in."""


class CodeAgainForm(_OnceOnly, base.ReauthenticateForm):
    """Before something that guards the account."""


class SetUpAppForm(totp.ActivateTOTPForm):
    code = _code(gettext_lazy("The code that the app shows"))


class _Passkey(forms.Form):
    credential = _credential()

    def clean_credential(self) -> Any:
        try:
            return _only_refusals(super().clean_credential)  # type: ignore[misc]
        except ValidationError:
            person = getattr(self, "user", None)
            note("second_step_failed", account=person.pk if person else None, way="webauthn")
            raise


class PasskeyForm(_Passkey, webauthn.AuthenticateWebAuthnForm):
    """The second step, by a passkey."""

    credential = _credential()


class PasskeyLoginForm(_Passkey, webauthn.LoginWebAuthnForm):
    """Logging in with a passkey alone."""

    credential = _credential()


class PasskeyAgainForm(_Passkey, webauthn.ReauthenticateWebAuthnForm):
    credential = _credential()


def _name(label: Any, **options: Any) -> GateCharField:
    return GateCharField(label=label, limit=60, lines=False, name=True, **options)


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    name = _name(
        gettext_lazy("What you call it"), required=False,
        help_text=gettext_lazy("Such as the phone or the key it lies on."),
    )  # fmt: skip
    credential = _credential()
    passwordless = forms.BooleanField(
        label=gettext_lazy("It is enough by itself: no password, no code"), required=False, initial=True,
        help_text=gettext_lazy("Untick this for a key without fingerprint or PIN."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = _only_refusals(super().clean)
        return cleaned


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    name = _name(gettext_lazy("What you call it"))
