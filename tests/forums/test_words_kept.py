"""What changes while somebody writes takes nobody's words: they come back with the answer that says why, and a
draft can be read whole and goes on wherever one may still write."""

from typing import Any

import pytest

from accounts.models import User
from composing.models import Draft
from forums.actions.close_topic import close_topic
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.actions.settle_forum import archive_forum
from forums.models import Post, Topic
from forums.review.models import Waiting
from tests.cast import Cast, person
from tests.forums.conftest import verb

WORDS = "Rozłóżcie materace już o szóstej."
LONG = "Najpierw trzeba zapytać straż. " * 20 + "Na końcu gasimy światło."


@pytest.fixture
def second(cast: Cast, topic: Topic) -> Post:
    return post_reply(by=cast.jan, topic=topic, body="Mam dwie.")


def _reply(cast: Cast, who: User, topic: Topic, **fields: Any) -> Any:
    return cast.client(who).post(verb(topic, "reply"), {"key": "k1", **fields})


def test_the_answered_post_goes_and_the_words_stay(cast: Cast, topic: Topic, second: Post) -> None:
    place = f"topic-{topic.pk}-2"
    Draft.objects.create(person=cast.ola, place=place, body=WORDS, device="d")
    remove_post(by=cast.marta, post=second)
    answer = _reply(cast, cast.ola, topic, body=WORDS, parent="2")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f">\n{WORDS}</textarea>" in page
    assert "What you are answering is no longer here." in page
    assert 'name="instead" value="2"' in page and 'name="parent"' not in page
    assert f'data-draft="{place}"' in page
    assert "Mam dwie" not in page
    assert Post.objects.filter(topic=topic).count() == 2
    sent = _reply(cast, cast.ola, topic, body=WORDS, instead="2")
    assert sent.status_code == 303
    assert sent.cookies["sent"].value == place
    post = Post.objects.get(topic=topic, number=3)
    assert (post.body, post.parent) == (WORDS, None)
    assert not Draft.objects.exists()


def test_a_draft_for_a_post_that_is_gone_goes_on(cast: Cast, topic: Topic, second: Post) -> None:
    Draft.objects.create(person=cast.ola, place=f"topic-{topic.pk}-2", body=LONG, device="d")
    remove_post(by=cast.marta, post=second)
    there = f"{verb(topic, 'reply')}?parent=2"
    listed = cast.client(cast.ola).get("/drafts/").content.decode()
    assert f'href="{there}"' in listed and "Na końcu gasimy światło." in listed
    page = cast.client(cast.ola).get(there)
    assert page.status_code == 200
    html = page.content.decode()
    assert "Na końcu gasimy światło." in html and 'name="instead" value="2"' in html
    assert "What you are answering is no longer here." in html and "Mam dwie" not in html
    # Who has no words for it finds nothing there, as before.
    for other in (cast.ewa, cast.jan):
        assert cast.client(other).get(there).status_code == 404
        assert "Na końcu gasimy" not in cast.client(other).get("/drafts/").content.decode()


def test_the_post_of_a_topic_that_one_may_not_see_stays_unknown(cast: Cast, secret: Topic) -> None:
    post_reply(by=cast.adam, topic=secret, body="Cicho.")
    for fields in ({"parent": "2"}, {"instead": "2"}, {"parent": "9"}):
        answer = _reply(cast, cast.jan, secret, body=WORDS, **fields)
        assert answer.status_code == 404
        page = answer.content.decode()
        assert "Między nami" not in page and WORDS in page


def test_a_closed_topic_gives_the_words_back_and_the_draft_is_read_whole(
    cast: Cast, topic: Topic, second: Post
) -> None:
    Draft.objects.create(person=cast.ola, place=f"topic-{topic.pk}-reply", body=LONG, device="d")
    Draft.objects.create(person=cast.jan, place=f"post-{topic.pk}-2", body=LONG, device="d")
    close_topic(by=cast.marta, topic=topic)
    for who, there in ((cast.ola, "reply"), (cast.jan, "posts/2/edit")):
        answer = cast.client(who).post(verb(topic, there), {"body": LONG, "key": "k1"})
        assert answer.status_code == 403
        assert "Na końcu gasimy światło.</textarea>" in answer.content.decode()
        page = cast.client(who).get("/drafts/").content.decode()
        assert "Na końcu gasimy światło.</pre>" in page
        assert "Nothing can be written there now." in page
        assert verb(topic, there) not in page and f"/forums/t/{topic.pk}/" in page
        assert "Write on" not in page
    # A moderator still writes there.
    Draft.objects.create(person=cast.marta, place=f"topic-{topic.pk}-reply", body="x", device="d")
    assert verb(topic, "reply") in cast.client(cast.marta).get("/drafts/").content.decode()


def test_a_moderators_draft_of_a_correction_leads_to_the_correction(
    cast: Cast, topic: Topic, second: Post
) -> None:
    Draft.objects.create(person=cast.marta, place=f"post-{topic.pk}-2", body=WORDS, device="d")
    there = verb(topic, "posts/2/correct")
    client = cast.client(cast.marta)
    assert f'href="{there}"' in client.get("/drafts/").content.decode()
    assert WORDS in client.get(there).content.decode()


def test_an_archived_forum_gives_every_field_of_a_question_back(cast: Cast) -> None:
    Draft.objects.create(person=cast.ola, place=f"ask-{cast.square.pk}", body=LONG, device="d")
    archive_forum(by=cast.adam, forum=cast.square, archived=True)
    fields = {
        "title": "Noc w muzeum", "body": WORDS, "tags": "noc, muzeum", "kind": "discussion",
        "lang": "pl", "key": "klucz-tego-formularza", "draft": f"ask-{cast.square.pk}",
    }  # fmt: skip
    answer = cast.client(cast.ola).post("/forums/ogolne/ask/", fields)
    page = answer.content.decode()
    assert answer.status_code == 403
    for words in ("Noc w muzeum", WORDS, "noc, muzeum"):
        assert f">\n{words}</textarea>" in page
    for machine in ("klucz-tego-formularza", "discussion"):
        assert machine not in page
    listed = cast.client(cast.ola).get("/drafts/").content.decode()
    assert "/ask/" not in listed and 'href="/forums/ogolne/"' in listed


def test_a_changed_title_and_a_poll_come_back_from_a_closed_topic(cast: Cast, topic: Topic) -> None:
    close_topic(by=cast.marta, topic=topic)
    client = cast.client(cast.ola)
    title = {"title": "Noc w naszej bibliotece", "tags": "noc", "kind": "question", "region": ""}
    changed = client.post(verb(topic, "edit"), title)
    assert changed.status_code == 403
    assert "Noc w naszej bibliotece</textarea>" in changed.content.decode()
    poll = {"question": "Który dzień?", "choices": "Środa\nPiątek", "most": "1"}
    answer = client.post(verb(topic, "poll"), poll)
    assert answer.status_code == 403
    for words in ("Który dzień?", "Środa\nPiątek"):
        assert f">\n{words}</textarea>" in answer.content.decode()


def test_passwords_codes_and_tokens_are_never_given_back(cast: Cast, topic: Topic) -> None:
    client = cast.client(cast.jan)
    gone = verb(topic, "posts/9/edit")
    token = "żeton-" + "x" * 80
    page = client.post(gone, {"body": WORDS, "token": token, "csrfmiddlewaretoken": token})
    assert page.status_code == 404
    assert WORDS in page.content.decode() and token not in page.content.decode()
    for secret in ("password", "old_password", "code", "client_secret"):
        page = client.post(gone, {"body": WORDS, secret: "farbka-i-wapno-2"})
        assert "farbka-i-wapno-2" not in page.content.decode()
    nowhere = client.post("/there/is/no/such/address/", {"body": WORDS})
    assert nowhere.status_code == 404 and WORDS not in nowhere.content.decode()
    broken = client.post(gone, b"no parts", content_type="multipart/form-data; boundary=x")
    assert broken.status_code in (400, 404)


def test_words_that_are_changed_after_they_were_published_come_back(
    cast: Cast, topic: Topic
) -> None:
    nela = person("nela", "Nela Nowicka")
    row = Waiting.objects.create(
        forum=cast.square, topic=topic, author=nela, lang="pl", body="Pierwsze.", html="<p>Pierwsze.</p>",
        cause="forum",
    )  # fmt: skip
    path = f"/forums/held/{row.pk}/"
    assert cast.client(cast.marta).post(f"{path}approve/").status_code == 303
    late = cast.client(nela).post(path, {"body": WORDS})
    assert late.status_code == 409
    assert f">\n{WORDS}</textarea>" in late.content.decode()
    assert "Published." in late.content.decode()
    assert Post.objects.get(topic=topic, number=2).body == "Pierwsze."
    for other in (cast.jan, cast.ewa):
        assert cast.client(other).post(path, {"body": "Cudze."}).status_code == 404
