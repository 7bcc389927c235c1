"""Drafts: kept while somebody writes, never written over silently, gone when the text is there."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from composing.models import Draft
from forums.actions.post_reply import post_reply
from forums.models import Forum, Post, Topic
from kernel.retention.table import keep as keep_retention
from notes.integrity import html as note_html
from notes.models import PracticeNote
from tests.cast import Cast
from tests.composing.conftest import WORDS, drawn, reply_path, sent
from tests.contracts.dom import Page


def keep(cast: Cast, who: User | None, place: str, body: str, **more: Any) -> Any:
    fields = {"place": place, "body": body, "device": "desk", "version": 0, **more}
    return cast.client(who).post("/drafts/keep/", fields)


def place_of(topic: Topic) -> str:
    return f"topic-{topic.pk}-reply"


def test_a_draft_comes_back_on_another_device(cast: Cast, topic: Topic) -> None:
    first = keep(cast, cast.jan, place_of(topic), "Zacz")
    assert first.json()["version"] == 1
    second = keep(cast, cast.jan, place_of(topic), "Zaczęte", version=1)
    assert second.json()["version"] == 2
    page = cast.client(cast.jan).get(reply_path(topic)).content.decode()
    assert ">\nZaczęte</textarea>" in page
    assert "We brought back your draft from" in page
    found = cast.client(cast.jan).get("/drafts/at/", {"place": place_of(topic)}).json()["draft"]
    assert (found["text"], found["version"]) == ("Zaczęte", 2)
    for other in (cast.ewa, cast.marta):
        client = cast.client(other)
        assert client.get("/drafts/at/", {"place": place_of(topic)}).json() == {"draft": None}
        assert "Zaczęte" not in client.get(reply_path(topic)).content.decode()
        assert "Zaczęte" not in client.get("/drafts/").content.decode()


def test_two_devices_never_write_over_each_other(cast: Cast, topic: Topic) -> None:
    place = place_of(topic)
    keep(cast, cast.jan, place, "z biurka")
    clash = keep(cast, cast.jan, place, "z telefonu", device="phone")
    assert clash.status_code == 409
    assert clash.json()["draft"]["text"] == "z biurka"
    assert Draft.objects.get().body == "z biurka"
    same = keep(cast, cast.jan, place, "z biurka", device="phone")
    assert same.status_code == 200
    chosen = keep(
        cast, cast.jan, place, "z telefonu", device="phone", version=same.json()["version"]
    )
    assert chosen.status_code == 200
    assert keep(cast, cast.jan, place, "z biurka 2", version=1).status_code == 409
    # A slow saving of the same browser that overtakes nobody is no clash.
    assert keep(cast, cast.jan, place, "z telefonu 2", device="phone", version=1).status_code == 200


def test_a_draft_is_gone_once_it_is_sent(cast: Cast, topic: Topic) -> None:
    keep(cast, cast.jan, place_of(topic), "Gotowe")
    client = cast.client(cast.jan)
    answer = client.post(reply_path(topic), {"body": "Gotowe"})
    assert answer.status_code == 303
    assert answer.cookies["sent"].value == place_of(topic)
    assert Draft.objects.count() == 0
    # The other window's late saving does not bring it back.
    assert keep(cast, cast.jan, place_of(topic), "Gotowe", version=1).status_code == 410
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("fail", ["body", "login"])
def test_what_was_not_taken_stays(cast: Cast, topic: Topic, fail: str) -> None:
    keep(cast, cast.jan, place_of(topic), "Gotowe")
    client = cast.client(cast.jan if fail == "body" else None)
    answer = client.post(reply_path(topic), {"body": "" if fail == "body" else "Gotowe"})
    assert answer.status_code == (422 if fail == "body" else 302)
    assert "sent" not in answer.cookies
    assert Draft.objects.get().body == "Gotowe"
    assert Post.objects.count() == 1


def test_after_the_login_the_answer_is_to_the_same_post(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.ewa, topic=topic, body="Pytam.")
    page = cast.client(cast.jan).get(f"{reply_path(topic)}?parent=2").content.decode()
    assert f'action="{reply_path(topic)}?parent=2"' in page
    away = cast.client().post(f"{reply_path(topic)}?parent=2", {"body": "x", "parent": "2"})
    assert away["Location"].endswith("reply/%3Fparent%3D2")


def test_each_form_has_its_own_draft(cast: Cast, topic: Topic) -> None:
    post = post_reply(by=cast.jan, topic=topic, body="Stare słowa")
    edit = f"/forums/topics/{topic.pk}/posts/{post.number}/edit/"
    keep(cast, cast.jan, f"post-{topic.pk}-{post.number}", "Nowe słowa")
    keep(cast, cast.jan, f"ask-{cast.square.pk}", "Treść", title="Mój tytuł")
    client = cast.client(cast.jan)
    assert "Nowe słowa</textarea>" in client.get(edit).content.decode()
    ask = client.get("/forums/ogolne/ask/").content.decode()
    assert "Treść</textarea>" in ask
    assert 'value="Mój tytuł"' in ask
    assert client.post(edit, {"body": "Nowe słowa"}).status_code == 303
    fields = {"title": "Mój tytuł", "body": "Treść", "kind": "question", "lang": "pl", "tags": ""}
    assert client.post("/forums/ogolne/ask/", fields).status_code == 303
    assert Draft.objects.count() == 0


def test_what_was_chosen_comes_back_with_the_words(cast: Cast) -> None:
    place, more = (
        f"ask-{cast.square.pk}",
        {"kind": "discussion", "tags": "noc, muzeum", "region": "1206", "lang": "en"},
    )
    kept = keep(cast, cast.jan, place, "Treść", title="Mój tytuł", more=json.dumps(more))
    assert kept.status_code == 200
    page = cast.client(cast.jan).get("/forums/ogolne/ask/").content.decode()
    assert _chosen(page) == more
    found = cast.client(cast.jan).get("/drafts/at/", {"place": place}).json()["draft"]
    assert found["more"] == more
    # A page that says nothing of it, as one from before, leaves it as it is; other choices alone are a change, too.
    keep(cast, cast.jan, place, "Treść!", title="Mój tytuł", version=1)
    assert Draft.objects.get().more == json.dumps(more, ensure_ascii=False)
    other = {**more, "kind": "question"}
    clash = keep(
        cast, cast.jan, place, "Treść!", title="Mój tytuł", device="phone", more=json.dumps(other)
    )
    assert clash.status_code == 409 and clash.json()["draft"]["more"] == more
    for who in (cast.ewa, cast.ola):
        assert _chosen(cast.client(who).get("/forums/ogolne/ask/").content.decode())["tags"] == ""


@pytest.mark.parametrize(
    "raw", ["x", "[]", "null", "1", "[" * 3000, '{"tags": 1}', '{"tags": "\\ud800"}', '{"tags": "a\\tb"}',
            '{"other": "x"}', json.dumps({"tags": "x" * 300}), "x" * 9000],
)  # fmt: skip
def test_choices_that_are_not_fit_leave_the_words_alone(cast: Cast, raw: str) -> None:
    place = f"ask-{cast.square.pk}"
    assert keep(cast, cast.jan, place, "Treść", more=raw).status_code == 200
    assert (Draft.objects.get().body, Draft.objects.get().more) == ("Treść", "")
    assert cast.client(cast.jan).get("/forums/ogolne/ask/").status_code == 200


def test_what_was_chosen_outlives_the_session_too(cast: Cast) -> None:
    browser = cast.client(cast.jan)
    words = {
        "title": "Mój tytuł",
        "body": "Treść",
        "kind": "discussion",
        "tags": "noc",
        "region": "1206",
        "lang": "en",
    }
    typed = _typed(browser.get("/forums/ogolne/ask/").content.decode(), **words)
    browser.logout()
    answer = browser.post("/forums/ogolne/ask/", typed)
    cast.jan.set_password("farbka-i-wapno-1")
    cast.jan.save()
    browser.post(answer["location"], {"login": cast.jan.email, "password": "farbka-i-wapno-1"})
    page = browser.get("/forums/ogolne/ask/").content.decode()
    assert _chosen(page) == {"kind": "discussion", "tags": "noc", "region": "1206", "lang": "en"}


def _chosen(page: str) -> dict[str, str]:
    form = next(form for form in Page(page).forms if "draft" in form.kinds)
    return {name: str(form.values.get(name, "")) for name in ("kind", "tags", "region", "lang")}


def test_the_page_of_drafts(cast: Cast, topic: Topic, secret: Topic) -> None:
    keep(cast, cast.marta, place_of(topic), "O nocy")
    keep(cast, cast.marta, place_of(secret), "O nas")
    keep(cast, cast.marta, f"ask-{cast.backroom.pk}", "Nowe", title="Sprawa")
    client = cast.client(cast.marta)
    page = client.get("/drafts/").content.decode()
    for words in ("O nocy", "O nas", "Sprawa", "A reply in “Noc w bibliotece”"):
        assert words in page
    assert f'href="{reply_path(topic)}"' in page
    # Once a moderator: what may not be seen any more is not named, one's own words remain.
    User.objects.filter(pk=cast.marta.pk).update(role="member")
    page = client.get("/drafts/").content.decode()
    assert "Między nami" not in page
    assert "O nas" in page
    answer = client.post("/drafts/discard/", {"place": place_of(topic), "next": "/drafts/"})
    assert (answer.status_code, answer["Location"]) == (303, "/drafts/")
    assert not Draft.objects.filter(place=place_of(topic)).exists()
    away = client.post("/drafts/discard/", {"place": "x", "next": "https://zly.example/"})
    assert away["Location"] == "/drafts/"
    assert cast.client().get("/drafts/").status_code == 302


def test_the_page_of_drafts_costs_the_same_for_many(
    cast: Cast, topic: Topic, django_assert_max_num_queries: Any
) -> None:
    for at in range(1, 40):
        Draft.objects.create(person=cast.jan, place=f"topic-{topic.pk}-{at}", body="x", device="d")
    Draft.objects.create(
        person=cast.jan, place=f"ask-{Forum.objects.get(slug='ogolne').pk}", body="x", device="d"
    )
    client = cast.client(cast.jan)
    with django_assert_max_num_queries(12):
        client.get("/drafts/")


@pytest.mark.parametrize(
    "wrong",
    [{"place": "nowhere-1"}, {"place": "topic-1"}, {"place": "topic-x-reply"}, {"place": "x" * 300}, {"body": "x" * 40_000},
     {"body": "\x00"}, {"title": "x" * 300}, {"device": "\x00"}, {"device": "x" * 40}, {"place": "topic-١-reply"}],
)  # fmt: skip
def test_wrong_input_is_a_sentence(cast: Cast, wrong: dict[str, str]) -> None:
    answer = keep(cast, cast.jan, **{"place": "topic-1-reply", "body": "x", **wrong})
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert Draft.objects.count() == 0


def test_drafts_are_for_people(cast: Cast) -> None:
    assert keep(cast, None, "topic-1-reply", "x").status_code == 401
    assert cast.client().get("/drafts/at/?place=topic-1-reply").status_code == 401
    assert cast.client().post("/drafts/discard/", {"place": "x"}).status_code == 302
    assert cast.client(cast.jan).get("/drafts/at/?place=%F0%9F%98%80").json() == {"draft": None}


def test_an_empty_text_is_no_draft_and_an_old_one_goes(cast: Cast, topic: Topic) -> None:
    keep(cast, cast.jan, place_of(topic), "x")
    assert keep(cast, cast.jan, place_of(topic), " ", version=1).json() == {"version": 0}
    assert Draft.objects.count() == 0
    keep(cast, cast.jan, place_of(topic), "x")
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=179))
    keep_retention()
    assert Draft.objects.count() == 1
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=181))
    keep_retention()
    assert Draft.objects.count() == 0


def test_a_note_has_drafts_files_and_names_too(cast: Cast) -> None:
    client = cast.client(cast.jan)
    pk = sent(client, drawn())
    body = f"Pytajcie @ola.\n\n![{WORDS}](file:{pk})"
    keep(cast, cast.jan, "note-new", body, title="Noc czytania")
    page = client.get("/notes/write/").content.decode()
    assert "Pytajcie @ola." in page
    assert 'value="Noc czytania"' in page
    assert "A new note" in client.get("/drafts/").content.decode()
    fields = {
        "title": "Noc czytania",
        "body": body,
        "licence": "CC BY",
        "lang": "pl",
        "status": "draft",
    }
    answer = client.post("/notes/write/", fields)
    assert answer.status_code == 303, answer.content
    assert Draft.objects.count() == 0
    note = PracticeNote.objects.get()
    assert 'href="/people/ola/"' in note.html
    address = f"/files/{pk}/480.webp"
    codes = [
        cast.client(who).get(address).status_code for who in (cast.jan, cast.ola, cast.visitor)
    ]
    assert codes == [200, 404, 404]  # a draft is its author's alone
    client.post(f"/notes/{note.slug}/edit/", {**fields, "status": "published", "body": f"{body}!"})
    assert cast.client().get(address).status_code == 200
    assert list(note_html(False)) == []
    place = {"body": body, "place": f"note-{note.pk}"}
    assert address in client.post("/notes/preview/", place).content.decode()
    assert address not in cast.client(cast.ewa).post("/notes/preview/", place).content.decode()


def test_a_form_that_has_grown_old_gives_the_text_back(cast: Cast, topic: Topic) -> None:
    client = cast.client(cast.jan, enforce_csrf_checks=True)
    answer = client.post(reply_path(topic), {"body": "Długi tekst <b>"})
    assert answer.status_code == 403
    assert "Długi tekst &lt;b&gt;</textarea>" in answer.content.decode()
    assert client.post(reply_path(topic), {"body": "\x00"}).status_code == 403
    assert Post.objects.count() == 1


def _typed(page: str, **words: str) -> dict[str, str]:
    """The fields of the editor's form as a browser without scripts sends them."""
    form = next(form for form in Page(page).forms if "draft" in form.kinds)
    return {**{name: str(value) for name, value in form.values.items()}, **words}


def test_what_is_sent_after_the_session_ended_is_a_draft_after_log_in(
    cast: Cast, topic: Topic
) -> None:
    browser = cast.client(cast.jan)
    sent_words = _typed(browser.get(reply_path(topic)).content.decode(), body="Długo pisane słowa")
    browser.logout()
    answer = browser.post(reply_path(topic), sent_words)
    assert (answer.status_code, Post.objects.count()) == (302, 1)
    assert "your text is kept" in browser.get(answer["location"]).content.decode()
    cast.jan.set_password("farbka-i-wapno-1")
    cast.jan.save()
    entered = {"login": cast.jan.email, "password": "farbka-i-wapno-1"}
    assert browser.post(answer["location"], entered)["location"] == reply_path(topic)
    page = browser.get(reply_path(topic)).content.decode()
    assert ">\nDługo pisane słowa</textarea>" in page
    assert "Your text is not sent yet" in page
    assert Draft.objects.get().person == cast.jan


def test_held_words_are_for_their_writer_alone(cast: Cast, topic: Topic) -> None:
    browser = cast.client(cast.jan)
    sent_words = _typed(browser.get(reply_path(topic)).content.decode(), body="Tylko moje")
    browser.logout()
    browser.post(reply_path(topic), sent_words)
    browser.force_login(cast.ewa)
    assert "Tylko moje" not in browser.get(reply_path(topic)).content.decode()
    browser.logout()
    browser.force_login(cast.jan)
    assert "Tylko moje" not in browser.get(reply_path(topic)).content.decode()
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"draft": "nowhere"}, {"draft_of": ""}, {"body": ""}, {"body": "x" * 70_000}]
)
def test_what_no_editor_sends_is_not_held(wrong: dict[str, str], cast: Cast, topic: Topic) -> None:
    browser = cast.client()
    fields = {"draft": place_of(topic), "draft_of": cast.jan.handle, "body": "Słowa", **wrong}
    assert browser.post(reply_path(topic), fields).status_code == 302
    browser.force_login(cast.jan)
    browser.get(reply_path(topic))
    assert not Draft.objects.exists()


def test_held_words_do_not_write_over_a_draft(cast: Cast, topic: Topic) -> None:
    browser = cast.client(cast.jan)
    sent_words = _typed(browser.get(reply_path(topic)).content.decode(), body="Z telefonu")
    browser.logout()
    browser.post(reply_path(topic), sent_words)
    keep(cast, cast.jan, place_of(topic), "Z biurka, nowsze")
    browser.force_login(cast.jan)
    assert Draft.objects.get().body == "Z biurka, nowsze"
