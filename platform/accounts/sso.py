"""Logging in by the account of another site (OpenID Connect), where the operator has set one up.

Who comes from there is known by an address that the other site has verified: an account of that address
is theirs, else they get a new one. Without such an address nobody gets in.
"""

from collections.abc import Callable
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect import views
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from requests import RequestException

from accounts.models import User
from kernel.gate import BadText, required_text

NAME_LIMIT = 80


class SsoAdapter(DefaultSocialAccountAdapter):
    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        verified = any(address.verified for address in sociallogin.email_addresses)
        if not sociallogin.is_existing and not verified:
            raise ImmediateHttpResponse(_page(request, "no_address"))

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        given = data.get("name") or " ".join(str(part) for part in parts if part)
        try:
            user.name = required_text(str(given), limit=NAME_LIMIT, lines=False, name=True)
        except BadText:
            user.name = str(user.email).split("@")[0][:NAME_LIMIT]
        return user

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> User:
        sociallogin.user.verified = True  # nobody gets here without a verified address
        user: User = super().save_user(request, sociallogin, form)
        return user


def _guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The other site is a site of others: it may be away, or answer with anything."""

    def guarded(request: HttpRequest, provider_id: str) -> HttpResponse:
        if not settings.OIDC_NAME:
            raise Http404
        try:
            return view(request, provider_id)
        except (
            RequestException,
            LookupError,
            AttributeError,
            TypeError,
            ValueError,
            PermissionDenied,
        ):
            return _page(request, "away")

    return guarded


def _page(request: HttpRequest, reason: str) -> HttpResponse:
    return render(
        request, "socialaccount/authentication_error.html", {"reason": reason}, status=403
    )


login = _guarded(views.login)
callback = _guarded(views.callback)
