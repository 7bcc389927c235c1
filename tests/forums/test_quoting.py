"""Quoting: the words with who said them and where, in the form of the reply."""

from html import unescape

from forums.actions.hide import hide_post
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.models import Topic
from forums.quoting import LONGEST
from tests.cast import Cast
from tests.forums.conftest import path, verb
from tests.forums.test_topic_page import page


def asked(cast: Cast, topic: Topic, number: int, words: str = "") -> str:
    answer = cast.client(cast.ola).get(verb(topic, f"posts/{number}/quotation"), {"words": words})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    return str(answer.content.decode())


def test_the_form_begins_with_the_words_and_who_said_them(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="Zacznij od *latarek*.\n\nPotem śpiwory.")
    link = f"{verb(topic, 'reply')}?parent=2&quote=1"
    assert link in unescape(page(cast.client(cast.ola), path(topic)))
    form = unescape(page(cast.client(cast.ola), link))
    quoted = f"> [Jan Zubek, #2]({path(topic, '2/#p2')}):\n>\n> Zacznij od *latarek*.\n>\n> Potem"
    assert quoted in form
    body = form.split("<textarea")[1].split(">\n", 1)[1].split("</textarea>")[0]
    post_reply(by=cast.ola, topic=topic, body=body + "Dziękuję.")
    html = page(cast.client(), path(topic)).split('id="p3"')[1]
    assert "<blockquote>" in html
    assert f'href="{path(topic, "2/#p2")}"' in html
    # Without being asked the form is empty.
    assert "latarek*" not in page(cast.client(cast.ola), link.replace("&quote=1", ""))


def test_marked_words_alone_and_no_quotations_of_quotations(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="> Ktoś: dawno temu\n\nWłasne słowa.")
    assert "dawno" not in asked(cast, topic, 2)
    assert "> Własne słowa." in asked(cast, topic, 2)
    assert asked(cast, topic, 2, "dawno temu").endswith("> dawno temu\n\n")


def test_what_is_long_is_cut(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="słowo " * 2_000)
    text = asked(cast, topic, 2)
    assert len(text) < LONGEST + 200
    assert text.endswith("słowo …\n\n")


def test_a_name_is_never_markup(cast: Cast, topic: Topic) -> None:
    cast.jan.name = "[Jan](javascript:x) *Z*"
    cast.jan.save()
    post_reply(by=cast.jan, topic=topic, body="Tak.")
    reply = post_reply(by=cast.ola, topic=topic, body=asked(cast, topic, 2))
    assert "javascript:x) *Z*, #2</a>" in reply.html
    assert 'href="javascript' not in reply.html


def test_what_may_not_be_read_cannot_be_quoted(cast: Cast, topic: Topic, secret: Topic) -> None:
    hidden = post_reply(by=cast.jan, topic=topic, body="Ukryte słowa.")
    hide_post(hidden, True)
    removed = post_reply(by=cast.jan, topic=topic, body="Usunięte słowa.")
    remove_post(by=cast.jan, post=removed)
    for who in (cast.ola, cast.jan, cast.marta):
        client = cast.client(who)
        for number in (2, 3, 99):
            assert client.get(verb(topic, f"posts/{number}/quotation")).status_code == 404
            link = f"{verb(topic, 'reply')}?parent={number}&quote=1"
            assert client.get(link).status_code == 404
    for who in (cast.jan, cast.ewa):
        assert cast.client(who).get(verb(secret, "posts/1/quotation")).status_code == 404
    assert cast.client().get(verb(topic, "posts/1/quotation")).status_code == 302
    long = cast.client(cast.ola).get(verb(topic, "posts/1/quotation"), {"words": "x" * 40_000})
    assert long.status_code == 400
