"""The lists of topics over all forums: with a tag, about a place, by an organisation; and who sees what in them."""

import re
from xml.etree import ElementTree

import pytest

from directory.models import Organisation
from forums import integrity
from forums.actions.accept_answer import accept_answer
from forums.actions.change_topic import change_topic
from forums.actions.close_topic import close_topic
from forums.actions.create_forum import RESERVED_SLUGS, create_forum
from forums.actions.hide import hide_post, hide_topic
from forums.actions.merge_topics import merge_topics
from forums.actions.post_reply import post_reply
from forums.actions.split_topic import split_topic
from forums.actions.start_topic import start_topic
from forums.models import Forum, TaggedTopic, Topic
from kernel.refusals import Invalid
from moderation.actions.tags import add_synonym, merge_tags, rename_tag
from taxonomy.models import Region, Tag
from tests.cast import Cast
from tests.forums.test_lists import page, titles

PUBLIC = [
    "latest/",
    "unanswered/",
    "solved/",
    "tag/noc/",
    "region/1206/",
    "by/dom-kultury-w-brzozowce/",
    "ogolne/",
]
"""Under /forums/."""
ATOM = "{http://www.w3.org/2005/Atom}"


def ask(cast: Cast, title: str, **more: object) -> Topic:
    said: dict[str, object] = {"by": cast.ola, "forum": cast.square, "kind": "question", **more}
    return start_topic(title=title, body="?", **said)  # type: ignore[arg-type]


@pytest.fixture
def powiat(cast: Cast) -> Region:
    return Region.objects.get(code="1206")


@pytest.fixture
def many(cast: Cast, powiat: Region) -> dict[str, Topic]:
    """One question that is in every list, one that is solved, a conversation without anything."""
    whole = {"tags": "noc", "region": powiat, "organisation": cast.house}
    found = {
        "czeka": ask(cast, "czeka", **whole),
        "pomoglo": ask(cast, "pomoglo", **whole),
        "rozmowa": ask(cast, "rozmowa", kind="discussion"),
    }
    accept_answer(by=cast.ola, post=post_reply(by=cast.jan, topic=found["pomoglo"], body="x"))
    return found


def heading(html: str) -> str:
    """With plain spaces: short words are held together with the next by another kind."""
    return re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.S)[0].replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("address", "expected", "said"),
    [
        ("latest/", ["pomoglo", "rozmowa", "czeka"], "Latest conversations"),
        ("unanswered/", ["czeka"], "Waiting for an answer"),
        ("solved/", ["pomoglo"], "Solved questions"),
        ("tag/noc/", ["pomoglo", "czeka"], "Conversations with the tag “noc”"),
        ("tag/noc/?show=unanswered", ["czeka"], "Conversations with the tag “noc” – waiting for an answer"),
        ("region/1206/", ["pomoglo", "czeka"], "Conversations: powiat krakowski"),
        ("region/12/", ["pomoglo", "czeka"], "Conversations: województwo małopolskie"),
        ("region/120611/", [], "Conversations: gmina Skawina"),
        ("region/1206/?show=solved", ["pomoglo"], "Conversations: powiat krakowski – solved"),
        ("region/1206/?show=unanswered&tag=noc", ["czeka"], "tag “noc” – waiting for an answer"),
        ("by/dom-kultury-w-brzozowce/", ["pomoglo", "czeka"], "Dom Kultury w Brzozówce"),
        ("ogolne/?tag=noc", ["pomoglo", "czeka"], "Ogólne, tag “noc”"),
        ("ogolne/?show=solved", ["pomoglo"], "Ogólne – solved"),
        ("tag/noc/?show=bzdura", ["pomoglo", "czeka"], "Conversations with the tag “noc”"),
    ],
)  # fmt: skip
def test_each_list_holds_what_its_heading_says(
    cast: Cast, many: dict[str, Topic], address: str, expected: list[str], said: str
) -> None:
    for who in (None, cast.jan, cast.ewa, cast.marta):
        html = page(cast.client(who), f"/forums/{address}")
        assert titles(html) == expected, who
        assert said in heading(html)
        canonical = re.findall(r'rel="canonical" href="[^"]*?(/forums/[^"]*)"', html)
        assert canonical == [f"/forums/{address}".replace("&", "&amp;").replace("?show=bzdura", "")]


def test_a_topic_leads_to_its_lists(cast: Cast, many: dict[str, Topic]) -> None:
    topic = many["czeka"]
    html = page(cast.client(), f"/forums/t/{topic.pk}/{topic.slug}/")
    assert '<a class="tag" href="/forums/tag/noc/">noc</a>' in html
    assert '<a href="/forums/region/1206/">powiat krakowski</a>' in html
    assert 'href="/forums/tag/noc/"' in page(cast.client(), "/forums/ogolne/")
    house = page(cast.client(), "/directory/dom-kultury-w-brzozowce/")
    assert 'href="/forums/by/dom-kultury-w-brzozowce/"' in house


def test_lists_lead_to_one_another_and_to_each_ones_own(cast: Cast, many: dict[str, Topic]) -> None:
    own = ("/forums/unread/", "/forums/mine/")
    for address in ("/forums/", "/forums/latest/"):
        for_all = page(cast.client(), address)
        for show in ("latest", "unanswered", "solved"):
            assert f'href="/forums/{show}/"' in for_all
        assert not any(path in for_all for path in own)
        assert all(path in page(cast.client(cast.jan), address) for path in own)
    for path in own:
        assert 'href="/forums/solved/"' in page(cast.client(cast.jan), path)


@pytest.mark.parametrize("place", ["tag/dlugo/", "region/1206/", "latest/", "by/dom-kultury-w-brzozowce/", "ogolne/?tag=dlugo"])  # fmt: skip
def test_every_page_has_an_address_and_a_way_back(cast: Cast, powiat: Region, place: str) -> None:
    for n in range(65):
        ask(cast, f"t{n}", tags="dlugo", region=powiat, organisation=cast.house)
    client, address, seen = cast.client(), f"/forums/{place}", []
    walked = []
    while address:
        html = page(client, address)
        seen += titles(html)
        walked.append(titles(html))
        older = re.search(r'href="([^"]+)" rel="next"', html)
        address = older[1].replace("&amp;", "&") if older else ""
    assert seen == [f"t{n}" for n in range(64, -1, -1)]
    newer = re.search(r'href="([^"]+)" rel="prev"', html)
    assert newer is not None
    assert titles(page(client, newer[1].replace("&amp;", "&"))) == walked[-2]


def test_an_answer_brings_a_topic_up_in_the_list_of_its_tag(
    cast: Cast, many: dict[str, Topic]
) -> None:
    client = cast.client()
    client.get("/forums/tag/noc/")
    reply = post_reply(by=cast.jan, topic=many["czeka"], body="x")
    assert titles(page(client, "/forums/tag/noc/")) == ["czeka", "pomoglo"]
    hide_post(reply, True)
    assert titles(page(client, "/forums/tag/noc/")) == ["pomoglo", "czeka"]
    change_topic(by=cast.ola, topic=many["rozmowa"], tags="noc")
    assert titles(page(client, "/forums/tag/noc/")) == ["pomoglo", "rozmowa", "czeka"]
    close_topic(by=cast.marta, topic=many["czeka"])
    assert titles(page(client, "/forums/unanswered/")) == []
    assert list(integrity.tags(False)) == []


def test_the_times_of_tags_follow_moved_posts(cast: Cast, many: dict[str, Topic]) -> None:
    topic = many["czeka"]
    replies = [post_reply(by=cast.jan, topic=topic, body=f"x{n}") for n in range(3)]
    new = split_topic(by=cast.marta, topic=topic, numbers=[4], title="Osobno")
    assert list(integrity.tags(False)) == []
    merge_topics(by=cast.marta, topic=new, into=many["rozmowa"])
    assert list(integrity.tags(False)) == []
    TaggedTopic.objects.filter(content_object=topic).update(last_post_at=replies[0].created_at)
    assert len(list(integrity.tags(True))) == 1
    assert list(integrity.tags(False)) == []


def test_synonyms_and_spellings_lead_to_the_tag(cast: Cast, many: dict[str, Topic]) -> None:
    tag = Tag.objects.get(slug="noc")
    add_synonym(by=cast.marta, tag=tag, name="nocleg")
    client = cast.client()
    for raw, target in (
        ("nocleg/", "/forums/tag/noc/"),
        ("Noc/", "/forums/tag/noc/"),
        ("nocleg/?show=solved", "/forums/tag/noc/?show=solved"),
    ):
        answer = client.get(f"/forums/tag/{raw}")
        assert (answer.status_code, answer["Location"]) == (301, target)
    answer = client.get("/forums/ogolne/?tag=nocleg&show=unanswered")
    assert (answer.status_code, answer["Location"]) == (
        301,
        "/forums/ogolne/?show=unanswered&tag=noc",
    )
    rename_tag(by=cast.marta, tag=tag, name="nocą")
    assert "“nocą”" in page(
        client, client.get("/forums/tag/noc/").headers.get("Location", "/forums/tag/noc/")
    )
    other = ask(cast, "inne", tags="wieczór")
    merge_tags(by=cast.marta, gone=Tag.objects.get(name="wieczór"), kept=Tag.objects.get(pk=tag.pk))
    answer = client.get("/forums/tag/wieczor/", follow=True)
    assert other.title in answer.content.decode()
    assert list(integrity.tags(False)) == []


@pytest.mark.parametrize(
    "address",
    ["tag/nie-ma/", "tag/" + "x" * 300 + "/", "region/99/", "region/abc/", "region/" + "1" * 300 + "/",
     "by/nie-ma/", "tag/", "region/", "by/", "latest/x/", "ogolne/?tag=nie-ma", "tag/..%2f/", "tag/%E2%82%AC/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found_in_the_persons_language(
    cast: Cast, many: dict[str, Topic], address: str
) -> None:
    for language, word in (("en", "no such address"), ("pl", "nie ma")):
        for who in (None, cast.jan):
            answer = cast.client(who).get(
                f"/forums/{address}", headers={"accept-language": language}
            )
            assert answer.status_code == 404, address
            assert word in answer.content.decode().lower()


@pytest.mark.parametrize("query", ["cursor=x", "cursor=%00", "cursor=" + "x" * 4000, "show=%ff", "tag=%00"])  # fmt: skip
def test_broken_addresses(cast: Cast, many: dict[str, Topic], query: str) -> None:
    for place in ("latest/", "tag/noc/", "region/1206/"):
        for who in (None, cast.jan):
            assert cast.client(who).get(f"/forums/{place}?{query}").status_code in (400, 404) or (
                query.startswith("tag=") and place in ("latest/", "tag/noc/")
            ), place


def test_a_cursor_of_a_forum_is_none_of_a_tag(cast: Cast) -> None:
    for n in range(35):
        ask(cast, f"t{n}", tags="noc")
    html = page(cast.client(), "/forums/latest/")
    older = re.search(r'href="[^"]+cursor=([^"]+)" rel="next"', html)
    assert older is not None
    assert cast.client().get(f"/forums/tag/noc/?cursor={older[1]}").status_code == 400


def test_what_is_for_some_is_in_no_list_of_others(cast: Cast, powiat: Region) -> None:
    whole = {"tags": "tajne", "region": powiat}
    ask(cast, "między nami", by=cast.marta, forum=cast.backroom, **whole)
    members = Forum.objects.create(slug="swoi", name="Swoi", audience="members")
    ask(cast, "dla swoich", forum=members, tags="swojskie", region=powiat)
    hidden = ask(cast, "ukryte", tags="znikome", region=powiat, organisation=cast.house)
    hide_topic(hidden, True)
    secret, own = ("miedzy-nami", "ukryte"), "dla-swoich"
    for who, may in (
        (None, ()),
        (cast.jan, (own,)),
        (cast.ewa, (own,)),
        (cast.marta, (*secret, own)),
    ):
        for place in (
            "latest/",
            "unanswered/",
            "region/1206/",
            "region/12/",
            "by/dom-kultury-w-brzozowce/",
        ):
            seen = set(titles(page(cast.client(who), f"/forums/{place}")))
            assert seen <= set(may), (who, place)
        for tag, slug in (("tajne", "miedzy-nami"), ("znikome", "ukryte"), ("swojskie", own)):
            answer = cast.client(who).get(f"/forums/tag/{tag}/")
            assert answer.status_code == (200 if slug in may else 404), (who, tag)
            assert cast.client(who).get(f"/feeds/forums/tag/{tag}.xml").status_code == 404
    assert cast.client(cast.jan).get("/forums/moderacja/?tag=tajne").status_code == 404
    jan = cast.client(cast.jan)
    pk = Tag.objects.get(slug="tajne").pk
    assert jan.post(f"/notifications/watch/tag/{pk}/").status_code == 404


def test_an_organisation_that_is_hidden_has_no_list_and_one_that_moved_leads_on(
    cast: Cast, many: dict[str, Topic]
) -> None:
    Organisation.objects.filter(pk=cast.house.pk).update(hidden=True)
    for who in (None, cast.jan, cast.ewa):
        assert cast.client(who).get("/forums/by/dom-kultury-w-brzozowce/").status_code == 404
    assert cast.client(cast.marta).get("/forums/by/dom-kultury-w-brzozowce/").status_code == 200


def test_forums_cannot_take_the_addresses_of_lists(cast: Cast) -> None:
    for slug in ("latest", "unanswered", "solved", "tag", "region", "by"):
        assert slug in RESERVED_SLUGS
        with pytest.raises(Invalid):
            create_forum(by=cast.adam, slug=slug, name="x")


@pytest.mark.parametrize("place", PUBLIC)
def test_every_public_list_has_its_feed(cast: Cast, many: dict[str, Topic], place: str) -> None:
    html = page(cast.client(), f"/forums/{place}")
    links = re.findall(r'<link rel="alternate" type="application/atom\+xml" href="([^"]+)"', html)
    assert links == [f"/feeds/forums/{place.rstrip('/')}.xml"]
    answer = cast.client(cast.marta).get(links[0])
    assert answer.status_code == 200
    feed = ElementTree.fromstring(answer.content)
    found = [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]
    assert found == titles(html)
    assert f"/forums/{place}" in (feed.findtext(f"{ATOM}id") or "")


def test_feeds_show_nobody_more_than_a_visitor_sees(cast: Cast, many: dict[str, Topic]) -> None:
    ask(cast, "między nami", by=cast.marta, forum=cast.backroom, tags="noc")
    for who in (None, cast.marta):
        for path in ("latest", "tag/noc", "unanswered"):
            answer = cast.client(who).get(f"/feeds/forums/{path}.xml")
            assert "między nami" not in answer.content.decode()
        assert cast.client(who).get("/feeds/forums/moderacja.xml").status_code == 404
    narrowed = cast.client().get("/feeds/forums/tag/noc.xml?show=unanswered").content.decode()
    assert "czeka" in narrowed
    assert "pomoglo" not in narrowed
    for path in (
        "tag/nie-ma",
        "region/99",
        "by/nie-ma",
        "nie-ma",
        "all/latest",
        "forum/ogolne",
        "x/y",
    ):
        assert cast.client().get(f"/feeds/forums/{path}.xml").status_code == 404, path


def test_the_sitemap_names_the_lists_that_hold_something(
    cast: Cast, many: dict[str, Topic]
) -> None:
    ask(cast, "sekret", by=cast.marta, forum=cast.backroom, tags="tajne")
    text = cast.client().get("/sitemap-lists.xml").content.decode()
    for path in ("ogolne/", "tag/noc/", "region/1206/", "by/dom-kultury-w-brzozowce/"):
        assert f"/forums/{path}" in text
    assert "tajne" not in text
    assert "moderacja" not in text
    assert "120611" not in text
    assert "/forums/solved/" in cast.client().get("/sitemap-pages.xml").content.decode()


def test_what_somebody_has_muted_is_in_none_of_their_lists(
    cast: Cast, many: dict[str, Topic], powiat: Region
) -> None:
    jan, ewa = cast.client(cast.jan), cast.client(cast.ewa)
    topic = many["czeka"]
    jan.post(f"/notifications/watch/topic/{topic.pk}/", {"level": "muted"})
    for place in ("", "latest/", "unanswered/", "waiting/", "tag/noc/", "region/1206/", "ogolne/"):
        assert "czeka" not in titles(page(jan, f"/forums/{place}")), place
        assert "left out" in page(jan, f"/forums/{place}") or place == "waiting/"
        assert "czeka" in titles(page(ewa, f"/forums/{place}")), place
        assert "czeka" in titles(page(cast.client(), f"/forums/{place}")), place
    tag = Tag.objects.get(slug="noc")
    ewa.post(f"/notifications/watch/tag/{tag.pk}/", {"level": "muted"})
    assert titles(page(ewa, "/forums/latest/")) == ["rozmowa"]
    # Who opens what they have muted as a whole sees what is in it.
    assert titles(page(ewa, "/forums/tag/noc/")) == ["pomoglo", "czeka"]
    ewa.post(f"/notifications/watch/topic/{topic.pk}/", {"level": "watching"})
    assert titles(page(ewa, "/forums/latest/")) == ["rozmowa", "czeka"]
    adam = cast.client(cast.adam)
    adam.post(f"/notifications/watch/forum/{cast.square.pk}/", {"level": "muted"})
    assert titles(page(adam, "/forums/latest/")) == []
    assert titles(page(adam, "/forums/ogolne/")) == ["pomoglo", "rozmowa", "czeka"]


def test_empty_lists_say_what_to_do(cast: Cast) -> None:
    client = cast.client()
    for place, words in (
        ("latest/", "Quiet here so far."),
        ("unanswered/", "Nobody is waiting for an answer."),
        ("solved/", "Nothing solved here yet."),
        ("region/1206/", "Nothing about this place yet."),
        ("by/dom-kultury-w-brzozowce/", "They have started nothing yet."),
    ):
        html = page(client, f"/forums/{place}")
        assert words in html
        main = html[html.index('class="empty"') :]
        assert re.search(r'<a class="btn" href="/forums/', main[: main.index("</div>")]), place
