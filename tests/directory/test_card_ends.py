"""Before a card ends its people are told once, and prolong it from the letter."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from directory.actions.change_card import close_card, edit_card, renew_card
from directory.actions.hide import hide_organisation
from directory.actions.members import remove_member
from directory.actions.post_card import post_card
from directory.actions.tell_endings import AHEAD, tell_endings
from directory.models import Card, Membership
from kernel import background
from kernel.mail import send_mail
from tests.cast import Cast, person
from tests.directory.conftest import page_of


@pytest.fixture
def card(cast: Cast) -> Card:
    """Of Ola's house; it ends in three days and was put up long ago."""
    made = post_card(
        by=cast.ola, organisation=cast.house, kind="need", title="Sala na próby", what="room"
    )
    soon = timezone.localdate() + timedelta(days=3)
    Card.objects.filter(pk=made.pk).update(
        until=soon, created_at=timezone.now() - timedelta(days=40)
    )
    made.refresh_from_db()
    return made


def letters() -> dict[str, str]:
    """What went out, by the handle of who gets it."""
    for row in DBTaskResult.objects.filter(task_path="kernel.mail.send_mail"):
        send_mail.call(**row.args_kwargs["kwargs"])
        row.delete()
    found = {one.to[0].partition("@")[0]: f"{one.subject}\n{one.body}" for one in mail.outbox}
    mail.outbox.clear()
    return found


def address(letter: str) -> str:
    found = re.search(r"https?://[^/\s]+(/directory/needs/renew/\S+)", letter)
    assert found, letter
    return found[1]


def test_its_people_are_told_once(cast: Cast, card: Card) -> None:
    User.objects.filter(pk=cast.ola.pk).update(language="en")
    member = person("iza", "Iza Mak")
    Membership.objects.create(organisation=cast.house, person=member, role="member")
    assert "cards that end" in background.ticks
    assert tell_endings() == 1
    told = letters()
    assert set(told) == {"ola"}, (
        "neither Ewa, who used to belong, nor a member who did not put it up"
    )
    assert told["ola"].startswith("“Sala na próby” stands until")
    assert "/directory/needs/stop/" in told["ola"]
    assert tell_endings() == 0
    renew_card(by=cast.ola, card=card)
    assert tell_endings() == 0
    Card.objects.update(until=timezone.localdate() + timedelta(days=1))
    assert tell_endings() == 1, "another end is told again"


def test_who_put_it_up_is_told_while_they_belong(cast: Cast, card: Card) -> None:
    Membership.objects.create(organisation=cast.house, person=cast.jan, role="member")
    Card.objects.update(author=cast.jan)
    assert tell_endings() == 2
    assert set(letters()) == {"ola", "jan"}
    Card.objects.update(author=cast.ewa, told_of_end=None)
    assert tell_endings() == 1


@pytest.mark.parametrize("case", ["later", "over", "fresh", "closed", "hidden", "unwilling"])
def test_others_are_left_alone(cast: Cast, card: Card, case: str) -> None:
    today = timezone.localdate()
    if case == "later":
        Card.objects.update(until=today + AHEAD + timedelta(days=1))
    elif case == "over":
        Card.objects.update(until=today - timedelta(days=1))
    elif case == "fresh":
        Card.objects.update(created_at=timezone.now())
    elif case == "closed":
        close_card(by=cast.ola, card=card)
    elif case == "hidden":
        hide_organisation(organisation=cast.house, hidden=True)
    else:
        User.objects.update(hears_of_matches=False)
    assert tell_endings() == 0
    assert letters() == {}


def test_one_press_without_a_log_in(cast: Cast, card: Card) -> None:
    tell_endings()
    at = address(letters()["ola"])
    client = Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)
    page = client.get(at)
    assert page.status_code == 200
    assert "days from today" in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    before = card.until
    card.refresh_from_db()
    assert card.until == before, "a program that follows the link changes nothing"
    assert client.post(at).status_code == 200
    card.refresh_from_db()
    assert card.until == timezone.localdate() + timedelta(days=60)
    version = card.version
    assert client.post(at).status_code == 200
    assert "days from today" not in client.get(at).content.decode()
    card.refresh_from_db()
    assert card.version == version, "a second press changes nothing"


def test_a_letter_that_is_no_longer_good(cast: Cast, card: Card) -> None:
    tell_endings()
    at = address(letters()["ola"])
    assert Client().get(at[:-4] + "xxx/").status_code == 404
    assert Client().post("/directory/needs/renew/x/").status_code == 404
    close_card(by=cast.ola, card=card, outcome="found")
    assert Client().post(at).status_code == 409
    card.refresh_from_db()
    assert card.outcome == "found"
    renew_card(by=cast.ola, card=card)
    Card.objects.update(until=timezone.localdate() + timedelta(days=2), told_of_end=None)
    assert tell_endings() == 1
    at = address(letters()["ola"])
    zofia = person("zofia", "Zofia Żak")
    Membership.objects.create(organisation=cast.house, person=zofia, role="editor")
    remove_member(by=zofia, organisation=cast.house, handle="ola")
    assert Client().post(at).status_code == 403, "who has left does not speak for it"
    card.refresh_from_db()
    edit_card(
        by=zofia, card=card, version=card.version, until=timezone.localdate() + timedelta(days=9)
    )
    hide_organisation(organisation=cast.house, hidden=True)
    assert Client().get(at).status_code == 404


def test_a_card_that_ends_soon_is_prolonged_by_one_press(cast: Cast, card: Card) -> None:
    ola, words = cast.client(cast.ola), "Let it stand for 60 days from today"
    home = f"{cast.house.get_absolute_url()}cards/"
    for address in (card.get_absolute_url(), home):
        assert words in page_of(ola, address)
    for outsider in (cast.jan, cast.ewa):
        assert words not in page_of(cast.client(outsider), card.get_absolute_url())
    assert ola.post(f"{home}{card.pk}/renew/").status_code == 303
    assert "It stands until" in page_of(ola, card.get_absolute_url())
    for address in (card.get_absolute_url(), home):
        assert words not in page_of(ola, address)
