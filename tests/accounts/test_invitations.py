"""Inviting by mail: to the site and into an organisation, accepted once, sent again, taken back."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import Invitation, User
from directory.models import Membership
from forums.actions.start_topic import start_topic
from forums.duty import ForumDuty
from forums.models import Forum
from kernel.jobs import work_off
from kernel.retention.table import keep
from notifications.models import Level, Notification, Watch
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/accounts/invitations/"
NEW = "zofia@kultura.example"
JOIN = {"name": "Zofia Żak", "password": "wapno-i-farbka-22"}


def into(cast: Cast) -> str:
    return f"{PAGE}?to=organisation:{cast.house.pk}"


def link_to(address: str) -> str:
    """The path of the link in the latest letter to this address."""
    work_off()
    letter = [one for one in mail.outbox if one.to == [address]][-1]
    found = re.search(r"http://testserver(/accounts/invitation/\S+)", str(letter.body))
    assert found, letter.body
    return found[1]


def invited(cast: Cast, address: str = NEW, role: str = "") -> str:
    if role:
        sent = cast.client(cast.ola).post(into(cast), {"email": address, "role": role})
    else:
        sent = cast.client(cast.marta).post(PAGE, {"email": address})
    assert sent.status_code == 303, sent.content.decode()
    return link_to(address)


def works(browser: Client, link: str) -> bool:
    return browser.get(link).status_code == 200


def test_somebody_new_joins_by_the_link_alone(cast: Cast) -> None:
    link, browser = invited(cast), cast.client()
    assert "Marta Lis" in browser.get(link).content.decode()
    assert not User.objects.filter(email=NEW).exists()  # opening it changes nothing
    assert browser.post(link, JOIN).status_code == 302
    assert browser.get("/accounts/settings/").status_code == 200
    zofia = User.objects.get(email=NEW)
    assert (zofia.name, zofia.verified, zofia.role) == ("Zofia Żak", True, "member")
    assert not works(cast.client(), link)
    assert "accepted" in cast.client(cast.marta).get(PAGE).content.decode()


@pytest.mark.parametrize("role", ["editor", "member"])
def test_an_editor_invites_into_the_organisation(cast: Cast, role: str) -> None:
    link, browser = invited(cast, role=role), cast.client()
    assert "Dom Kultury w Brzozówce" in browser.get(link).content.decode()
    assert browser.post(link, JOIN)["Location"] == cast.house.get_absolute_url()
    here = Membership.objects.get(organisation=cast.house, person__email=NEW)
    assert (here.role, here.left_at) == (role, None)


def test_somebody_with_an_account_accepts_with_it(cast: Cast) -> None:
    link = invited(cast, cast.jan.email, "member")
    refused = cast.client().post(link, JOIN)
    assert refused.status_code == 422
    assert User.objects.get(email=cast.jan.email).name == "Jan Zubek"
    browser = cast.client()
    browser.post(f"/accounts/login/?next={link}", {"login": cast.jan.email, "password": PASSWORD})
    assert browser.post(link)["Location"] == cast.house.get_absolute_url()
    assert Membership.objects.filter(
        organisation=cast.house, person=cast.jan, left_at=None
    ).exists()
    assert not works(cast.client(cast.ewa), link)


def test_an_invitation_takes_nothing_away(cast: Cast) -> None:
    link = invited(cast, "praca@kultura.example", "member")
    cast.client(cast.ola).post(link)
    assert Membership.objects.get(organisation=cast.house, person=cast.ola).role == "editor"


def test_what_is_said_does_not_depend_on_who_has_an_account(cast: Cast) -> None:
    def told(address: str) -> tuple[Any, ...]:
        browser = cast.client(cast.marta)
        assert browser.post(PAGE, {"email": address}).status_code == 303
        sent = browser.get(PAGE)
        page = re.sub(r'name="(csrfmiddlewaretoken|opened|key)" value="[^"]*"|/\d+/|<time.*?</time>', "",
                      sent.content.decode().replace(address, "A"))  # fmt: skip
        work_off()
        body = str([one for one in mail.outbox if one.to == [address]][-1].body)
        return page, re.sub(r"/invitation/\S+", "", body)

    first = told(NEW)
    Invitation.objects.all().delete()
    assert told(cast.jan.email) == first


def test_taken_back_sent_again_and_too_old(cast: Cast) -> None:
    marta, old = cast.client(cast.marta), invited(cast)
    number = Invitation.objects.get().pk
    assert marta.post(f"{PAGE}{number}/send/").status_code == 303
    new = link_to(NEW)
    assert works(cast.client(), new) and not works(cast.client(), old)
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        assert not works(cast.client(), new)
        assert cast.client().post(new, JOIN).status_code == 404
    assert marta.post(f"{PAGE}{number}/take-back/").status_code == 303
    assert cast.client().post(new, JOIN).status_code == 404
    assert not User.objects.filter(email=NEW).exists()
    assert marta.post(f"{PAGE}{number}/send/").status_code == 409
    with time_machine.travel(timezone.now() + timedelta(days=90)):
        keep()
    assert not Invitation.objects.exists()


def test_an_editor_who_has_left_gives_nothing_any_more(cast: Cast) -> None:
    link = invited(cast, role="editor")
    Membership.objects.filter(person=cast.ola).update(left_at=timezone.now())
    assert cast.client().post(link, JOIN)["Location"] == "/"
    assert not Membership.objects.filter(person__email=NEW).exists()


def test_a_stranger_invites_nobody_and_sees_nothing(cast: Cast) -> None:
    invited(cast)
    invited(cast, "praca@kultura.example", "member")
    numbers = [one.pk for one in Invitation.objects.all()]
    for who in (cast.jan, cast.ewa, cast.nowa):  # a stranger; one who has left; one not confirmed
        browser = cast.client(who)
        for path in (PAGE, into(cast)):
            assert browser.get(path).status_code == 404
            assert (
                browser.post(path, {"email": "x@kultura.example", "role": "editor"}).status_code
                == 404
            )
        for number in numbers:
            assert browser.post(f"{PAGE}{number}/send/").status_code == 404
            assert browser.post(f"{PAGE}{number}/take-back/").status_code == 404
    assert (
        cast.client(cast.ola).get(PAGE).status_code == 404
    )  # an editor invites into her house alone
    assert cast.client().get(PAGE).status_code == 302
    assert Invitation.objects.waiting().count() == 2


@pytest.mark.parametrize(
    "to",
    [
        "x",
        "organisation:",
        "organisation:x",
        "organisation:999999",
        "forum:1",
        "organisation:²",
        ":",
    ],
)
def test_what_is_not_there_is_not_found(cast: Cast, to: str) -> None:
    assert cast.client(cast.adam).get(PAGE, {"to": to}).status_code == 404


@pytest.mark.parametrize("token", ["x", "WzEsMV0:1abc:def", "a" * 900, "%00", "ż"])
def test_a_forged_link_opens_nothing(cast: Cast, token: str) -> None:
    assert cast.client().get(f"/accounts/invitation/{token}/").status_code in (400, 404)


@pytest.mark.parametrize(
    "wrong",
    [{"email": ""}, {"email": "x"}, {"email": "a\x00@kultura.example"}, {"email": "a" * 300 + "@x.example"},
     {"email": "x@mailinator.com"}, {"email": "ok@kultura.example\nBcc: inny@x.example"}],
)  # fmt: skip
def test_a_wrong_address_is_said(cast: Cast, wrong: dict[str, str]) -> None:
    answer = cast.client(cast.marta).post(PAGE, wrong)
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "a\x00"},
        {"password": "short"},
        {"password": "1234567890"},
        {"password": NEW},
    ],
)
def test_a_wrong_name_or_password_is_said_and_the_link_stays(
    cast: Cast, wrong: dict[str, str]
) -> None:
    link = invited(cast)
    assert cast.client().post(link, {**JOIN, **wrong}).status_code == 422
    assert works(cast.client(), link)


def test_inviting_has_limits_and_nobody_is_flooded(cast: Cast) -> None:
    with override_settings(RATE_LIMIT_FACTOR=1.0):
        marta = cast.client(cast.marta)
        marta.post(PAGE, {"email": NEW})
        number = Invitation.objects.get().pk
        answers = [marta.post(f"{PAGE}{number}/send/").status_code for _ in range(50)]
    assert 429 in answers
    work_off()
    assert len([one for one in mail.outbox if one.to == [NEW]]) == 3


def test_the_same_address_twice_is_pointed_out(cast: Cast) -> None:
    invited(cast)
    assert cast.client(cast.marta).post(PAGE, {"email": NEW}).status_code == 422
    assert Invitation.objects.count() == 1


def forum_page(cast: Cast) -> str:
    return f"{PAGE}?to=forum:{cast.square.pk}"


def invited_into_forum(cast: Cast, address: str = NEW) -> str:
    sent = cast.client(cast.marta).post(forum_page(cast), {"email": address})
    assert sent.status_code == 303, sent.content.decode()
    return link_to(address)


def follows(person: User, cast: Cast) -> bool:
    watch = Watch.objects.filter(person=person, kind="forum", object_id=cast.square.pk)
    return watch.filter(level=Level.WATCHING).exists()


def test_a_moderator_invites_into_a_forum_and_who_comes_follows_it(cast: Cast) -> None:
    beside = cast.client(cast.marta).get("/forums/ogolne/").content.decode()
    assert f"/accounts/invitations/?to=forum:{cast.square.pk}" in beside
    link, browser = invited_into_forum(cast), cast.client()
    assert cast.square.name in browser.get(link).content.decode()
    assert cast.square.name in str(mail.outbox[-1].body)
    assert browser.post(link, JOIN)["Location"] == "/forums/ogolne/"
    assert follows(User.objects.get(email=NEW), cast)
    jan, his = cast.client(cast.jan), invited_into_forum(cast, cast.jan.email)
    assert jan.post(his)["Location"] == "/forums/ogolne/"
    assert follows(cast.jan, cast)
    start_topic(by=cast.ola, forum=cast.square, title="Nowe", body="Słowa.")
    assert Notification.objects.filter(person=cast.jan, kind="new_topic").exists()


def test_only_who_looks_after_a_forum_invites_into_it(cast: Cast) -> None:
    other = Forum.objects.create(slug="inne", name="Inne")
    ForumDuty.objects.create(forum=other, person=cast.marta)
    for person in (cast.marta, cast.ola, cast.jan, cast.ewa):
        browser = cast.client(person)
        assert browser.get(forum_page(cast)).status_code == 404, person
        assert browser.post(forum_page(cast), {"email": NEW}).status_code == 404, person
        assert "to=forum:" not in browser.get("/forums/ogolne/").content.decode()
    assert cast.client().get(forum_page(cast)).status_code == 302
    assert cast.client(cast.adam).get(forum_page(cast)).status_code == 200
    backroom = f"{PAGE}?to=forum:{cast.backroom.pk}"
    assert cast.client(cast.adam).get(backroom).status_code == 404
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("change", ["closed", "duty", "paused", "left"])
def test_a_forum_is_judged_again_when_somebody_accepts(cast: Cast, change: str) -> None:
    link = invited_into_forum(cast)
    if change == "closed":
        Forum.objects.filter(pk=cast.square.pk).update(audience="moderators")
        assert cast.square.name not in cast.client().get(link).content.decode()
    elif change == "duty":
        other = Forum.objects.create(slug="inne", name="Inne")
        ForumDuty.objects.create(forum=other, person=cast.marta)
    elif change == "paused":
        tomorrow = timezone.now() + timedelta(days=1)
        User.objects.filter(pk=cast.marta.pk).update(suspended_until=tomorrow)
    else:
        User.objects.filter(pk=cast.marta.pk).update(role="member")
    assert cast.client().post(link, JOIN)["Location"] == "/"
    assert not Watch.objects.filter(person__email=NEW).exists()
