"""Changing a post: what readers are told, what is kept, and that nobody's words are lost."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from directory.models import Membership
from forums.actions.correct_post import correct_post
from forums.actions.edit_post import edit_post
from forums.actions.hide import hide_post
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.grace import changed_characters
from forums.models import Post, PostRevision, Topic
from kernel.refusals import Conflict, Invalid, Refused
from notifications.models import Notification
from tests.cast import Cast
from tests.forums.conftest import path, verb
from tests.forums.test_topic_page import page

LONG = "Zacznijcie od latarek, śpiworów i zgód rodziców. " * 4


@pytest.fixture
def reply(cast: Cast, topic: Topic) -> Post:
    return post_reply(by=cast.jan, topic=topic, body="Zacznij od latarek i śpiworów.")


def old(post: Post, minutes: int = 10) -> Post:
    """The post as if it had been written so many minutes ago."""
    Post.objects.filter(pk=post.pk).update(created_at=timezone.now() - timedelta(minutes=minutes))
    post.refresh_from_db()
    return post


def of(post: Post, what: str) -> str:
    return f"/forums/topics/{post.topic_id}/posts/{post.number}/{what}/"


def seen_of(html: str) -> str:
    return html.split('name="seen" value="')[1].split('"')[0]


def test_a_slip_mended_at_once_is_no_change(cast: Cast, topic: Topic, reply: Post) -> None:
    edit_post(by=cast.jan, post=reply, body="Zacznij od latarek i śpiworów!")
    edit_post(by=cast.jan, post=reply, body="Zacznij od latarek i śpiworów.")
    edit_post(by=cast.jan, post=reply, body="Zacznij od latarek i koców.")
    html = page(cast.client(), path(topic))
    assert "koców" in html
    assert "history/" not in html
    assert "śpiworów" not in page(cast.client(), of(reply, "history"))
    # The author and the moderators can still see it.
    for who in (cast.jan, cast.marta):
        assert "within the first minutes" in page(cast.client(who), of(reply, "history"))
    assert reply.revisions.count() == 1


def test_many_small_mendings_together_are_a_change(cast: Cast, topic: Topic) -> None:
    post = post_reply(by=cast.jan, topic=topic, body=LONG)
    words = LONG.split()
    for at in range(0, 20, 4):
        words[at : at + 4] = ["zupełnie", "inaczej", "niż", "przedtem"]
        edit_post(by=cast.jan, post=post, body=" ".join(words))
    assert "changed" in page(cast.client(), path(topic))


def test_an_answer_in_between_ends_the_grace(cast: Cast, topic: Topic, reply: Post) -> None:
    post_reply(by=cast.jan, topic=topic, body="I jeszcze jedno.")
    assert edit_post(by=cast.jan, post=reply, body="Zacznij od koców.").edited_at is None
    post_reply(by=cast.ola, topic=topic, body="Dziękuję, kupię.")
    assert edit_post(by=cast.jan, post=reply, body="Zacznij od lamp.").edited_at is not None
    assert "changed" in page(cast.client(), path(topic))


def test_a_later_change_bears_a_mark_that_opens_what_was_changed(
    cast: Cast, topic: Topic, reply: Post
) -> None:
    edit_post(by=cast.jan, post=old(reply), body="Zacznij od latarek i karimat.")
    html = page(cast.client(), path(topic))
    assert f'href="{of(reply, "history")}"' in html
    changes = page(cast.client(), of(reply, "history"))
    assert "<del>śpiworów.</del><ins>karimat.</ins>" in changes
    assert "Jan Zubek" in changes
    polish = cast.client().get(of(reply, "history"), headers={"accept-language": "pl"})
    assert "Co się zmieniło" in polish.content.decode()
    # Mended at once, it is still the same change.
    edit_post(by=cast.jan, post=reply, body="Zacznij od latarek i mat.")
    assert "<ins>mat.</ins>" in page(cast.client(), of(reply, "history"))
    assert reply.revisions.count() == 1


def test_the_first_post_has_its_changes_too(cast: Cast, topic: Topic) -> None:
    first = old(Post.objects.get(topic=topic, number=1))
    edit_post(by=cast.ola, post=first, body="Jak to zrobić w Brzozówce?")
    assert f'href="{of(first, "history")}"' in page(cast.client(), path(topic))
    assert "<ins>" in page(cast.client(), of(first, "history"))


def test_each_change_is_shown_between_its_neighbours(cast: Cast, reply: Post) -> None:
    for at, body in enumerate(("jeden", "dwa", "trzy"), start=1):
        edit_post(by=cast.jan, post=old(reply), body=body)
        PostRevision.objects.filter(post=reply).update(
            made_at=timezone.now() - timedelta(hours=4 - at)
        )
    changes = page(cast.client(), of(reply, "history"))
    assert changes.index("<ins>trzy</ins>") < changes.index("<ins>dwa</ins>")
    assert "<del>jeden</del><ins>dwa</ins>" in changes
    assert "<del>dwa</del><ins>trzy</ins>" in changes


def test_many_changes_come_in_pages(cast: Cast, reply: Post) -> None:
    PostRevision.objects.bulk_create(
        PostRevision(post=reply, number=n, body=f"wersja{n}", by=cast.jan) for n in range(1, 46)
    )
    first = page(cast.client(), of(reply, "history"))
    assert "wersja45" in first
    assert "<del>wersja25</del>" not in first
    second = page(cast.client(), of(reply, "history") + "?before=26")
    assert "<del>wersja25</del><ins>wersja26</ins>" in second
    for wrong in ("x", "0", "-1", str(10**30)):
        assert cast.client().get(of(reply, "history") + f"?before={wrong}").status_code == 200


def test_what_is_no_longer_shown_is_not_shown_by_its_changes(
    cast: Cast, topic: Topic, reply: Post
) -> None:
    edit_post(by=cast.jan, post=old(reply), body="Zacznij od karimat.")
    hide_post(reply, True)
    for who in (None, cast.jan, cast.ola):
        assert cast.client(who).get(of(reply, "history")).status_code == 404
    assert "karimat" in page(cast.client(cast.marta), of(reply, "history"))
    hide_post(reply, False)
    remove_post(by=cast.jan, post=reply)
    for who in (None, cast.ola, cast.ewa):
        assert cast.client(who).get(of(reply, "history")).status_code == 404
    for who in (cast.jan, cast.marta):
        assert "śpiworów" in page(cast.client(who), of(reply, "history"))


def test_a_secret_topics_changes_are_not_there(cast: Cast, secret: Topic) -> None:
    for who in (None, cast.jan, cast.ewa):
        address = f"/forums/topics/{secret.pk}/posts/1/history/"
        assert cast.client(who).get(address).status_code == 404


# Two at once


def test_two_windows_never_lose_one(cast: Cast, topic: Topic, reply: Post) -> None:
    one, other = cast.client(cast.jan), cast.client(cast.jan)
    seen = seen_of(page(one, of(reply, "edit")))
    assert seen == seen_of(page(other, of(reply, "edit")))
    assert one.post(of(reply, "edit"), {"body": "Latarki.", "seen": seen}).status_code == 303
    clash = other.post(of(reply, "edit"), {"body": "Śpiwory.", "seen": seen})
    html = unescape(clash.content.decode())
    assert clash.status_code == 409
    assert "nothing of it is lost" in html
    assert "<del>Latarki.</del><ins>Śpiwory.</ins>" in html
    assert ">\nŚpiwory.</textarea>" in html
    assert Post.objects.get(pk=reply.pk).body == "Latarki."
    # Having compared, the person may go on.
    again = {"body": "Latarki i śpiwory.", "seen": seen_of(html)}
    assert other.post(of(reply, "edit"), again).status_code == 303
    assert Post.objects.get(pk=reply.pk).body == "Latarki i śpiwory."


def test_the_same_words_twice_are_no_clash(cast: Cast, reply: Post) -> None:
    client = cast.client(cast.jan)
    form = {"body": "Latarki.", "seen": seen_of(page(client, of(reply, "edit")))}
    assert client.post(of(reply, "edit"), form).status_code == 303
    assert client.post(of(reply, "edit"), form).status_code == 303


def test_a_mistake_keeps_what_the_form_began_from(cast: Cast, reply: Post) -> None:
    client = cast.client(cast.jan)
    seen = seen_of(page(client, of(reply, "edit")))
    edit_post(by=cast.jan, post=reply, body="Inne słowa.")
    wrong = client.post(of(reply, "edit"), {"body": " ", "seen": seen})
    assert wrong.status_code == 422
    assert seen_of(wrong.content.decode()) == seen
    for odd in ("", "x", "\ud800".encode("utf-8", "surrogatepass"), "ś" * 5_000):
        answer = client.post(of(reply, "edit"), {"body": "Nowe.", "seen": odd})
        assert answer.status_code == 409, odd
    assert client.post(of(reply, "edit"), {"body": "Nowe."}).status_code == 303


def test_two_editors_of_an_organisation_never_lose_one(cast: Cast, topic: Topic) -> None:
    Membership.objects.create(organisation=cast.house, person=cast.jan, role=Membership.Role.EDITOR)
    post = post_reply(by=cast.ola, topic=topic, body="Zapraszamy.", organisation=cast.house)
    seen = seen_of(page(cast.client(cast.jan), of(post, "edit")))
    edit_post(by=cast.ola, post=old(post), body="Zapraszamy w piątek.")
    clash = cast.client(cast.jan).post(of(post, "edit"), {"body": "Zapraszamy o 18.", "seen": seen})
    assert clash.status_code == 409
    edit_post(by=cast.jan, post=post, body="Zapraszamy w piątek o 18.")
    # Everybody reads that the organisation did it; its people and the moderators, who.
    for who, knows in ((None, False), (cast.ewa, False), (cast.ola, True), (cast.marta, True)):
        html = page(cast.client(who), of(post, "history"))
        assert "Dom Kultury w Brzozówce" in html
        assert ("Jan Zubek" in html) is knows, who


# Moderators


def test_a_moderator_corrects_under_their_name_with_a_reason(
    cast: Cast, topic: Topic, reply: Post
) -> None:
    marta = cast.client(cast.marta)
    form = {
        "body": "Zacznij od latarek.", "seen": seen_of(page(marta, of(reply, "correct"))),
    }  # fmt: skip
    assert marta.post(of(reply, "correct"), form).status_code == 422
    assert marta.post(of(reply, "correct"), {**form, "reason": "Reklama"}).status_code == 303
    assert "changed by a moderator" in page(cast.client(), path(topic))
    changes = page(cast.client(), of(reply, "history"))
    for words in ("Marta Lis", "as a moderator", "Reklama", "<del>"):
        assert words in changes
    told = Notification.objects.get(person=cast.jan, kind="corrected")
    assert (told.detail, told.actor) == ("Reklama", cast.marta)
    # Its author may change it again, as their own words.
    edit_post(by=cast.jan, post=reply, body="Latarki.")
    assert "changed by a moderator" not in page(cast.client(), path(topic))


def test_a_correction_can_withhold_what_was_there(cast: Cast, reply: Post) -> None:
    edit_post(by=cast.jan, post=old(reply), body="Zadzwoń: 601 100 200.")
    correct_post(by=cast.marta, post=reply, body="Zadzwoń.", reason="Cudzy telefon", withhold=True)
    for who in (None, cast.ola):
        html = page(cast.client(who), of(reply, "history"))
        assert "601 100" not in html
        assert "Cudzy telefon" in html
    for who in (cast.jan, cast.marta):
        assert "601 100" in page(cast.client(who), of(reply, "history"))


@pytest.mark.parametrize("who", ["visitor", "nowa", "ola", "jan", "ewa"])
def test_nobody_else_corrects(cast: Cast, reply: Post, who: str) -> None:
    person = getattr(cast, who)
    with pytest.raises(Refused):
        correct_post(by=person, post=reply, body="x", reason="bo tak")
    answer = cast.client(person).post(of(reply, "correct"), {"body": "x", "reason": "bo tak"})
    assert answer.status_code in (302, 403)
    assert Post.objects.get(pk=reply.pk).body == reply.body


def test_a_correction_is_judged_like_every_change(cast: Cast, reply: Post) -> None:
    with pytest.raises(Invalid):
        correct_post(by=cast.marta, post=reply, body="", reason="r" * 301)
    with pytest.raises(Conflict):
        correct_post(by=cast.marta, post=reply, body="x", reason="r", seen="inne")
    own = post_reply(by=cast.marta, topic=reply.topic, body="Moje.")
    with pytest.raises(Refused):
        correct_post(by=cast.marta, post=own, body="x", reason="r")


# Removed


def test_a_removed_post_leaves_a_trace_for_those_who_may_see_it(
    cast: Cast, topic: Topic, reply: Post
) -> None:
    remove_post(by=cast.jan, post=reply)
    trace = of(reply, "restore")
    for who in (None, cast.ola, cast.ewa):
        assert trace not in page(cast.client(who), path(topic))
        assert "śpiworów" not in page(cast.client(who), path(topic))
    for who in (cast.ola, cast.ewa, cast.nowa):
        assert cast.client(who).get(trace).status_code == 404
    assert f'href="{trace}"' in page(cast.client(cast.jan), path(topic))
    assert "removed by Jan Zubek" in page(cast.client(cast.marta), path(topic))
    for who in (cast.jan, cast.marta):
        html = page(cast.client(who), trace)
        assert "śpiworów" in html
        assert "#2 was removed by Jan Zubek." in html
    assert cast.client(cast.jan).post(trace).status_code == 303
    assert "śpiworów" in page(cast.client(), path(topic))


def test_what_a_moderator_removed_its_author_can_read_but_not_bring_back(
    cast: Cast, reply: Post
) -> None:
    remove_post(by=cast.marta, post=reply)
    html = page(cast.client(cast.jan), of(reply, "restore"))
    assert "removed by Marta Lis" in html
    assert "Only the person who removed this" in html
    assert cast.client(cast.jan).post(of(reply, "restore")).status_code == 403
    assert verb(reply.topic, "posts/2/restore") == of(reply, "restore")


def test_how_many_characters_changed() -> None:
    assert changed_characters("Ala ma kota.", "Ala ma kota.") == 0
    assert changed_characters("Ala ma kota.", "Ala ma psa.") == len("kota.") + len("psa.")
    far = "pierwsze " + "słowo " * 900 + "ostatnie"
    assert changed_characters(far, far.replace("pierwsze", "x").replace("ostatnie", "y")) > 100
