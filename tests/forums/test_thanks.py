"""Thanks to a person, or to an organisation."""

import pytest
from django.db import IntegrityError

from directory.models import Membership, Organisation
from forums.actions.hide import hide_post
from forums.actions.merge_topics import merge_topics
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.models import Post, Topic
from forums.thanks.models import Thanks
from moderation.registry import kinds as moderated
from notifications.models import Notification
from tests.cast import Cast, person
from tests.forums.conftest import verb
from tests.forums.test_questions import kinds, text

WORDS = "Za cierpliwość przy rzutniku."


@pytest.fixture
def reply(cast: Cast, topic: Topic) -> Post:
    return post_reply(by=cast.jan, topic=topic, body="Latarki.")


def thank(cast: Cast, who: object, post: Post, words: str = WORDS, **more: str) -> int:
    address = verb(post.topic, f"posts/{post.number}/thank")
    client = cast.client(who)  # type: ignore[arg-type]
    return int(client.post(address, {"words": words, **more}).status_code)


def test_thanks_stand_on_the_persons_page_and_reach_them(
    cast: Cast, topic: Topic, reply: Post
) -> None:
    assert thank(cast, cast.ola, reply, key="k1") == 303
    assert thank(cast, cast.ola, reply, key="k1") == 303  # a second press is the same thanks
    assert thank(cast, cast.ola, reply) == 422
    assert thank(cast, cast.ewa, reply, "") == 303
    page = text(cast.client(), "/people/jan/")
    assert "Thanked by 2 people" in page and WORDS in page and "Ola Wrona" in page
    assert f"/forums/t/{topic.pk}/{topic.slug}/2/#p2" in page
    assert kinds(cast.jan).count("thanked") == 2
    told = text(cast.client(cast.jan), "/notifications/")
    assert "Ola Wrona says thank you for what you wrote in “Noc w bibliotece”" in told
    assert WORDS in told
    assert "thanked" not in kinds(cast.ewa) + kinds(cast.ola)


def test_a_person_is_thanked_for_everything_once(cast: Cast) -> None:
    ola = cast.client(cast.ola)
    assert "/forums/thanks/to/jan/" in text(ola, "/people/jan/")
    assert ola.get("/forums/thanks/to/jan/").status_code == 200
    assert ola.post("/forums/thanks/to/jan/", {"words": WORDS})["location"] == "/people/jan/"
    assert ola.post("/forums/thanks/to/jan/", {"words": "I jeszcze raz"}).status_code == 422
    assert Thanks.objects.count() == 1
    assert "Ola Wrona says thank you to you" in text(cast.client(cast.jan), "/notifications/")
    assert "Thanked by 1 person" in text(cast.client(), "/people/jan/")
    assert WORDS in text(cast.client(), "/forums/thanks/of/jan/")


@pytest.mark.parametrize("words", ["x" * 201, "a\x00b", "a\nb"])
def test_words_pass_the_gate(cast: Cast, reply: Post, words: str) -> None:
    assert thank(cast, cast.ola, reply, words) == 422
    assert not Thanks.objects.exists()


def test_words_are_text_and_nothing_else(cast: Cast, reply: Post) -> None:
    thank(cast, cast.ola, reply, "<script>alert(1)</script>")
    assert "&lt;script&gt;alert" in text(cast.client(), "/people/jan/")


@pytest.mark.parametrize("who", ["jan", "nowa", None])
def test_not_to_oneself_nor_by_who_may_not_write(cast: Cast, reply: Post, who: str | None) -> None:
    giver = getattr(cast, who) if who else None
    assert thank(cast, giver, reply) in (302, 403)
    assert cast.client(giver).post("/forums/thanks/to/jan/", {}).status_code in (302, 403)
    assert not Thanks.objects.exists()


@pytest.mark.usefixtures("limits_in_life")
def test_four_in_a_minute(cast: Cast, topic: Topic) -> None:
    for n in range(5):
        thank(cast, cast.ewa, post_reply(by=cast.jan, topic=topic, body=f"Rada {n}."))
    assert Thanks.objects.count() == 4


def test_what_is_hidden_or_gone_is_thanked_for_nowhere(
    cast: Cast, topic: Topic, reply: Post, secret: Topic
) -> None:
    inner = post_reply(by=cast.marta, topic=secret, body="Między nami.")
    assert thank(cast, cast.ola, inner) == 404
    assert thank(cast, cast.adam, inner) == 303
    thank(cast, cast.ola, reply)
    assert WORDS not in text(cast.client(cast.ola), "/people/marta/")
    assert WORDS in text(cast.client(cast.adam), "/people/marta/")
    hide_post(reply, True)
    assert WORDS not in text(cast.client(), "/people/jan/")
    assert WORDS not in text(cast.client(cast.jan), "/notifications/")
    hide_post(reply, False)
    assert WORDS in text(cast.client(), "/people/jan/")
    remove_post(by=cast.jan, post=reply)
    assert WORDS not in text(cast.client(), "/people/jan/")
    assert thank(cast, cast.ewa, reply) == 404


def test_either_side_and_moderators_remove_them(cast: Cast, reply: Post) -> None:
    for who, able in ((cast.ewa, False), (cast.ola, True), (cast.jan, True), (cast.marta, True)):
        thank(cast, cast.ola, reply)
        thanks = Thanks.objects.get()
        page = text(cast.client(who), "/people/jan/")
        assert (f"/forums/thanks/{thanks.pk}/remove/" in page) == able
        answer = cast.client(who).post(f"/forums/thanks/{thanks.pk}/remove/")
        assert answer.status_code == (303 if able else 403)
        assert Thanks.objects.exists() == (not able)
        Thanks.objects.all().delete()
    assert cast.client(cast.ola).post("/forums/thanks/999/remove/").status_code == 404


def test_they_are_reported_and_hidden(cast: Cast, reply: Post) -> None:
    thank(cast, cast.ola, reply)
    thanks = Thanks.objects.get()
    report = f"/moderation/report/thanks/{thanks.pk}/"
    assert report in text(cast.client(cast.jan), "/people/jan/")
    assert WORDS in text(cast.client(cast.jan), report)
    moderated["thanks"].hide(thanks, True)
    assert WORDS not in text(cast.client(), "/people/jan/")
    assert WORDS not in text(cast.client(cast.jan), "/notifications/")
    assert WORDS in text(cast.client(cast.marta), "/people/jan/")
    assert cast.client(cast.ewa).get(report).status_code == 404


def test_an_organisation_is_thanked_and_nobody_behind_it(cast: Cast, topic: Topic) -> None:
    said = post_reply(by=cast.ola, topic=topic, body="My.", organisation=cast.house)
    Membership.objects.create(organisation=cast.house, person=cast.jan, role=Membership.Role.EDITOR)
    assert thank(cast, cast.jan, said) == 403
    assert thank(cast, cast.ola, said) == 403
    assert thank(cast, cast.ewa, said) == 303
    row = Thanks.objects.get()
    assert (row.person, row.organisation) == (None, cast.house)
    house = text(cast.client(), f"/directory/{cast.house.slug}/")
    assert "Thanked by 1 person" in house and WORDS in house
    assert "Ola Wrona" not in house.split("Thanked by")[1].split("</section>")[0]
    assert WORDS not in text(cast.client(), "/people/ola/")
    everything = f"/forums/thanks/at/{cast.house.slug}/"
    assert WORDS in text(cast.client(), everything)
    assert {row.person_id for row in Notification.objects.filter(kind="thanked_organisation")} == {
        cast.ola.pk, cast.jan.pk,
    }  # fmt: skip
    assert f"/forums/thanks/{row.pk}/remove/" in text(cast.client(cast.jan), everything)
    assert f"/forums/thanks/{row.pk}/remove/" not in text(cast.client(cast.nowa), everything)
    assert cast.client(cast.jan).post(f"/forums/thanks/{row.pk}/remove/").status_code == 303


def test_a_twin_that_is_merged_leaves_its_thanks(cast: Cast, topic: Topic) -> None:
    from django.db import transaction

    from directory.facts import OrganisationChanged
    from kernel.facts import publish

    said = post_reply(by=cast.ola, topic=topic, body="My.", organisation=cast.house)
    thank(cast, cast.ewa, said)
    heir = Organisation.objects.create(slug="dom", name="Dom", kind=cast.house.kind)
    Organisation.objects.filter(pk=cast.house.pk).update(merged_into=heir)
    with transaction.atomic():
        publish(OrganisationChanged(organisation_id=cast.house.pk))
    assert Thanks.objects.get().organisation == heir


def test_they_follow_their_post(cast: Cast, topic: Topic, other: Topic, reply: Post) -> None:
    thank(cast, cast.ola, reply)
    merge_topics(by=cast.marta, topic=topic, into=other)
    assert Thanks.objects.get().post == Post.objects.get(topic=other, body="Latarki.")
    assert f"/forums/t/{other.pk}/" in text(cast.client(), "/people/jan/")


def test_a_closed_account_and_an_erased_one(cast: Cast, reply: Post) -> None:
    guest = person("gosc", "Gość")
    thank(cast, guest, reply)
    Notification.objects.all().delete()
    guest.delete()
    assert "Gość" not in text(cast.client(), "/people/jan/")
    assert WORDS in text(cast.client(), "/people/jan/")
    type(cast.jan).objects.filter(pk=cast.jan.pk).update(is_active=False)
    assert WORDS not in text(cast.client(), "/people/jan/")
    assert cast.client().get("/forums/thanks/of/jan/").status_code == 404
    assert thank(cast, cast.ewa, reply) == 403


def test_two_at_once_are_one(cast: Cast, reply: Post) -> None:
    """What the database holds to, whoever comes first."""
    Thanks.objects.create(giver=cast.ola, person=cast.jan, post=reply, for_post=True)
    with pytest.raises(IntegrityError):
        Thanks.objects.create(giver=cast.ola, person=cast.jan, post=reply, for_post=True)


def test_a_persons_page_costs_the_same(cast: Cast, topic: Topic) -> None:
    from tests.forums.test_cost import count

    thank(cast, cast.ewa, post_reply(by=cast.jan, topic=topic, body="Rada."))
    few = [count(cast.client(who), "/people/jan/") for who in (None, cast.ola)]
    for n in range(8):
        Thanks.objects.create(
            giver=person(f"ktos{n}", f"Ktoś {n}"), person=cast.jan, for_post=True,
            post=post_reply(by=cast.jan, topic=topic, body=f"Rada {n}."),
        )  # fmt: skip
    many = [count(cast.client(who), "/people/jan/") for who in (None, cast.ola)]
    assert few == many
    assert many[0] <= 12 and many[1] <= 18


def test_the_api(cast: Cast, reply: Post) -> None:
    from tests.api.conftest import Caller

    ola, nobody, ewa = Caller(cast.ola), Caller(), Caller(cast.ewa)
    made = [ola.post(f"posts/{reply.pk}/thanks", {"words": WORDS}, key="k") for _again in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    assert made[0].json() == made[1].json()
    assert made[0].json()["to"]["handle"] == "jan"
    assert ola.post(f"posts/{reply.pk}/thanks", {"words": WORDS}).status_code == 409
    assert ola.post(f"posts/{reply.pk}/thanks", {"words": "x" * 201}).status_code == 422
    assert nobody.post(f"posts/{reply.pk}/thanks", {}).status_code == 401
    assert Caller(cast.jan).post("people/jan/thanks", {}).status_code == 403
    assert ewa.post("people/jan/thanks", {"words": ""}).status_code == 201
    listed = nobody.get("people/jan/thanks").json()["results"]
    assert [row["words"] for row in listed] == ["", WORDS]
    gone = f"/api/v1/thanks/{made[0].json()['id']}"
    assert ewa._client.delete(gone).status_code == 403
    assert ola._client.delete(gone).status_code == 204
    assert ola._client.delete(gone).status_code == 404
