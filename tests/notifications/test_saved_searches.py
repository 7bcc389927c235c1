"""The letters of saved searches: what is new is told once, to those who may see it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from directory.actions.post_card import post_card
from directory.models import Card, Membership, Organisation
from forums.actions.accept_answer import accept_answer
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Topic
from kernel.jobs import work_off as send
from kernel.retention.table import keep
from notifications.models import SavedSearch, ToldHit
from notifications.saved import working
from tests.cast import Cast
from tests.notifications.saving import HERE, later, letters, library, page, save

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_letter_speaks_the_persons_language_and_can_be_stopped_at_once(cast: Cast) -> None:
    User.objects.filter(pk=cast.jan.pk).update(language="en")
    save(cast.client(cast.jan), "directory")
    library("Nowa biblioteka")
    later()
    (letter,) = letters()
    assert "Good day, Jan Zubek" in letter.body
    address = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in letter.body
    path = re.sub(r"^https?://[^/]+", "", address)
    stranger = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    assert "Write to me no more about this" in page(stranger, path)
    assert SavedSearch.objects.get().active  # opening it changes nothing
    answer = stranger.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not SavedSearch.objects.get().active
    library("Jeszcze jedna")
    later()
    assert letters() == []
    SavedSearch.objects.all().delete()
    assert stranger.post(path).status_code == 200
    assert stranger.get(f"{HERE}stop/abc:def/").status_code == 404
    assert stranger.post(f"{HERE}stop/{path.split('/')[-2][:-2]}xx/").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False}, {"verified": False},
        {"suspended_until": timezone.now() + timedelta(days=30)},
    ],
)  # fmt: skip
def test_a_closed_or_paused_account_gets_none(cast: Cast, change: dict[str, Any]) -> None:
    save(cast.client(cast.jan), "directory")
    library("Nowa")
    User.objects.filter(pk=cast.jan.pk).update(**change)
    later()
    assert letters() == []
    User.objects.filter(pk=cast.jan.pk).update(is_active=True, verified=True, suspended_until=None)
    later()
    (letter,) = letters()
    assert "Nowa" in letter.body


def test_only_what_may_be_seen_then(cast: Cast) -> None:
    for who in (cast.jan, cast.marta):
        save(cast.client(who), "topics", key=who.handle)
        save(cast.client(who), "directory", key=who.handle + "d")
    start_topic(by=cast.adam, forum=cast.backroom, title="Między nami", body="x")
    hidden = start_topic(by=cast.ola, forum=cast.square, title="Schowane", body="x")
    Topic.objects.filter(pk=hidden.pk).update(hidden=True)
    library("Schowana biblioteka", hidden=True)
    start_topic(by=cast.ola, forum=cast.square, title="Dla wszystkich", body="x")
    later()
    sent = {(letter.to[0], letter.subject): letter.body for letter in letters()}
    of_jan = [body for (to, _), body in sent.items() if to == "jan@example.org"]
    assert len(of_jan) == 1
    assert "Dla wszystkich" in of_jan[0]
    assert "Między nami" not in of_jan[0]
    assert "Schowane" not in of_jan[0]
    assert any("Między nami" in body for (to, _), body in sent.items() if to == "marta@example.org")


def test_topics_by_forum_tab_tag_and_words(cast: Cast) -> None:
    jan = cast.client(cast.jan)
    start_topic(by=cast.ola, forum=cast.square, title="Już było", body="x", tags="kino")
    for number, query in enumerate(
        (
            "forum=ogolne&show=unanswered",
            "forum=ogolne&show=solved",
            "tag=kino",
            "q=reflektor",
            "lang=en",
        )
    ):
        assert save(jan, "topics", query, key=str(number), name=query) == 303
    old = start_topic(
        by=cast.ola, forum=cast.square, title="Stare pytanie", body="x", kind="question"
    )
    reply = post_reply(by=cast.ewa, topic=old, body="x")
    Topic.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=90))
    accept_answer(by=cast.ola, post=reply)
    start_topic(by=cast.ola, forum=cast.square, title="Seans", body="x", tags="kino")
    start_topic(by=cast.ola, forum=cast.square, title="Reflektory na scenę", body="x")
    start_topic(
        by=cast.ola, forum=cast.square, title="A question", body="x", lang="en", kind="question"
    )
    start_topic(
        by=cast.jan, forum=cast.square, title="Moje pytanie", body="x", kind="question", tags="kino"
    )
    later()
    said = {letter.subject.split(": ", 1)[1]: letter.body for letter in letters()}
    titles = (
        "Już było",
        "Stare pytanie",
        "Seans",
        "Reflektory na scenę",
        "A question",
        "Moje pytanie",
    )
    heard = {name: [title for title in titles if title in body] for name, body in said.items()}
    assert heard == {
        "forum=ogolne&show=unanswered": ["A question"],
        "forum=ogolne&show=solved": ["Stare pytanie"],
        "tag=kino": ["Seans"],
        "q=reflektor": ["Reflektory na scenę"],
        "lang=en": ["A question"],
    }


def test_needs_of_one_kind_without_ones_own(cast: Cast) -> None:
    Membership.objects.create(organisation=cast.house, person=cast.jan)
    jan = cast.client(cast.jan)
    assert "Tell me of new ones" in page(jan, "/directory/needs/?kind=need")
    save(jan, "needs", "kind=need")
    post_card(by=cast.ola, organisation=cast.house, kind="need", title="Szukamy stołów")
    post_card(by=cast.ola, organisation=cast.house, kind="offer", title="Mamy krzesła")
    post_card(by=cast.jan, organisation=cast.house, kind="need", title="Moja potrzeba")
    gone = post_card(by=cast.ola, organisation=cast.house, kind="need", title="Już po")
    Card.objects.filter(pk=gone.pk).update(fulfilled_at=timezone.now())
    later()
    (letter,) = letters()
    assert "Szukamy stołów" in letter.body
    for other in ("Mamy krzesła", "Moja potrzeba", "Już po"):
        assert other not in letter.body
    later()
    assert letters() == []


def test_a_letter_shows_twenty_and_says_how_many_more(cast: Cast) -> None:
    User.objects.filter(pk=cast.jan.pk).update(language="en")
    save(cast.client(cast.jan), "directory")
    for number in range(23):
        library(f"Biblioteka {number:02}")
    later()
    (letter,) = letters()
    assert letter.body.count("/directory/b-") == 20
    assert "and 3 more" in letter.body
    assert "23 new" in letter.subject
    later()
    assert letters() == []


def test_a_row_that_commits_late_is_not_skipped_and_an_old_one_not_repeated(cast: Cast) -> None:
    save(cast.client(cast.jan), "directory")
    known = library("Wcześnie")
    later(1.01)
    assert len(letters()) == 1
    # It was made before the last look and became visible only now.
    last = SavedSearch.objects.get().since
    late = library("Spóźniona", created_at=last - timedelta(hours=2))
    assert late.created_at < last
    SavedSearch.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    (letter,) = letters()
    assert "Spóźniona" in letter.body
    assert known.name not in letter.body
    SavedSearch.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert letters() == []


def test_what_is_told_is_forgotten_once_it_cannot_come_again(cast: Cast) -> None:
    save(cast.client(cast.jan), "directory")
    made = library("Nowa")
    later()
    letters()
    assert ToldHit.objects.filter(object_id=made.pk).exists()
    past = timezone.now() - timedelta(days=2)
    Organisation.objects.update(created_at=past)
    ToldHit.objects.update(at=past)
    later()
    assert letters() == []
    keep()
    assert not ToldHit.objects.exists()


def test_who_dies_before_the_end_has_sent_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(cast.client(cast.jan), "directory")
    save(cast.client(cast.marta), "directory")
    library("Nowa")
    later()
    real: Callable[..., None] = working.remember

    def dies(search: SavedSearch, found: Any) -> None:
        if search.person_id == cast.jan.pk:
            raise OSError("the machine goes off")
        real(search, found)

    monkeypatch.setattr(working, "remember", dies)
    assert [letter.to for letter in letters()] == [["marta@example.org"]]
    monkeypatch.undo()
    assert letters() == []  # tried again later, not at once
    later()
    assert [letter.to for letter in letters()] == [["jan@example.org"]]


def test_two_workers_send_one_letter(cast: Cast) -> None:
    save(cast.client(cast.jan), "directory")
    library("Nowa")
    later()
    now = timezone.now()
    pk = SavedSearch.objects.get().pk
    for _worker in range(2):
        with transaction.atomic():
            working._look(pk, now)
    mail.outbox.clear()
    send()
    assert len(mail.outbox) == 1


def test_a_run_is_bounded_and_says_that_more_waits(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "AT_ONCE", 2)
    for number, kind in enumerate(("biblioteka", "teatr", "kino")):
        save(cast.client(cast.jan), "directory", f"kind={kind}", key=str(number))
    later()
    assert working.work_off() is True
    assert working.work_off() is False


def test_weekly_waits_for_a_week_and_a_missed_time_is_made_up_once(cast: Cast) -> None:
    jan = cast.client(cast.jan)
    save(jan, "directory", rhythm="weekly")
    library("Nowa")
    later(2)
    assert letters() == []
    later(40)
    assert len(letters()) == 1
    due = SavedSearch.objects.get().due_at
    assert timezone.now() < due <= timezone.now() + timedelta(days=7)
