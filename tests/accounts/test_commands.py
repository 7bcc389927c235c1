"""What the operator makes by hand: members and tokens."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.levels import Level
from accounts.models import ApiToken, User
from accounts.tokens import person_of_token
from tests.cast import Cast


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def made(email: str = "nadia@example.org", **changes: str) -> str:
    options = {"name": "Nadia Nowak", "password": "skrzypce-i-basy", **changes}
    return run("make_member", email, *(f"--{key}={value}" for key, value in options.items()))


def test_a_member_made_by_hand_can_log_in_and_write_at_once(cast: Cast) -> None:
    assert "nadia@example.org" in made()
    client = cast.client()
    client.post("/accounts/login/", {"login": "nadia@example.org", "password": "skrzypce-i-basy"})
    sent = client.post(
        f"/forums/{cast.square.slug}/ask/",
        {"title": "Raz", "body": "Dwa", "kind": "question", "lang": "pl"},
    )
    assert sent.status_code == 303
    nadia = User.objects.get(email="nadia@example.org")
    assert (nadia.handle, nadia.role, nadia.level, nadia.verified) == (
        "nadia.nowak",
        "member",
        Level.MEMBER,
        True,
    )


@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_a_moderator_made_by_hand_has_every_forum(cast: Cast, role: str) -> None:
    made(role=role)
    client = cast.client()
    client.post("/accounts/login/", {"login": "nadia@example.org", "password": "skrzypce-i-basy"})
    assert client.get("/forums/moderacja/").status_code == 200
    assert client.get("/moderation/").status_code == 200


def test_the_same_address_again_renews_the_person(cast: Cast) -> None:
    made("ola@example.org", name="Ola W.", password="inne-haslo-teraz")
    ola = User.objects.get(email="ola@example.org")
    assert (ola.pk, ola.name, ola.handle) == (cast.ola.pk, "Ola W.", "ola")
    assert ola.check_password("inne-haslo-teraz")


@pytest.mark.parametrize(
    ("email", "changes"),
    [
        ("no address", {}),
        ("a" * 300 + "@example.org", {}),
        ("x@example.org", {"password": "short"}),
        ("x@example.org", {"name": ""}),
        ("x@example.org", {"name": "a\x00b"}),
        ("x@example.org", {"name": "a" * 81}),
        ("x@example.org", {"role": "king"}),
    ],
)
def test_what_cannot_be_a_member_is_an_error(db: None, email: str, changes: dict[str, str]) -> None:
    with pytest.raises(CommandError):
        made(email, **changes)
    assert User.objects.count() == 0


def test_a_token_is_shown_once_and_kept_as_its_hash(cast: Cast) -> None:
    token = run("make_token", "OLA@example.org").strip()
    assert person_of_token(token) == cast.ola
    assert not ApiToken.objects.filter(digest=token).exists()
    assert token not in str(ApiToken.objects.values())
    assert person_of_token(token + "x") is None


def test_a_token_opens_the_api_until_its_person_is_barred(cast: Cast) -> None:
    token = run("make_token", "ola@example.org").strip()
    client = cast.client()
    body = {"title": "Przez API", "body": "Treść."}

    def post() -> int:
        return client.post(
            "/api/v1/forums/ogolne/topics", body, content_type="application/json",
            headers={"authorization": f"Bearer {token}"},
        ).status_code  # fmt: skip

    assert post() == 201
    User.objects.filter(pk=cast.ola.pk).update(is_active=False)
    assert post() == 401


def test_a_token_for_nobody_is_an_error(cast: Cast) -> None:
    with pytest.raises(CommandError):
        run("make_token", "nobody@example.org")
    User.objects.filter(pk=cast.jan.pk).update(is_active=False)
    with pytest.raises(CommandError):
        run("make_token", "jan@example.org")
