"""A person's page: name, handle, public writings; the rest once they open it."""

import pytest
from django.test import Client

from accounts.models import User
from directory.models import Membership, Organisation
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from notes.models import PracticeNote
from tests.cast import Cast


@pytest.fixture
def ola(cast: Cast) -> User:
    cast.ola.bio, cast.ola.bio_html = "Prowadzę klub gier.", "<p>Prowadzę klub gier.</p>"
    cast.ola.organisation = "Pracownia na Górce"
    cast.ola.region = cast.gmina.parent
    cast.ola.save()
    return cast.ola


def page(client: Client, handle: str = "ola") -> str:
    answer = client.get(f"/people/{handle}/")
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


REST = (
    "Prowadzę klub gier.",
    "Pracownia na Górce",
    "powiat krakowski",
    "Dom Kultury w Brzozówce",
    "here since",
)


@pytest.mark.parametrize("who", ["visitor", "jan", "marta"])
def test_a_closed_page_has_name_handle_and_writings_alone(cast: Cast, ola: User, who: str) -> None:
    start_topic(by=ola, forum=cast.square, title="Pytanie Oli", body="Treść.")
    shown = page(cast.client(getattr(cast, who)))
    assert "Ola Wrona" in shown
    assert "@ola" in shown
    assert "Pytanie Oli" in shown
    for secret in (*REST, ola.email):
        assert secret not in shown, secret


def test_an_open_page_shows_the_rest_but_never_the_address(cast: Cast, ola: User) -> None:
    User.objects.filter(pk=ola.pk).update(open=True)
    shown = page(cast.client(cast.jan))
    for word in REST:
        assert word in shown, word
    assert ola.email not in shown


def test_ones_own_page_shows_the_rest_to_oneself(cast: Cast, ola: User) -> None:
    shown = page(cast.client(ola))
    for word in REST:
        assert word in shown, word
    assert "/accounts/settings/" in shown


def test_whoever_has_left_an_organisation_is_not_shown_there(cast: Cast) -> None:
    User.objects.filter(pk=cast.ewa.pk).update(open=True)
    assert "Brzozówce" not in page(cast.client(), "ewa")


def test_a_hidden_organisation_is_not_named(cast: Cast, ola: User) -> None:
    User.objects.filter(pk=ola.pk).update(open=True)
    secret = Organisation.objects.create(slug="tajna", name="Tajna pracownia", hidden=True)
    Membership.objects.create(organisation=secret, person=ola)
    assert "Tajna pracownia" not in page(cast.client())


def test_what_is_written_among_moderators_is_never_shown_to_jan(cast: Cast) -> None:
    topic = start_topic(by=cast.marta, forum=cast.backroom, title="Między nami", body="Sekret.")
    post_reply(by=cast.marta, topic=topic, body="Dopisek sekretny.")
    for viewer in (None, cast.jan, cast.ewa):
        shown = page(cast.client(viewer), "marta")
        assert "Między nami" not in shown
        assert "sekretny" not in shown
        assert "Moderacja" not in shown
    assert "Między nami" in page(cast.client(cast.adam), "marta")


def test_hidden_and_removed_writings_and_drafts_are_not_shown(cast: Cast) -> None:
    topic = start_topic(by=cast.jan, forum=cast.square, title="Cudze pytanie", body="Treść.")
    hidden = post_reply(by=cast.ola, topic=topic, body="Ukryta odpowiedź.")
    Post.objects.filter(pk=hidden.pk).update(hidden=True)
    own = start_topic(by=cast.ola, forum=cast.square, title="Ukryty wątek", body="Treść.")
    Topic.objects.filter(pk=own.pk).update(hidden=True)
    PracticeNote.objects.create(
        slug="b", title="Brudnopis", body="x", html="x", author=cast.ola, status="draft"
    )
    shown = page(cast.client(cast.jan))
    for secret in ("Ukryta odpowiedź", "Ukryty wątek", "Brudnopis"):
        assert secret not in shown
    assert "Brudnopis" not in page(cast.client(cast.ola))  # drafts are with the notes, not here


def test_an_accepted_answer_counts(cast: Cast) -> None:
    topic = start_topic(
        by=cast.jan, forum=cast.square, title="Jak to zrobić?", body="Treść.", kind="question"
    )
    post = post_reply(by=cast.ola, topic=topic, body="Tak.")
    Topic.objects.filter(pk=topic.pk).update(accepted=post)
    assert "reply that somebody accepted as the answer" in page(cast.client())


@pytest.mark.parametrize(
    ("handle", "status"),
    [("nobody", 404), ("Ola", 302), ("OLA", 302), ("o%00la", 400), ("%ED%A0%80", 404), ("a" * 3_000, 404),
     ("%E2%80%AEalo", 404), ("o%0Ala", 404), ("1" * 40, 404)],
)  # fmt: skip
def test_addresses_of_nobody(cast: Cast, handle: str, status: int) -> None:
    answer = cast.client().get(f"/people/{handle}/")
    assert answer.status_code in (status, 400)
    if status == 302:
        assert answer["Location"] == "/people/ola/"


def test_the_page_of_a_closed_account_keeps_the_name_and_the_writings_alone(cast: Cast) -> None:
    start_topic(by=cast.ola, forum=cast.square, title="Kto ma rzutnik?", body="x")
    User.objects.filter(pk=cast.ola.pk).update(
        is_active=False, open=True, bio_html="<p>Prowadzę klub.</p>", organisation="Dom Kultury"
    )
    answer = cast.client(cast.marta).get("/people/ola/")
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "This account is closed." in page
    assert "Kto ma rzutnik?" in page
    assert "Prowadzę klub." not in page
    assert "Dom Kultury" not in page
