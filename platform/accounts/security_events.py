"""What the log of safety hears of accounts: log-ins, wrong tries, changes of what guards them, pages that were refused."""

from collections.abc import Callable
from typing import Any

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import Signal, receiver
from django.http import HttpRequest, HttpResponse

from accounts.facts import PersonErased
from accounts.models import User
from kernel.facts import receives
from kernel.security_log import note
from kernel.watching.requests import route_of

CHANGES: dict[str, Signal] = {
    "password_changed": account.password_changed,
    "password_set": account.password_set,
    "password_reset": account.password_reset,
    "mail_added": account.email_added,
    "mail_changed": account.email_changed,
    "mail_removed": account.email_removed,
}
SECOND_STEPS: dict[str, Signal] = {
    "second_step_added": mfa.authenticator_added,
    "second_step_removed": mfa.authenticator_removed,
    "second_step_renewed": mfa.authenticator_reset,
}
CODES: dict[str, Signal] = {
    "login_code": account.login_code_rejected,
    "password_reset_code": account.password_reset_code_rejected,
    "mail_code": account.email_verification_code_rejected,
}


@receiver(user_logged_in)
def logged_in(request: HttpRequest, user: User, **_: Any) -> None:
    methods = request.session.get("account_authentication_methods", [])
    note(
        "login",
        account=user.pk,
        ways=",".join(sorted({str(one.get("method", "")) for one in methods})),
    )


@receiver(user_logged_out)
def logged_out(user: User | None, **_: Any) -> None:
    if user is not None:
        note("logout", account=user.pk)


@receiver(mfa.authentication_failed)
def second_step_failed(user: User, authenticator: Authenticator, **_: Any) -> None:
    note("second_step_failed", account=user.pk, way=str(authenticator.type))


@receiver(account.email_confirmed)
def mail_confirmed(email_address: EmailAddress, **_: Any) -> None:
    note("mail_confirmed", account=email_address.user_id)


@receives(PersonErased)
def erased(fact: PersonErased) -> None:
    note("account_deleted", account=fact.person_id)


def _hear(event: str, signal: Signal, **more: str) -> None:
    def heard(user: User | None, authenticator: Authenticator | None = None, **_: Any) -> None:
        way = {"way": str(authenticator.type)} if authenticator is not None else {}
        note(event, account=user.pk if user else None, **more, **way)

    signal.connect(heard, weak=False, dispatch_uid=f"{__name__}.{event}.{more}")


for _event, _signal in (CHANGES | SECOND_STEPS).items():
    _hear(_event, _signal)
for _way, _signal in CODES.items():
    _hear("code_refused", _signal, way=_way)


def refused_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The middleware. What is hidden answers like what is not there, so both are noted, where somebody is logged in
    and the address is one of ours."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code in (401, 403, 404) and request.resolver_match is not None:
            person = request.META.get("rynek.token_of") or _who(request)
            if person is not None:
                note(
                    "refused", account=person, status=response.status_code, method=str(request.method),
                    route=route_of(request), **_numbers(request),
                )  # fmt: skip
        return response

    return middleware


def _who(request: HttpRequest) -> int | None:
    user = request.user if request.session.accessed else None
    return user.pk if isinstance(user, User) else None


def _numbers(request: HttpRequest) -> dict[str, int]:
    """The numbers in the address; names in it are words of people."""
    given = request.resolver_match.kwargs if request.resolver_match else {}
    return {f"in_{name}": value for name, value in given.items() if isinstance(value, int)}
