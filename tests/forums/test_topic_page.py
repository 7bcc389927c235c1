"""A topic's page: what it shows, to whom, in which order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forums.actions.accept_answer import accept_answer
from forums.actions.change_topic import change_topic
from forums.actions.edit_post import edit_post
from forums.actions.hide import hide_post, hide_topic
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.models import Forum, Post, Seat, Topic
from tests.cast import Cast
from tests.forums.conftest import numbers, path


def page(client: object, address: str, status: int = 200) -> str:
    response = client.get(address)  # type: ignore[attr-defined]
    assert response.status_code == status, (address, response.status_code)
    return str(response.content.decode())


def test_a_visitor_reads_question_and_replies(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="Zacznij od *latarek*.")
    html = page(cast.client(), path(topic))
    assert "Jak <strong>to</strong> zrobić?" in html
    assert "<em>latarek</em>" in html
    assert 'data-author="jan"' in html
    assert f"/accounts/login/?next={path(topic)}" in html
    assert numbers(html) == [1, 2]
    assert "<textarea" not in html


def test_a_member_gets_the_form_and_a_visitor_never_sees_it(cast: Cast, topic: Topic) -> None:
    for_jan = page(cast.client(cast.jan), path(topic))
    assert f'action="/forums/topics/{topic.pk}/reply/"' in for_jan
    assert 'data-me="jan"' in for_jan
    assert "mark" not in for_jan.split('name="key" value="')[1][:40]
    again = page(cast.client(), path(topic))
    assert 'data-me="' not in again
    assert "csrfmiddlewaretoken" not in again.split("<main")[1].split("</main")[0]


def test_each_form_has_its_own_key_and_token(cast: Cast, topic: Topic) -> None:
    ola, jan = cast.client(cast.ola), cast.client(cast.jan)
    keys = {
        page(c, path(topic)).split('name="key" value="')[1].split('"')[0] for c in (ola, ola, jan)
    }
    assert len(keys) == 3


def test_the_unverified_learn_why_there_is_no_form(cast: Cast, topic: Topic) -> None:
    html = page(cast.client(cast.nowa), path(topic))
    assert "Confirm your e-mail address" in html
    assert "<textarea" not in html


@pytest.mark.parametrize("who", ["visitor", "jan", "nowa", "ewa"])
def test_a_hidden_forum_answers_like_a_missing_topic(cast: Cast, secret: Topic, who: str) -> None:
    client = cast.client(getattr(cast, who))
    for address in (
        path(secret), path(secret, "1/"), f"/forums/t/{secret.pk}/", f"/forums/t/{secret.pk}/posts",
        "/forums/moderacja/",
    ):  # fmt: skip
        hidden, missing = client.get(address), client.get(address.replace(str(secret.pk), "987654"))
        assert hidden.status_code == 404, address
        assert "Między nami" not in hidden.content.decode()
        if "moderacja" not in address:
            assert missing.status_code == 404
    assert path(secret) not in page(client, "/forums/")
    assert "Moderacja" not in page(client, "/forums/")
    assert "Tylko dla" in page(cast.client(cast.marta), path(secret))


def test_moving_out_of_sight_beats_every_cache(cast: Cast, topic: Topic) -> None:
    client = cast.client()
    etag = client.get(path(topic))["ETag"]
    assert client.get(path(topic), headers={"if-none-match": etag}).status_code == 304
    Topic.objects.filter(pk=topic.pk).update(forum=cast.backroom)
    assert client.get(path(topic), headers={"if-none-match": etag}).status_code == 404


def test_a_hidden_topic_is_the_moderators_alone(cast: Cast, topic: Topic) -> None:
    page(cast.client(), path(topic))
    hide_topic(topic, True)
    for who in (None, cast.ola, cast.jan):
        assert cast.client(who).get(path(topic)).status_code == 404
    assert "Hidden" in page(cast.client(cast.marta), path(topic))
    hide_topic(topic, False)
    assert "Jak <strong>to" in page(cast.client(), path(topic))


def test_a_hidden_post_keeps_its_number_and_only_moderators_read_it(
    cast: Cast, topic: Topic
) -> None:
    reply = post_reply(by=cast.jan, topic=topic, body="Kupcie tanie okna!")
    post_reply(by=cast.ewa, topic=topic, parent=reply, body="Nie tutaj.")
    for who in (None, cast.ola, cast.marta):
        assert "tanie okna" in page(cast.client(who), path(topic))
    hide_post(reply, True)
    for who in (None, cast.jan, cast.ola):
        html = page(cast.client(who), path(topic))
        assert "tanie okna" not in html
        assert "hidden by moderators" in html
        assert numbers(html) == [1, 2, 3]
    assert "tanie okna" in page(cast.client(cast.marta), path(topic))
    assert "tanie okna" not in page(cast.client(), path(topic))
    live = cast.client().get(f"/forums/t/{topic.pk}/posts?after=1").json()["html"]
    assert "tanie okna" not in live
    assert "in reply to #2" in live


def test_a_removed_post_shows_its_number_alone(cast: Cast, topic: Topic) -> None:
    reply = post_reply(by=cast.jan, topic=topic, body="Pomyłka, przepraszam.")
    page(cast.client(), path(topic))
    remove_post(by=cast.jan, post=reply)
    for who in (None, cast.jan, cast.marta):
        html = page(cast.client(who), path(topic))
        assert "Pomyłka" not in html
        assert 'data-author="jan"' not in html
        assert "#2: removed" in html


def test_pages_are_windows_of_numbers(cast: Cast, topic: Topic) -> None:
    fill(topic, cast, 45)
    client = cast.client()
    assert numbers(page(client, path(topic))) == list(range(1, 21))
    second, third = page(client, path(topic, "?page=2")), page(client, path(topic, "?page=3"))
    assert numbers(second)[1:] == list(range(21, 41))
    assert numbers(third)[1:] == list(range(41, 46))
    assert "page 2 of 3" in second
    assert 'rel="prev"' in third
    assert 'rel="next"' not in third
    assert f'<link rel="canonical" href="http://testserver{path(topic)}?page=2">' in second


def test_a_permalink_opens_the_page_that_holds_the_post(cast: Cast, topic: Topic) -> None:
    fill(topic, cast, 45)
    html = page(cast.client(), path(topic, "33/"))
    assert 33 in numbers(html)
    assert 'id="p33" class="post-target post"' in html
    assert html.count("post-target") == 1
    assert f'href="http://testserver{path(topic)}?page=2"' in html


def test_a_wrong_slug_leads_to_the_right_one(cast: Cast, topic: Topic) -> None:
    client = cast.client()
    old = path(topic)
    change_topic(by=cast.ola, topic=topic, title="Żółta łódź")
    moved = client.get(old + "?page=1")
    assert (moved.status_code, moved["Location"]) == (301, f"/forums/t/{topic.pk}/zolta-lodz/")
    assert client.get(old + "1/")["Location"] == f"/forums/t/{topic.pk}/zolta-lodz/1/#p1"
    assert client.get(f"/forums/t/{topic.pk}/").status_code == 301
    assert "Żółta łódź" in page(client, f"/forums/t/{topic.pk}/zolta-lodz/")


@pytest.mark.parametrize(
    "rest",
    ["?page=0", "?page=2", "?page=-1", "?page=x", "?page=", f"?page={10**30}", "0/", "2/", "99999999999/",
     f"{10**30}/", "x/", "?page=%00", "?page=%ff", "1e3/"],
)  # fmt: skip
def test_addresses_that_mean_nothing(cast: Cast, topic: Topic, rest: str) -> None:
    for who in (None, cast.jan):
        assert 400 <= cast.client(who).get(path(topic, rest)).status_code < 500


@pytest.mark.parametrize(
    "pk", ["0", "999999", str(2**63 - 1), str(2**63), str(10**30), "-1", "1.5"]
)
def test_ids_that_mean_nothing(cast: Cast, topic: Topic, pk: str) -> None:
    client = cast.client(cast.jan)
    for address in (f"/forums/t/{pk}/", f"/forums/t/{pk}/x/", f"/forums/t/{pk}/x/1/", f"/forums/t/{pk}/posts",
                    f"/forums/topics/{pk}/reply/", f"/forums/topics/{pk}/posts/1/edit/",
                    f"/forums/topics/{topic.pk}/posts/{pk}/actions/"):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_replies_stand_under_what_they_answer(cast: Cast, topic: Topic) -> None:
    first = post_reply(by=cast.jan, topic=topic, body="A")  # 2
    post_reply(by=cast.ewa, topic=topic, body="B")  # 3
    answer = post_reply(by=cast.ola, topic=topic, body="C", parent=first)  # 4
    opening = Post.objects.get(topic=topic, number=1)
    post_reply(by=cast.ewa, topic=topic, body="D", parent=opening)  # 5
    deep = post_reply(by=cast.jan, topic=topic, body="E", parent=answer)  # 6
    deeper = post_reply(by=cast.jan, topic=topic, body="F", parent=deep)  # 7
    post_reply(by=cast.ewa, topic=topic, body="G", parent=deeper)  # 8
    html = page(cast.client(), path(topic))
    assert numbers(html) == [1, 2, 4, 6, 7, 8, 3, 5]
    assert html.count('<div class="thread">') == 3
    # Only what lies deeper than the threads go names what it answers.
    assert html.count("in reply to") == 1
    assert "in reply to Jan Zubek (#7)" in html


def test_a_reply_to_another_page_names_what_it_answers(cast: Cast, topic: Topic) -> None:
    first = post_reply(by=cast.jan, topic=topic, body="A")
    fill(topic, cast, 24)
    topic.refresh_from_db()
    post_reply(by=cast.ewa, topic=topic, body="Wracam do początku", parent=first)
    html = page(cast.client(), path(topic, "?page=2"))
    assert "in reply to Jan Zubek (#2)" in html
    assert f'href="{path(topic)}2/#p2"' in html


def test_the_accepted_answer_stands_under_the_question_and_in_its_place(
    cast: Cast, topic: Topic
) -> None:
    fill(topic, cast, 24)
    helped = Post.objects.get(topic=topic, number=23)
    accept_answer(by=cast.ola, post=helped)
    first = page(cast.client(), path(topic))
    assert "Accepted by Ola Wrona" in first
    assert first.count("post-accepted") == 1
    assert "wpis 23" in first
    assert 'id="p23"' not in first
    second = page(cast.client(), path(topic, "?page=2"))
    assert second.count("Accepted answer") == 1
    near = Post.objects.get(topic=topic, number=3)
    accept_answer(by=cast.marta, post=near)
    first = page(cast.client(), path(topic))
    assert "Accepted by Marta Lis" in first
    assert first.count('id="p3"') == 1
    assert first.count("post-accepted") == 2
    assert "Accepted answer" not in page(cast.client(), path(topic, "?page=2"))


def test_every_change_shows_at_once(cast: Cast, topic: Topic) -> None:
    reply = post_reply(by=cast.jan, topic=topic, body="pierwsza wersja")
    client = cast.client()
    assert "pierwsza wersja" in page(client, path(topic))
    Post.objects.filter(pk=reply.pk).update(created_at=timezone.now() - timedelta(hours=1))
    edit_post(by=cast.jan, post=reply, body="druga wersja")
    html = page(client, path(topic))
    assert "druga wersja" in html
    assert "pierwsza" not in html
    assert "changed" in html
    Forum.objects.filter(pk=cast.square.pk).update(name="Rynek główny", name_version=2)
    assert "Rynek główny" in page(client, path(topic))


def test_two_languages_do_not_mix(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="x")
    english = page(cast.client(), path(topic))
    polish = cast.client().get(path(topic), headers={"accept-language": "pl"})
    assert '<html lang="en"' in english
    assert '<html lang="pl"' in polish.content.decode()
    assert polish["ETag"] != cast.client().get(path(topic))["ETag"]


def test_text_is_never_markup(cast: Cast) -> None:
    from forums.actions.start_topic import start_topic

    topic = start_topic(
        by=cast.ola, forum=cast.square, title="<script>alert(1)</script> {{7*7}}",
        body="<script>alert(2)</script> {{7*7}} [x](javascript:alert(3)) <img src=x onerror=alert(4)>",
        tags="<b>tag",
    )  # fmt: skip
    cast.jan.name = "<i>Jan"
    cast.jan.save()
    post_reply(by=cast.jan, topic=topic, body="{% url 'x' %} <svg onload=alert(5)>")
    for address in (path(topic), "/forums/", "/forums/ogolne/", path(topic, "2/")):
        html = page(cast.client(), address)
        assert "<script>alert" not in html
        assert "{{7*7}}" in html
        for bad in ('href="javascript', "<img src=x", "<svg onload", "<i>Jan", "<b>tag"):
            assert bad not in html


def test_reading_moves_the_persons_place_forward_only(cast: Cast, topic: Topic) -> None:
    fill(topic, cast, 45)
    jan = cast.client(cast.jan)
    seat = Seat.objects.filter(topic=topic, person=cast.jan)
    page(jan, path(topic))
    assert seat.get().read_number == 20
    page(jan, path(topic, "41/"))
    assert seat.get().read_number == 45
    page(jan, path(topic))
    assert seat.get().read_number == 45
    cast.client().get(path(topic))
    jan.head(path(topic))
    assert Seat.objects.filter(topic=topic).count() == 2


def test_the_divider_stands_before_the_first_unread(cast: Cast, topic: Topic) -> None:
    jan = cast.client(cast.jan)
    for _ in range(3):
        post_reply(by=cast.ola, topic=topic, body="x")
    assert "divider" not in page(jan, path(topic))
    post_reply(by=cast.ola, topic=topic, body="y")
    post_reply(by=cast.ewa, topic=topic, body="z")
    html = page(jan, path(topic))
    assert "2 new since your last visit" in html
    assert html.index('id="p4"') < html.index('id="new-5"') < html.index('id="p5"')
    assert f'href="{path(topic)}5/#new-5"' in html
    assert "divider" not in page(jan, path(topic))
    assert "divider" not in page(cast.client(), path(topic))


def test_the_fragment_is_the_page_s_own_html(cast: Cast, topic: Topic) -> None:
    post_reply(by=cast.jan, topic=topic, body="raz")
    post_reply(by=cast.ewa, topic=topic, body="dwa")
    whole = page(cast.client(), path(topic))
    answer = cast.client().get(f"/forums/t/{topic.pk}/posts?after=2").json()
    assert answer["last_number"] == 3
    assert answer["more"] is False
    assert answer["html"] in whole
    one = cast.client().get(f"/forums/t/{topic.pk}/posts?number=2").json()
    assert numbers(one["html"]) == [2]
    assert cast.client().get(f"/forums/t/{topic.pk}/posts?after=3").json() == {
        "html": "", "last_number": 3, "more": False, "polled": False,
    }  # fmt: skip
    for bad in ("after=x", "after=-1", f"after={10**30}", "number=0", "number=x"):
        assert 400 <= cast.client().get(f"/forums/t/{topic.pk}/posts?{bad}").status_code < 500


def fill(topic: Topic, cast: Cast, upto: int) -> None:
    """Posts up to a number, written straight into the tables with their counters."""
    from forums.counters import recount

    topic.refresh_from_db()
    Post.objects.bulk_create(
        Post(topic=topic, number=n, author=cast.jan, body=f"wpis {n}", html=f"<p>wpis {n}</p>\n")
        for n in range(topic.last_number + 1, upto + 1)
    )
    recount()
