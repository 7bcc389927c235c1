"""The second step of logging in: an app's codes, recovery codes, and who must have one."""

import json
import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.management import call_command
from django.test import Client, override_settings

from accounts.models import Role, User
from kernel.jobs import work_off
from realtime.live.identity import by_session
from tests.cast import PASSWORD, Cast, person

pytestmark = pytest.mark.django_db(transaction=True)
HOME = "/accounts/2fa/"


def code_of(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def logged_in(browser: Client, who: User) -> Any:
    """The person's own language comes with them: here they speak English."""
    User.objects.filter(pk=who.pk).update(language="en")
    return browser.post("/accounts/login/", {"login": who.email, "password": PASSWORD})


def it_is_me(browser: Client) -> None:
    """What is asked before something that guards the account is changed."""
    sent = browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert sent.status_code == 302, sent.content.decode()


def signed_in(browser: Client) -> bool:
    return browser.get("/accounts/settings/").status_code == 200


def with_app(cast: Cast, who: User) -> tuple[Client, str]:
    """A browser of the person who has just set up an app, and the app's key."""
    browser = cast.client()
    logged_in(browser, who)
    it_is_me(browser)
    page = browser.get(f"{HOME}totp/activate/").content.decode()
    found = re.search(r"<code[^>]*>([A-Z2-7]{32})</code>", page)
    assert found
    done = browser.post(f"{HOME}totp/activate/", {"code": code_of(found[1], -1)})
    assert done.status_code == 302, done.content.decode()
    return browser, found[1]


def codes_of(browser: Client) -> list[str]:
    page = browser.get(f"{HOME}recovery-codes/").content.decode()
    return re.findall(r"<code>(\d{8})</code>", page)


def test_an_app_is_set_up_and_asked_for(cast: Cast) -> None:
    browser, key = with_app(cast, cast.ola)
    assert len(codes_of(browser)) == 10
    assert User.objects.get(pk=cast.ola.pk).second_step
    other = cast.client()
    assert logged_in(other, cast.ola)["Location"] == f"{HOME}authenticate/"
    assert not signed_in(other)  # the password is half the way
    page = other.post(f"{HOME}authenticate/", {"code": "000000"})
    assert "That did not fit" in page.content.decode()
    assert not signed_in(other)
    assert other.post(f"{HOME}authenticate/", {"code": code_of(key)}).status_code == 302
    assert signed_in(other)
    work_off()
    assert any("app guards" in letter.subject.lower() for letter in mail.outbox)


def test_a_code_opens_once(cast: Cast) -> None:
    _, key = with_app(cast, cast.ola)
    code = code_of(key)
    for opens in (True, False):
        browser = cast.client()
        logged_in(browser, cast.ola)
        browser.post(f"{HOME}authenticate/", {"code": code})
        assert signed_in(browser) is opens


def test_a_recovery_code_opens_once_and_new_ones_end_the_old(cast: Cast) -> None:
    browser, _ = with_app(cast, cast.ola)
    first, second = codes_of(browser)[:2]
    for opens in (True, False):
        other = cast.client()
        logged_in(other, cast.ola)
        other.post(f"{HOME}authenticate/", {"code": first})
        assert signed_in(other) is opens
    assert first not in codes_of(browser)
    browser.post(f"{HOME}recovery-codes/generate/")
    other = cast.client()
    logged_in(other, cast.ola)
    other.post(f"{HOME}authenticate/", {"code": second})
    assert not signed_in(other)


def test_the_app_is_removed_only_by_who_has_just_proved_to_be_its_owner(cast: Cast) -> None:
    browser, key = with_app(cast, cast.ola)
    session = browser.session
    session["account_authentication_methods"] = []  # as after five minutes
    session.save()
    answer = browser.post(f"{HOME}totp/deactivate/")
    assert answer["Location"].startswith("/accounts/")
    assert "reauthenticate" in answer["Location"]
    assert User.objects.get(pk=cast.ola.pk).second_step
    browser.post(f"{HOME}reauthenticate/", {"code": code_of(key)})
    assert browser.post(f"{HOME}totp/deactivate/").status_code == 302
    assert not Authenticator.objects.filter(
        user=cast.ola
    ).exists()  # the recovery codes went with it
    assert not User.objects.get(pk=cast.ola.pk).second_step


def test_the_database_shows_no_secret_and_another_key_opens_nothing(cast: Cast) -> None:
    browser, key = with_app(cast, cast.ola)
    codes = codes_of(browser)
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert key not in kept
    with override_settings(SECRET_KEY="another-key"):
        other = cast.client()
        logged_in(other, cast.ola)
        for code in (code_of(key), codes[0]):
            assert other.post(f"{HOME}authenticate/", {"code": code}).status_code == 200
        assert not signed_in(other)


@pytest.mark.parametrize(
    "sent",
    [
        "", "x", "[]", "{}", "null", '{"response": []}', '{"id": "\\u0000"}', '{"id": "\\ud800"}',
        '{"id":"YQ","rawId":"YQ","type":"public-key","response":{"userHandle":"YQ"}}', "[" * 5_000,
        '{"id":"YQ","rawId":"YQ","type":"public-key","response":{"clientDataJSON":"e30","authenticatorData":"YQ","signature":"YQ","userHandle":"YQ"}}',
        "{" * 30_000, '{"rawId": 1, "response": {"userHandle": {}}}',
    ],
    ids=range(13),
)  # fmt: skip
def test_what_is_no_passkey_is_refused(cast: Cast, sent: str) -> None:
    stranger = cast.client()
    stranger.get(f"{HOME}webauthn/login/", headers={"accept": "application/json"})
    answer = stranger.post(f"{HOME}webauthn/login/", {"credential": sent})
    assert answer.status_code in (200, 302, 422)
    assert not signed_in(stranger)
    browser = cast.client(cast.ola)
    it_is_me(browser)
    browser.get(f"{HOME}webauthn/add/")
    assert (
        browser.post(f"{HOME}webauthn/add/", {"credential": sent, "name": "a\x00"}).status_code
        < 500
    )
    assert browser.post(f"{HOME}webauthn/add/", {"credential": sent}).status_code in (200, 422)
    assert not Authenticator.objects.exists()


def test_a_passkey_of_another_person_is_not_there(cast: Cast) -> None:
    key = Authenticator.objects.create(user=cast.ola, type="webauthn", data={"name": "telefon"})
    jan = cast.client()
    logged_in(jan, cast.jan)
    for path in ("remove", "edit"):
        assert jan.get(f"{HOME}webauthn/keys/{key.pk}/{path}/").status_code in (302, 404)
        assert jan.post(f"{HOME}webauthn/keys/{key.pk}/{path}/", {"name": "x"}).status_code in (
            302,
            404,
        )
    key.refresh_from_db()
    assert key.data["name"] == "telefon"


@pytest.fixture
def keeper(cast: Cast) -> User:
    """A moderator of a site that is no demonstration."""
    User.objects.filter(email__in=[cast.marta.email, cast.adam.email]).delete()
    one = person("zuza", "Zuza Rawa", role=Role.MODERATOR)
    return one


def test_who_looks_after_the_site_must_have_a_second_step(cast: Cast, keeper: User) -> None:
    browser = cast.client()
    logged_in(browser, keeper)
    for path in (
        "/",
        "/moderation/",
        "/admin/",
        "/forums/",
        "/accounts/settings/",
        "/notifications/",
    ):
        answer = browser.get(path)
        assert (answer.status_code, answer.get("Location")) == (303, "/accounts/second-step/"), path
    assert browser.post("/forums/ogolne/ask/", {"title": "x", "body": "y"}).status_code == 303
    key = browser.cookies["session"].value
    assert by_session(key)[0].person_id is None  # nor does a socket know them
    it_is_me(browser)
    for path in ("/accounts/second-step/", "/about/rules/", f"{HOME}totp/activate/"):
        assert browser.get(path).status_code == 200, path
    browser, _ = with_app(cast, keeper)
    assert browser.get("/moderation/").status_code == 200
    assert by_session(browser.cookies["session"].value)[0].person_id == keeper.pk


def test_a_member_and_a_visitor_are_asked_for_nothing(cast: Cast, keeper: User) -> None:
    for browser in (cast.client(), cast.client(cast.ola)):
        assert browser.get("/").status_code == 200


def test_a_demonstration_site_and_an_operator_who_says_so_ask_for_nothing(cast: Cast) -> None:
    assert cast.client(cast.marta).get("/moderation/").status_code == 200
    User.objects.filter(email__in=[cast.marta.email, cast.adam.email]).delete()
    zuza = person("zuza", "Zuza Rawa", role=Role.MODERATOR)
    with override_settings(SECOND_STEP_FOR_STAFF=False):
        assert cast.client(zuza).get("/moderation/").status_code == 200


def test_the_operator_helps_who_has_lost_everything(cast: Cast) -> None:
    with_app(cast, cast.ola)
    call_command("reset_second_step", cast.ola.email)
    assert not Authenticator.objects.exists()
    browser = cast.client()
    logged_in(browser, cast.ola)
    assert signed_in(browser)
    work_off()
    assert any("second step" in letter.subject for letter in mail.outbox)
