"""Once a year the editors are asked whether their page is still right."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from directory.actions.ask import ask_whats_due
from directory.models import Membership, Organisation
from kernel import background
from kernel.jobs import work_off
from tests.cast import Cast, person
from tests.directory.conftest import House, page_of
from tests.directory.test_pages import HOME

pytestmark = pytest.mark.django_db(transaction=True)
START = datetime(2027, 1, 10, 12, tzinfo=timezone.get_default_timezone())


def on(days: int) -> time_machine.travel:
    return time_machine.travel(START + timedelta(days=days), tick=True)


def ask() -> list[EmailMessage]:
    before = len(mail.outbox)
    ask_whats_due()
    for _lot in range(3):  # fifty letters each
        work_off()
    return mail.outbox[before:]


@pytest.fixture
def confirmed(cast: Cast) -> Organisation:
    Organisation.objects.filter(pk=cast.house.pk).update(
        confirmed_at=START, phone="12 345", email="tajny@example.org", shown_to={"email": "editors"}
    )
    return cast.house


def link(letter: EmailMessage, part: str) -> str:
    return re.findall(rf"http://testserver(/directory/{part}\S+)", str(letter.body))[0]


def test_it_comes_round_by_itself() -> None:
    assert background.ticks["yearly questions"].work is ask_whats_due


def test_after_a_year_and_once_more_after_a_month(cast: Cast, confirmed: Organisation) -> None:
    expected = {300: 0, 366: 1, 367: 0, 390: 0, 398: 1, 430: 0, 700: 0, 765: 1, 796: 1, 900: 0}
    for day, letters in expected.items():
        with on(day):
            assert len(ask()) == letters, day


def test_the_letter_tells_what_everybody_sees(cast: Cast, confirmed: Organisation) -> None:
    with on(370):
        letter = ask()[0]
    assert letter.to == ["ola@example.org"]
    body = str(letter.body)
    assert "Dom Kultury w Brzozówce" in letter.subject
    assert "12 345" in body and "Brzozówka" in body and "tajny@example.org" not in body
    assert f"{HOME}edit/" in body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_press_answers_without_a_log_in(cast: Cast, confirmed: Organisation) -> None:
    with on(370):
        answer = link(ask()[0], "asked/(?!stop)")
        visitor = cast.client()
        assert "Is everything on its page still right?" in page_of(visitor, answer)
        cast.house.refresh_from_db()
        assert cast.house.confirmed_at == START, "programs that open links confirm nothing"
        assert visitor.post(answer).status_code == 303
        cast.house.refresh_from_db()
        assert cast.house.confirmed_at is not None and cast.house.confirmed_at > START
        assert cast.house.times_asked == 0
        assert "Ola Wrona" in page_of(visitor, f"{HOME}history/")
    with on(500):
        assert ask() == []
    with on(740):
        assert len(ask()) == 1


def test_a_link_holds_for_a_month_and_for_who_still_looks_after_it(
    cast: Cast, confirmed: Organisation
) -> None:
    with on(370):
        answer = link(ask()[0], "asked/(?!stop)")
    with on(401):
        visitor = cast.client()
        page_of(visitor, answer, status=410)
        assert visitor.post(answer).status_code == 409
    with on(380):
        assert visitor.post(answer[:-6] + "xxxxx/").status_code == 409
        Membership.objects.filter(person=cast.ola).update(left_at=timezone.now())
        assert visitor.post(answer).status_code == 403
    cast.house.refresh_from_db()
    assert cast.house.confirmed_at == START


def test_a_link_to_a_page_that_is_gone_says_so(cast: Cast, confirmed: Organisation) -> None:
    with on(370):
        answer = link(ask()[0], "asked/(?!stop)")
        Organisation.objects.update(hidden=True)
        assert "no longer good" in page_of(cast.client(), answer, status=410)


def test_a_person_can_stop_it(cast: Cast, confirmed: Organisation) -> None:
    Membership.objects.create(organisation=cast.house, person=cast.jan, role="editor")
    with on(370):
        letters = {letter.to[0]: letter for letter in ask()}
        assert set(letters) == {"ola@example.org", "jan@example.org"}
        stop = link(letters["jan@example.org"], "asked/stop/")
        program = Client(enforce_csrf_checks=True)
        assert program.get(stop).status_code == 200
        assert Membership.objects.get(person=cast.jan).asked
        assert program.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert program.post(stop[:-5] + "xxxx/").status_code == 404
    with on(402):
        assert [letter.to for letter in ask()] == [["ola@example.org"]]


def test_no_more_than_a_hundred_at_once(cast: Cast, house: House) -> None:
    with on(0):
        for number in range(52):
            one = house(f"Dom {number}")
            for who in (cast.ola, cast.jan):
                Membership.objects.create(organisation=one, person=who, role="editor")
    Organisation.objects.update(created_at=START, confirmed_at=None)
    with on(400):
        assert len(ask()) == 99, "who look after one page are asked together"
        assert len(ask()) == 6
        assert len(ask()) == 0


def test_nobody_is_asked_about_what_is_not_theirs(cast: Cast, house: House) -> None:
    shadow, hidden = house("Bez nikogo"), house("Ukryta", hidden=True)
    Membership.objects.create(organisation=shadow, person=cast.jan, role="member")
    Membership.objects.create(organisation=shadow, person=cast.nowa, role="editor")
    Membership.objects.create(organisation=hidden, person=cast.jan, role="editor")
    gone = person("gone", "Zniknął")
    gone.is_active = False
    gone.save()
    Membership.objects.create(organisation=shadow, person=gone, role="editor")
    Organisation.objects.update(created_at=START, confirmed_at=None)
    with on(400):
        assert [letter.to for letter in ask()] == [["ola@example.org"]]


def test_a_page_that_was_long_not_confirmed_says_so(cast: Cast, confirmed: Organisation) -> None:
    with on(700):
        assert "Some of it may have changed" not in page_of(cast.client(), HOME)
    with on(731):
        assert "Some of it may have changed" in page_of(cast.client(), HOME)
