"""The curator's desk: what to do next, by one press each; for curators and moderators alone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.levels import Level
from accounts.models import User
from curation.models import Canned, Duplicate, Feature, SetAside
from forums.actions.accept_answer import accept_answer
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Topic
from notes.actions.truth import doubt_note
from notes.actions.write_note import write_note
from notes.models import PracticeNote
from search import misses
from search.models import MissWeek
from tests.cast import Cast

DESK = "/curation/"


def ask(cast: Cast, title: str, **options: object) -> Topic:
    return start_topic(by=cast.ola, forum=cast.square, title=title, body="Jak?", kind="question", **options)  # type: ignore[arg-type]  # fmt: skip


def note(cast: Cast, title: str) -> PracticeNote:
    return write_note(by=cast.ola, title=title, body="Tak.", lang="pl", status="published")


def curator(cast: Cast) -> User:
    """Jan, whom a moderator has named a curator."""
    User.objects.filter(pk=cast.jan.pk).update(level=Level.CURATOR, level_pinned=True)
    return User.objects.get(pk=cast.jan.pk)


def part(html: str, name: str) -> str:
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', html, re.S)
    assert found, name
    return found.group(1).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "address",
    [
        DESK,
        "/curation/answers/",
        "/curation/answers/new/",
        "/curation/same/1/",
        "/curation/answers/for/1/",
    ],  # fmt: skip
)
def test_only_curators_find_the_desk(cast: Cast, address: str) -> None:
    topic = ask(cast, "Kto wie?")
    address = address.replace("/1/", f"/{topic.pk}/")
    for other in (None, cast.ola, cast.ewa, cast.nowa):
        assert cast.client(other).get(address).status_code == 404
    for own in (cast.marta, cast.adam, curator(cast)):
        answer = cast.client(own).get(address)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
    for verb in ("aside/", "feature/", "feature/1/down/"):
        assert cast.client(cast.ola).post(f"{DESK}{verb}", {"line": "x"}).status_code == 404
    assert b'href="/curation/"' in cast.client(curator(cast)).get("/").content
    assert b'href="/curation/"' not in cast.client(cast.ola).get("/").content


def test_what_waits_stands_there_until_it_is_done_or_put_away(cast: Cast) -> None:
    old, new = ask(cast, "Skąd wziąć krosna?"), ask(cast, "Kto pożyczy namiot?")
    browser = cast.client(curator(cast))
    lines = part(browser.get(DESK).content.decode(), "questions")
    assert lines.index("krosna") < lines.index("namiot"), "the oldest first"
    assert f"/forums/topics/{old.pk}/reply/" in lines
    post_reply(by=cast.ewa, topic=old, body="Ode mnie.")
    assert browser.post(f"{DESK}aside/", {"line": f"question:{new.pk}"}).status_code == 303
    lines = part(browser.get(DESK).content.decode(), "questions")
    assert "krosna" not in lines
    assert "namiot" not in lines
    SetAside.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert "namiot" in part(browser.get(DESK).content.decode(), "questions")


def test_words_without_a_hit_are_counted_by_the_week(cast: Cast) -> None:
    for _time in range(3):
        cast.client().get("/search/?q=krosnoqqq")
    cast.client(cast.ola).get("/search/?q=ola@example.org")
    week = MissWeek.objects.get()
    assert (week.text, week.times, week.week.weekday()) == ("krosnoqqq", 3, 0)
    html = part(cast.client(cast.marta).get(DESK).content.decode(), "misses")
    assert "3 times" in html
    assert "/notes/write/?title=krosnoqqq" in html
    assert "/search/words/?phrase=krosnoqqq" in html
    assert "/search/words/" not in part(
        cast.client(curator(cast)).get(DESK).content.decode(), "misses"
    )
    writing = cast.client(cast.marta).get("/notes/write/?title=krosnoqqq").content.decode()
    assert 'value="krosnoqqq"' in writing
    MissWeek.objects.update(week=timezone.localdate() - timedelta(days=120))
    misses.forget()
    assert not MissWeek.objects.exists()


def test_doubted_and_overdue_notes_are_there(cast: Cast) -> None:
    doubted, overdue, fine = (
        note(cast, "Noc w bibliotece"),
        note(cast, "Mapa wsi"),
        note(cast, "Chór"),
    )
    doubt_note(by=cast.jan, note=doubted, reason="Zmieniły się przepisy.")
    PracticeNote.objects.filter(pk=overdue.pk).update(stale=True, review_by=timezone.localdate())
    lines = part(cast.client(cast.marta).get(DESK).content.decode(), "stale")
    assert "Noc w bibliotece" in lines
    assert "Mapa wsi" in lines
    assert fine.title not in lines
    assert f"/notes/{doubted.slug}/truth/" in lines
    assert cast.client(cast.marta).get(f"/notes/{doubted.slug}/truth/").status_code == 200
    own = cast.client(curator(cast))
    for path in re.findall(r'href="(/notes/[^"]+)"', part(own.get(DESK).content.decode(), "stale")):
        assert own.get(path).status_code == 200, path


def test_solved_and_read_topics_without_a_note_are_worth_one(cast: Cast) -> None:
    topic = ask(cast, "Jak naprawić piec?")
    answer = post_reply(by=cast.ewa, topic=topic, body="Tak i tak.")
    accept_answer(by=cast.ola, post=answer)
    cast.client(cast.jan).get(f"/forums/t/{topic.pk}/{topic.slug}/")
    lines = part(cast.client(cast.marta).get(DESK).content.decode(), "write")
    assert "piec" in lines
    assert f"/forums/topics/{topic.pk}/note/" in lines
    written = note(cast, "Piec")
    post_reply(by=cast.ewa, topic=topic, body=f"[Notatka](/notes/{written.slug}/)")
    assert "naprawić" not in part(cast.client(cast.marta).get(DESK).content.decode(), "write")


def test_a_question_asked_twice_leads_to_the_older_one(cast: Cast) -> None:
    old = ask(cast, "Skąd wziąć projektor na plenerowe kino letnie?")
    new = ask(cast, "Skąd można wziąć projektor na letnie kino plenerowe")
    other = ask(cast, "Jak policzyć tantiemy za koncert?")
    browser = cast.client(curator(cast))
    lines = part(browser.get(DESK).content.decode(), "same")
    assert f"/curation/same/{new.pk}/?of={old.pk}" in lines
    assert other.title not in lines
    form = f"/curation/same/{new.pk}/"
    assert old.title in browser.get(f"{form}?of={old.pk}").content.decode().replace("\u00a0", " ")
    for wrong in ("987654", str(new.pk), "nic", "/notes/x/"):
        assert browser.post(form, {"of": wrong}).status_code == 422
    link = f"http://testserver/forums/t/{old.pk}/{old.slug}/"
    assert browser.post(form, {"of": link, "remark": "Tam jest cennik."}).status_code == 303
    page = (
        cast.client().get(f"/forums/t/{new.pk}/{new.slug}/").content.decode().replace("\u00a0", " ")
    )
    assert "This has been asked before:" in page
    assert "Tam jest cennik." in page
    assert f"/curation/same/{new.pk}/?of" not in part(browser.get(DESK).content.decode(), "same")
    assert browser.post(f"/curation/same/{old.pk}/", {"of": str(new.pk)}).status_code == 422, (
        "no circle"
    )
    third = ask(cast, "Projektor?")
    browser.post(f"/curation/same/{third.pk}/", {"of": str(new.pk)})
    assert Duplicate.objects.get(topic=third).of == old, "it leads to the end at once"
    Topic.objects.filter(pk=old.pk).update(hidden=True)
    browser.post(form, {"undo": "1"})
    page = cast.client().get(f"/forums/t/{new.pk}/{new.slug}/").content.decode()
    assert "asked before" not in page


def test_nobody_is_led_to_what_they_cannot_read(cast: Cast) -> None:
    secret = start_topic(by=cast.marta, forum=cast.backroom, title="Tylko my", body="x")
    topic = ask(cast, "Pytanie")
    answer = cast.client(cast.marta).post(f"/curation/same/{topic.pk}/", {"of": str(secret.pk)})
    assert answer.status_code == 422
    asked = cast.client(curator(cast)).post(f"/curation/same/{topic.pk}/", {"of": str(secret.pk)})
    assert "There is no such conversation." in asked.content.decode(), "hidden like missing"


def test_what_is_featured_is_shown_while_everybody_may_read_it(cast: Cast) -> None:
    written = note(cast, "Kuchnia polowa")
    PracticeNote.objects.filter(pk=written.pk).update(run_count=3, run_houses=2)
    browser = cast.client(curator(cast))
    assert "Kuchnia polowa" in part(browser.get(DESK).content.decode(), "feature")
    assert "Chosen by the curators" not in cast.client().get("/").content.decode()
    sent = {"kind": "note", "id": str(written.pk)}
    for place in ("home", "notes"):
        assert browser.post(f"{DESK}feature/", {**sent, "place": place}).status_code == 303
    for address in ("/", "/notes/"):
        html = cast.client().get(address).content.decode()
        assert "Chosen by the curators" in html, address
    assert "Chosen by" not in cast.client().get("/notes/?lang=pl").content.decode()
    from notes.actions.hide import hide_note

    hide_note(note=PracticeNote.objects.get(pk=written.pk), hidden=True)
    for address in ("/", "/notes/"):
        assert "Chosen by the curators" not in cast.client().get(address).content.decode(), address
    browser.post(f"{DESK}feature/{Feature.objects.get(place='home').pk}/down/")
    assert Feature.objects.filter(place="home").count() == 0


def test_only_so_much_is_featured_and_nothing_hidden(cast: Cast) -> None:
    browser = cast.client(cast.marta)
    secret = start_topic(by=cast.marta, forum=cast.backroom, title="Tylko my", body="x")
    for address in (f"/forums/t/{secret.pk}/x/", "/notes/nie-ma/", "https://zly.example/", "/forums/t/99999999999999999999/"):  # fmt: skip
        browser.post(f"{DESK}feature/", {"address": address, "place": "home", "days": "14"})
    assert not Feature.objects.exists()
    for number in range(5):
        topic = ask(cast, f"Pytanie {number} o coś")
        address = f"http://testserver/forums/t/{topic.pk}/{topic.slug}/"
        browser.post(f"{DESK}feature/", {"address": address, "place": "home", "days": "7"})
    assert Feature.objects.count() == 4
    assert "There is no room" in browser.get(DESK).content.decode()


def test_prepared_answers_are_filled_in_and_read_over(cast: Cast) -> None:
    browser = cast.client(curator(cast))
    sent = {"name": "Gdzie o dotacjach", "body_pl": "{name}, o „{title}” piszemy w notatkach: {link}",
            "body_en": "{name}, see the notes on “{title}”."}  # fmt: skip
    assert browser.post("/curation/answers/new/", sent).status_code == 303
    assert browser.post("/curation/answers/new/", sent).status_code == 422, "the name is taken"
    assert browser.post("/curation/answers/new/", {**sent, "name": "b", "body_en": ""}).status_code == 422  # fmt: skip
    row = Canned.objects.get()
    topic = ask(cast, "Skąd *pieniądze* na chór?")
    choose = browser.get(f"/curation/answers/for/{topic.pk}/").content.decode()
    composer = f"/forums/topics/{topic.pk}/reply/?prepared={row.pk}"
    assert composer in choose
    html = browser.get(composer).content.decode()
    assert "Ola Wrona, o „Skąd \\*pieniądze\\* na chór?”" in html
    assert f"/forums/t/{topic.pk}/" in html
    assert "piszemy w notatkach" not in cast.client(cast.ewa).get(composer).content.decode()
    own = f"/curation/answers/{row.pk}/"
    assert browser.post(own, {**sent, "name": "O dotacjach", "version": "1"}).status_code == 303
    assert browser.post(own, {**sent, "version": "1"}).status_code == 409, "somebody was quicker"
    assert browser.post(own, {"remove": "1"}).status_code == 303
    assert not Canned.objects.exists()


def test_the_desk_costs_the_same_for_few_and_for_many(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = cast.client(cast.marta)

    def counted() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(DESK).status_code == 200
        return len(seen)

    ask(cast, "Pytanie zero")
    note(cast, "Notatka zero")
    counted()
    few = counted()
    for number in range(12):
        ask(cast, f"Pytanie {number} całkiem inne {number}")
        note(cast, f"Notatka {number}")
    assert counted() <= few + 1
    assert few <= 20
