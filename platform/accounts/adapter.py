"""Where allauth asks us: handles, languages, mails sent from the queue."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy

from accounts import guarding
from accounts.handles import free_handle
from accounts.measures import WRONG
from accounts.models import User
from kernel.addresses import address_of
from kernel.gate import BadText, clean_text
from kernel.mail import send_mail
from kernel.security_log import note

ASKED_FOR = {
    f"account/email/{name}"
    for name in (
        "login_code", "password_reset_key", "unknown_account", "account_already_exists",
        "email_confirmation", "email_confirmation_signup",
    )
}  # fmt: skip
"""Letters that anybody can have sent to any address."""


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # One sentence for all causes: it must not tell who has an account here.
        "email_password_mismatch": gettext_lazy(
            "The address or the password does not fit. Try again, or ask for a code."
        ),
    }

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """The handle is made of the name; the person can change it on their page."""
        user.handle = free_handle(user.name or user.email.split("@")[0])

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.name = form.cleaned_data["name"]
        user.language = (get_language() or "pl")[:2]
        return super().save_user(request, user, form, commit=commit)  # type: ignore[no-any-return]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Instead of the library's count of an account, by which a stranger could lock its owner out."""
        address = credentials.get("email") or credentials.get("username") or ""
        self._tried = guarding.count_try(request, str(address))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        person = super().authenticate(request, **credentials)
        if person is not None:
            guarding.was_right(self._tried)
        else:
            WRONG.inc()
            self._note_wrong(str(credentials.get("email") or credentials.get("username") or ""))
        return person

    def _note_wrong(self, address: str) -> None:
        """The account, where there is one; else a mark, by which tries of one address are known as such. Both are
        asked for alike, so that neither takes longer."""
        pk = User.objects.filter(email=address.lower()).values_list("pk", flat=True).first()
        note(
            "login_failed", account=pk, way="password", mark="" if pk else guarding.digest(address)
        )

    def reauthenticate(self, user: User, password: str) -> bool:
        right = bool(super().reauthenticate(user, password))
        if not right:
            note("reauthentication_failed", account=user.pk, way="password")
        return right

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing of the library's is counted."""

    def send_account_already_exists_mail(self, email: str) -> None:
        """To sign up with an address that is known takes as long as with a new one."""
        make_password(email)
        super().send_account_already_exists_mail(email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """From the queue: a slow mail server must not show who has an account here."""
        if template_prefix in ASKED_FOR and not guarding.may_mail(self.request, email):
            return
        message = self.render_mail(template_prefix, email, context)
        send_mail.enqueue(
            subject=message.subject,
            text=message.body,
            html=next((body for body, kind in getattr(message, "alternatives", [])), ""),
            to=list(message.to),
        )

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whom its limits count as one: of IPv6 the network that one customer has."""
        return address_of(request) or "unknown"

    def is_safe_url(self, url: str | None) -> bool:
        """Only addresses of this very site. The library's own check also follows the other names and
        ports of this machine, and breaks on what is no address at all, such as `http://[`."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts={self.request.get_host()})

    def clean_password(self, password: str, user: User | None = None) -> str:
        try:
            clean_text(password, limit=1_000, lines=False)
        except BadText as error:
            raise ValidationError(str(error)) from error
        return super().clean_password(password, user)  # type: ignore[no-any-return]
