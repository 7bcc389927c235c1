"""From a report to a decision that its author reads."""

import re

import pytest
from django.test import Client

from accounts.models import Role, User
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.actions.start_topic import start_topic
from forums.models import Post, Topic
from moderation.models import Decision, Report, Statement
from notifications.models import Notification
from tests.cast import Cast

REASON = "Ten sam tekst wisi w czterech rozmowach. Napisz raz, pod własną nazwą."
DECISION = {"verdict": "hide", "rule": "spam", "reason": REASON}


@pytest.fixture
def topic(cast: Cast) -> Topic:
    return start_topic(by=cast.ola, forum=cast.square, title="Noc w bibliotece", body="Jak?")


@pytest.fixture
def post(cast: Cast, topic: Topic) -> Post:
    return post_reply(by=cast.jan, topic=topic, body="Polecam firmę Głośnomir.")


def flag(post: Post) -> str:
    return f"/moderation/report/post/{post.pk}/"


def case(post: Post) -> str:
    return f"/moderation/post/{post.pk}/"


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_from_a_report_to_a_hidden_post_whose_author_knows_why(
    cast: Cast, topic: Topic, post: Post
) -> None:
    ola, marta, jan = cast.client(cast.ola), cast.client(cast.marta), cast.client(cast.jan)
    assert "Polecam firmę" in read(ola, flag(post))
    form = read(ola, f"{flag(post)}?reason=spam")
    assert "Polecam firmę" in form
    key = re.search(r'name="key" value="([^"]+)"', form)
    assert key
    sent = ola.post(
        flag(post), {"reason": "spam", "detail": "Widzę to wszędzie.", "key": key.group(1)}
    )
    assert (sent.status_code, sent["Location"]) == (303, f"/forums/t/{topic.pk}/{topic.slug}/2/#p2")
    queue = read(marta, "/moderation/")
    assert "1 report" in queue
    assert case(post) in queue
    shown = read(marta, case(post))
    for word in ("Polecam firmę", "Widzę to wszędzie.", "Ola Wrona", "Jan Zubek", "Advertising"):
        assert word in shown, word
    decided = marta.post(case(post), DECISION)
    assert (decided.status_code, decided["Location"]) == (303, "/moderation/")
    assert "Nothing waits" in read(marta, "/moderation/")
    assert REASON in read(marta, "/moderation/")
    told = read(jan, "/notifications/")
    assert "We hid what you wrote" in told
    assert REASON in told
    statement = Statement.objects.get()
    assert statement.path in told
    assert "/about/rules/#spam" in read(jan, statement.path)
    assert "Marta" not in told
    assert "Ola Wrona" not in told.split("<main")[1]
    assert "We hid what you reported" in read(ola, "/notifications/")
    for viewer in (None, cast.ola, cast.jan):
        page = read(cast.client(viewer), f"/forums/t/{topic.pk}/{topic.slug}/")
        assert "Polecam firmę" not in page


def test_a_hidden_topic_is_a_404_for_everybody_but_moderators_until_it_is_shown_again(
    cast: Cast, topic: Topic
) -> None:
    address, decide = f"/forums/t/{topic.pk}/{topic.slug}/", f"/moderation/topic/{topic.pk}/"
    marta = cast.client(cast.marta)
    assert marta.post(decide, DECISION).status_code == 303
    for viewer in (None, cast.jan, cast.ola):
        assert cast.client(viewer).get(address).status_code == 404
    assert marta.get(address).status_code == 200
    assert "Show it again" in read(marta, decide)
    assert marta.post(decide, {**DECISION, "verdict": "restore"}).status_code == 303
    assert cast.client().get(address).status_code == 200
    assert "We show again what you wrote" in read(cast.client(cast.ola), "/notifications/")


def test_a_long_reason_is_read_whole(cast: Cast, post: Post) -> None:
    reason = "Bo tak. " * 200 + "Koniec uzasadnienia."
    cast.client(cast.marta).post(case(post), {**DECISION, "reason": reason})
    assert "Koniec uzasadnienia." in read(cast.client(cast.jan), "/notifications/")


def test_leaving_it_tells_its_author_nothing_and_who_reported_it_something(
    cast: Cast, post: Post
) -> None:
    cast.client(cast.ola).post(flag(post), {"reason": "other"})
    cast.client(cast.marta).post(case(post), {**DECISION, "verdict": "keep"})
    assert not Notification.objects.filter(person=cast.jan).exists()
    assert "We looked at what you reported and left it" in read(
        cast.client(cast.ola), "/notifications/"
    )
    post.refresh_from_db()
    assert not post.hidden


@pytest.mark.parametrize("who", ["visitor", "jan", "ewa", "nowa"])
@pytest.mark.parametrize(
    "address", ["/moderation/", "/moderation/post/{pk}/", "/moderation/post/99999/"]
)
def test_for_others_there_is_no_moderation(cast: Cast, post: Post, who: str, address: str) -> None:
    client = cast.client(getattr(cast, who))
    address = address.format(pk=post.pk)
    assert client.get(address).status_code == 404
    assert client.post(address, DECISION).status_code in (404, 405)
    assert not Decision.objects.exists()


def test_a_former_moderator_decides_nothing(cast: Cast, post: Post) -> None:
    marta = cast.client(cast.marta)
    User.objects.filter(pk=cast.marta.pk).update(role=Role.MEMBER)
    assert marta.post(case(post), DECISION).status_code == 404
    assert not Decision.objects.exists()


def test_nobody_decides_about_what_they_wrote(cast: Cast, topic: Topic) -> None:
    own = post_reply(by=cast.marta, topic=topic, body="Moje.")
    marta = cast.client(cast.marta)
    shown = read(marta, case(own))
    assert "Somebody else must decide" in shown
    assert 'name="verdict"' not in shown
    assert marta.post(case(own), DECISION).status_code == 403
    assert not Decision.objects.exists()
    assert cast.client(cast.adam).post(case(own), DECISION).status_code == 303


def test_the_second_moderator_is_told_that_it_was_decided(cast: Cast, post: Post) -> None:
    cast.client(cast.ola).post(flag(post), {"reason": "spam"})
    assert cast.client(cast.marta).post(case(post), DECISION).status_code == 303
    late = cast.client(cast.adam).post(case(post), DECISION)
    assert late.status_code == 409
    assert "Another moderator has already decided this." in late.content.decode()
    assert Decision.objects.count() == 1
    assert Notification.objects.filter(person=cast.jan, kind="hidden").count() == 1


def test_reports_of_what_its_author_removed_can_still_be_answered(cast: Cast, post: Post) -> None:
    cast.client(cast.ola).post(flag(post), {"reason": "spam"})
    remove_post(by=cast.jan, post=post)
    marta = cast.client(cast.marta)
    assert post.body in read(marta, "/moderation/")
    assert 'value="remove"' not in read(marta, case(post))
    assert marta.post(case(post), {**DECISION, "verdict": "remove"}).status_code == 409
    assert marta.post(case(post), {**DECISION, "verdict": "keep"}).status_code == 303
    assert "Nothing waits" in read(marta, "/moderation/")
    assert post.body in read(marta, case(post))
    assert "It is no longer there" in read(cast.client(cast.ola), "/notifications/")


def test_one_person_reports_a_thing_once(cast: Cast, post: Post) -> None:
    ola = cast.client(cast.ola)
    for reason in ("spam", "abuse"):
        assert ola.post(flag(post), {"reason": reason, "key": ""}).status_code == 303
    assert Report.objects.count() == 1
    cast.client(cast.ewa).post(flag(post), {"reason": "abuse"})
    assert "2 reports" in read(cast.client(cast.marta), "/moderation/")


def test_the_same_form_sent_twice_makes_one_report(cast: Cast, post: Post) -> None:
    ola = cast.client(cast.ola)
    for _time in range(2):
        assert ola.post(flag(post), {"reason": "spam", "key": "k-1"}).status_code == 303
    assert Report.objects.count() == 1
    assert ola.post(flag(post), {"reason": "other", "key": "k-1"}).status_code == 422


def test_what_one_may_not_see_cannot_be_reported(cast: Cast) -> None:
    secret = start_topic(by=cast.marta, forum=cast.backroom, title="Między nami", body="Sekret.")
    jan = cast.client(cast.jan)
    answer = jan.get(f"/moderation/report/topic/{secret.pk}/")
    assert answer.status_code == 404
    assert "Między" not in answer.content.decode()
    assert jan.post(f"/moderation/report/topic/{secret.pk}/", {"reason": "spam"}).status_code == 404
    assert not Report.objects.exists()


@pytest.mark.parametrize("who", ["visitor", "nowa"])
def test_who_may_not_write_may_not_report(cast: Cast, post: Post, who: str) -> None:
    answer = cast.client(getattr(cast, who)).post(flag(post), {"reason": "spam"})
    assert answer.status_code in (302, 403)
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""}, {"reason": "boring"}, {"reason": "spam\x00"}, {"detail": "x" * 40_000},
        {"detail": "a\x00b"}, {"detail": "a\x07b"}, {"key": "k" * 40_000}, {"key": "a\x00b"}, {"key": "a\x07b"},
    ],
)  # fmt: skip
def test_a_bad_report_is_refused_and_kept_in_the_form(
    cast: Cast, post: Post, wrong: dict[str, str]
) -> None:
    answer = cast.client(cast.ola).post(
        flag(post), {"reason": "spam", "detail": "Zostaje.", **wrong}
    )
    assert answer.status_code == 422
    if "key" not in wrong and "detail" not in wrong:
        assert "Zostaje." in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"verdict": ""}, "verdict"), ({"verdict": "burn"}, "verdict"), ({"rule": "none"}, "rule"),
        ({"rule": ""}, "rule"), ({"reason": ""}, "reason"), ({"reason": " \n "}, "reason"),
        ({"reason": "x" * 40_000}, "reason"), ({"reason": "a\x00b"}, "reason"), ({"reason": "a\x1bb"}, "reason"),
    ],
)  # fmt: skip
def test_a_bad_decision_is_refused_with_what_is_wrong(
    cast: Cast, post: Post, wrong: dict[str, str], field: str
) -> None:
    answer = cast.client(cast.marta).post(case(post), {**DECISION, **wrong})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "summary-error" in answer.content.decode()
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["/moderation/report/post/0/", "/moderation/report/post/" + "9" * 40 + "/",
     "/moderation/report/post/9223372036854775807/", "/moderation/report/nothing/1/",
     "/moderation/nothing/1/", "/moderation/post/9223372036854775807/"],
)  # fmt: skip
def test_addresses_of_nothing(cast: Cast, address: str) -> None:
    assert cast.client(cast.marta).get(address).status_code in (404, 422)


def test_bytes_that_are_no_text_do_no_harm(cast: Cast, post: Post) -> None:
    answer = cast.client(cast.ola).generic(
        "POST", flag(post), b"reason=spam&detail=\xed\xa0\x80\xff",
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert answer.status_code in (303, 422)


def test_a_hidden_thing_stays_in_no_list(cast: Cast, topic: Topic) -> None:
    cast.client(cast.marta).post(f"/moderation/topic/{topic.pk}/", DECISION)
    jan = cast.client(cast.jan)
    for address in ("/", "/forums/", "/forums/ogolne/", "/people/ola/", "/feeds/forums.xml"):
        assert "Noc w bibliotece" not in read(jan, address), address
