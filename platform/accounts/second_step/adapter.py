"""Where allauth.mfa asks us: names, words, and how secrets lie in the database."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext, gettext_lazy

from accounts.models import User
from kernel.naming import site_name


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That did not fit. Take a new code, or another way."),
        "cannot_generate_recovery_codes": gettext_lazy(
            "Recovery codes go with an app or a passkey: set up one of them first."
        ),
    }

    def get_totp_issuer(self) -> str:
        return site_name()

    def _get_site_name(self) -> str:
        return site_name()

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret; one that nobody knows where it was locked with a key that is gone. No code fits
        it, so that a lost key lets nobody in (`manage.py reset_second_step` helps its owner)."""
        try:
            return _lock().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return str(generate_totp_secret())

    def generate_authenticator_name(self, user: User, type: str) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}


def _lock() -> MultiFernet:
    """Made of the secret key, and of those before it that still count."""
    keys = [str(settings.SECRET_KEY), *(str(key) for key in settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(f"second step\0{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
