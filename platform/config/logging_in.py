"""Settings of logging in: allauth's, and what goes with them. See docs/decisions/logging-in.md."""

import re
from datetime import timedelta
from math import ceil

from config.reading import env, parts_of
from config.safety import factor_of

_factor = factor_of(env.str("RATE_LIMIT_FACTOR", default="1"))


def _ends(who: str, idle: float, longest: float) -> tuple[timedelta, timedelta]:
    """(without a visit, in any case), from days as the operator says them."""
    if not 1 / 24 <= idle <= longest <= 3_650:
        raise SystemExit(
            f"{who}SESSION_IDLE_DAYS must be at least an hour (0.042), and {who}SESSION_LONGEST_DAYS no less than that"
            " and ten years at the most."
        )
    return timedelta(days=idle), timedelta(days=longest)


SESSION_ENDS = _ends(
    "", env.float("SESSION_IDLE_DAYS", default=60), env.float("SESSION_LONGEST_DAYS", default=180)
)
"""When a log-in ends: without a visit, and in any case. People of small institutions log in rarely."""
STAFF_SESSION_ENDS = _ends(
    "STAFF_",
    env.float("STAFF_SESSION_IDLE_DAYS", default=2),
    env.float("STAFF_SESSION_LONGEST_DAYS", default=14),
)
"""The same for moderators and administrators."""
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = int(SESSION_ENDS[0].total_seconds())

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupFields"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
MFA_ADAPTER = "accounts.second_step.adapter.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
# Nobody logs in here before their address is confirmed; another one may be added afterwards.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "accounts.second_step.forms.CodeForm",
    "reauthenticate": "accounts.second_step.forms.CodeAgainForm",
    "activate_totp": "accounts.second_step.forms.SetUpAppForm",
    "add_webauthn": "accounts.second_step.forms.AddPasskeyForm",
    "edit_webauthn": "accounts.second_step.forms.RenamePasskeyForm",
    "authenticate_webauthn": "accounts.second_step.forms.PasskeyForm",
    "login_webauthn": "accounts.second_step.forms.PasskeyLoginForm",
    "reauthenticate_webauthn": "accounts.second_step.forms.PasskeyAgainForm",
}
# Logging in by another site (OpenID Connect): off unless all four are set.
_oidc = {
    name: env.str(f"OIDC_{name}", default="") for name in ("NAME", "URL", "CLIENT_ID", "SECRET")
}
OIDC_NAME = _oidc["NAME"] if all(_oidc.values()) else ""
SOCIALACCOUNT_ADAPTER = "accounts.sso.SsoAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# By a link: the policy of our pages lets forms go nowhere else, and the way back is guarded by `state`.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5


def oidc_providers(name: str, url: str, client_id: str, secret: str) -> dict[str, object]:
    app = {
        "provider_id": "sso", "name": name, "client_id": client_id, "secret": secret,
        "settings": {"server_url": url},
    }  # fmt: skip
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


SOCIALACCOUNT_PROVIDERS = (
    oidc_providers(_oidc["NAME"], _oidc["URL"], _oidc["CLIENT_ID"], _oidc["SECRET"])
    if OIDC_NAME
    else {}
)
SECOND_STEP_FOR_STAFF = env.bool("SECOND_STEP_FOR_STAFF", default=True)
"""Whether moderators and administrators must have a second step of logging in. Not on a demonstration site."""
# The library's own limits ("how often/in what time/for whom"; False: none at all), times the factor.
_account_limits = {
    "change_password": "5/m/user",
    "confirm_email": "1/180s/key",
    "login": "30/m/ip",
    # Of codes and passkeys alone: wrong passwords are counted by accounts.guarding.
    "login_failed": "10/15m/key",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
    "request_login_code": "20/m/ip",
    "reset_password": "20/m/ip",
    "reset_password_from_key": "20/m/ip",
    "signup": "20/m/ip,60/h/ip,120/d/ip",
}
ACCOUNT_RATE_LIMITS = _factor < 100 and {
    name: re.sub(r"\d+(?=/\d*\w/)", lambda found: str(ceil(int(found[0]) * _factor)), limits)
    for name, limits in _account_limits.items()
}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = parts_of(
    env.str("BASE_URL", default="http://127.0.0.1:8000")
).scheme
