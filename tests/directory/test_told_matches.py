"""Both sides are told of what fits, at most once a week, never twice, and can end it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from directory.actions import tell_matches
from directory.actions.post_card import post_card
from directory.actions.set_aside import set_aside
from directory.actions.tell_matches import LOT, Round, stop_address, tell_organisation
from directory.models import Card, Membership, Organisation, ToldMatch
from kernel import background
from kernel.mail import send_mail
from notifications.models import Notification
from tests.cast import Cast
from tests.directory.conftest import House, page_of


@pytest.fixture
def other(cast: Cast, house: House, region: None) -> Organisation:
    """Jan's house, which has the room that Ola's seeks."""
    made = house("Dom pod Lipą", lon=19.99, lat=49.97, petla_indukcyjna="yes")
    Membership.objects.create(organisation=made, person=cast.jan, role="editor")
    return made


@pytest.fixture
def pair(cast: Cast, other: Organisation) -> tuple[Card, Card]:
    need = post_card(
        by=cast.ola, organisation=cast.house, kind="need", title="Sala na próby", what="room",
        practices=["teatr"], access=["hearing_loop"], capacity=40, radius_km=50,
    )  # fmt: skip
    offer = post_card(
        by=cast.jan, organisation=other, kind="offer", title="Lipowa sala", what="room", capacity=60,
        practices=["teatr"],
    )  # fmt: skip
    return need, offer


def tick() -> None:
    """As the background does it: until nothing waits, then the mails that were queued. (The worker
    itself would close the connection of this test's transaction.)"""
    run = Round()
    while run.tick():
        pass
    for row in DBTaskResult.objects.filter(task_path="kernel.mail.send_mail").order_by(
        "enqueued_at"
    ):
        send_mail.call(**row.args_kwargs["kwargs"])
        row.delete()


def letters() -> dict[str, Any]:
    found = {message.to[0].partition("@")[0]: message for message in mail.outbox}
    mail.outbox.clear()
    return found


def test_both_sides_are_told_once_with_the_reasons(
    cast: Cast, pair: tuple[Card, Card], other: Organisation
) -> None:
    User.objects.filter(pk=cast.ola.pk).update(language="en")
    assert "matches" in background.ticks
    tick()
    told = letters()
    assert set(told) == {"ola", "jan"}, "not Ewa, who used to belong"
    english = told["ola"]
    assert english.subject == "1 card fits one of Dom Kultury w Brzozówce"
    for words in (
        "Lipowa sala (Dom pod Lipą)",
        "For: Sala na próby",
        "there: hearing loop",
        "12 km",
    ):
        assert words in english.body
    assert f"/directory/needs/{pair[1].pk}/" in english.body
    assert "(theatre)" in english.body and "(teatr)" in told["jan"].body, (
        "each in their own language"
    )
    assert set(ToldMatch.objects.values_list("card", "other")) == {
        (pair[0].pk, pair[1].pk), (pair[1].pk, pair[0].pk),
    }  # fmt: skip
    assert Notification.objects.filter(kind="matches").count() == 2
    bell = page_of(cast.client(cast.ola), "/notifications/")
    assert "There is something that fits what “Dom Kultury w Brzozówce” seeks or has" in bell
    assert Notification.objects.get(person=cast.ola).url == pair[0].get_absolute_url()
    tick()
    assert not letters(), "nobody is told twice"


def test_at_most_once_a_week_and_then_only_what_is_new(
    cast: Cast, pair: tuple[Card, Card], other: Organisation
) -> None:
    tick()
    letters()
    post_card(
        by=cast.jan, organisation=other, kind="offer", title="Mała sala", what="room", capacity=45,
        practices=["teatr"],
    )  # fmt: skip
    tick()
    assert not letters(), "the week is not over"
    past = timezone.now() - timedelta(days=8)
    Organisation.objects.update(told_at=past)
    tick()
    told = letters()
    assert set(told) == {"ola", "jan"}
    assert "Mała sala" in told["ola"].body and "Lipowa sala" not in told["ola"].body
    Organisation.objects.update(told_at=past)
    tick()
    assert not letters()


def test_weak_matches_and_those_set_aside_are_not_told(
    cast: Cast, pair: tuple[Card, Card], settings: Any
) -> None:
    set_aside(by=cast.ola, card=pair[0], other=pair[1])
    tick()
    assert not letters(), "neither side"
    set_aside(by=cast.ola, card=pair[0], other=pair[1], aside=False)
    from dataclasses import replace

    settings.MATCHING_WEIGHTS = replace(settings.MATCHING_WEIGHTS, tell_from=99)
    tick()
    assert not letters() and not ToldMatch.objects.exists()


def test_who_hears_of_which_card(cast: Cast, pair: tuple[Card, Card], other: Organisation) -> None:
    """An author who belongs hears of their own; other members and those who left of nothing."""
    Membership.objects.create(organisation=cast.house, person=cast.marta)
    Membership.objects.create(organisation=cast.house, person=cast.adam)
    Membership.objects.create(organisation=cast.house, person=cast.nowa, role="editor")
    post_card(
        by=cast.adam, organisation=cast.house, kind="need", title="Sala Adama", what="room",
        practices=["teatr"], capacity=50,
    )  # fmt: skip
    tick()
    told = letters()
    assert set(told) == {"ola", "jan", "adam"}
    assert "Sala Adama" in told["ola"].body and "Sala na próby" in told["ola"].body
    assert "Sala Adama" in told["adam"].body and "Sala na próby" not in told["adam"].body


def test_a_run_that_dies_tells_nobody_twice(
    cast: Cast, pair: tuple[Card, Card], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The letters, the pairs and the week stand or fall together; the others are told all the same."""

    def broken(fact: Any) -> None:
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as patch:
        patch.setattr(tell_matches, "publish", broken)
        with pytest.raises(RuntimeError):
            tell_organisation(cast.house.pk)
        tick()
    assert not letters() and not ToldMatch.objects.exists()
    assert not Organisation.objects.exclude(told_at=None).exists()
    tick()
    assert set(letters()) == {"ola", "jan"}


def test_a_run_is_bounded_and_comes_round(cast: Cast, house: House) -> None:
    for number in range(LOT + 5):
        owner = house(f"Dom {number}")
        Membership.objects.create(organisation=owner, person=cast.jan, role="editor")
        Card.objects.create(
            organisation=owner, kind="need", title="x", what="room", until=timezone.localdate()
        )
    run = Round()
    assert run.tick() is True
    assert run.tick() is False
    assert run.after == 0, "from the beginning the next time"


def test_a_person_switches_it_off(cast: Cast, pair: tuple[Card, Card]) -> None:
    ola = cast.client(cast.ola)
    form = page_of(ola, "/accounts/settings/")
    assert re.search(r'name="hears_of_matches"[^>]* checked', form)
    sent = {"name": "Ola Wrona", "handle": "ola", "language": "pl"}
    assert ola.post("/accounts/settings/", sent).status_code == 303
    tick()
    assert set(letters()) == {"jan"}
    assert not Notification.objects.filter(person=cast.ola).exists()


def test_one_click_in_the_letter_ends_it(
    cast: Cast, pair: tuple[Card, Card], visitor: Client
) -> None:
    tick()
    message = letters()["ola"]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = (
        message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    )
    assert address in message.body
    page_of(visitor, address)
    cast.ola.refresh_from_db()
    assert cast.ola.hears_of_matches, "programs follow links by themselves: GET only asks"
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    for _again in range(2):
        response = strict.post(address, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200 and b"no more of them" in response.content
    cast.ola.refresh_from_db()
    cast.jan.refresh_from_db()
    assert not cast.ola.hears_of_matches and cast.jan.hears_of_matches


@pytest.mark.parametrize("token", ["x", "1:2:3", "a" * 2_000, "Mg:1vabcd:xxxxxxxxxxxxxxx"])
def test_an_address_that_we_did_not_make_ends_nothing(
    cast: Cast, visitor: Client, token: str
) -> None:
    for method in (visitor.get, visitor.post):
        assert method(f"/directory/needs/stop/{token}/").status_code == 404
    cut = stop_address(cast.ola)[:-3]
    assert visitor.post(f"{cut}/").status_code == 404
    cast.ola.refresh_from_db()
    assert cast.ola.hears_of_matches
