"""Splitting and merging by their pages: what is asked, what is refused, and who does not get there."""

from typing import Any

import pytest

from forums.actions.merge_topics import merge_topics
from forums.actions.move_topic import move_topic
from forums.actions.split_topic import split_topic
from forums.models import Post, Topic
from kernel.refusals import Refused
from tests.cast import Cast
from tests.forums.conftest import drift, path, verb
from tests.forums.test_rearranging import fresh
from tests.forums.test_topic_page import page


def test_splitting_by_the_form(cast: Cast, topic: Topic, talk: list[Post]) -> None:
    marta = cast.client(cast.marta)
    html = page(marta, verb(topic, "split"))
    assert html.count('name="numbers"') == 5
    key = html.split('name="key" value="')[1].split('"')[0]
    form = {
        "numbers": ["3", "4"], "numbers_typed": "#6", "title": "Osobna sprawa",
        "kind": "discussion", "key": key,
    }  # fmt: skip
    first = marta.post(verb(topic, "split"), form)
    assert first.status_code == 303
    # Sent twice, it is one topic.
    assert marta.post(verb(topic, "split"), form)["Location"] == first["Location"]
    assert Topic.objects.filter(title="Osobna sprawa").count() == 1
    assert Post.objects.filter(topic__title="Osobna sprawa").count() == 3
    assert drift() == []


@pytest.mark.parametrize(
    "change",
    [
        {"numbers": []}, {"title": ""}, {"numbers": ["1"]}, {"numbers": ["99"]}, {"kind": "inny"},
        {"numbers_typed": "2-"}, {"numbers_typed": "x"}, {"numbers_typed": "9-2"}, {"into": "x"},
        {"numbers_typed": "2-99999999"}, {"into": "999999"}, {"into": str(10**30)}, {"title": "x" * 201},
        {"into": "/forums/t/0/x/"}, {"numbers": ["x", "-1", str(10**30)]},
    ],
)  # fmt: skip
def test_what_a_split_cannot_be(
    cast: Cast, topic: Topic, talk: list[Post], change: dict[str, Any]
) -> None:
    form = {"numbers": ["3"], "title": "Osobna sprawa", "kind": "discussion", **change}
    answer = cast.client(cast.marta).post(verb(topic, "split"), form)
    assert answer.status_code == 422
    assert "summary-error" in answer.content.decode()
    assert Topic.objects.count() == 1
    assert not Post.objects.exclude(moved_to=None).exists()


def test_choosing_goes_on_over_pages(cast: Cast, topic: Topic) -> None:
    from tests.forums.test_topic_page import fill

    fill(topic, cast, 120)
    marta = cast.client(cast.marta)
    turned = marta.post(verb(topic, "split"), {"numbers": ["7"], "after": "1", "turn": "51"})
    html = turned.content.decode()
    assert turned.status_code == 200
    assert "summary-error" not in html
    assert '<input type="hidden" name="numbers" value="7">' in html
    assert 'value="52"' in html
    assert "#7" in html
    for odd in ("?after=x", "?after=-1", f"?after={10**30}", "?number=x"):
        assert marta.get(verb(topic, "split") + odd).status_code == 200


def test_merging_by_the_form_asks_first(
    cast: Cast, topic: Topic, talk: list[Post], other: Topic
) -> None:
    marta = cast.client(cast.marta)
    address = f"http://testserver{path(other)}"
    asked = marta.post(verb(topic, "merge"), {"into": address})
    assert asked.status_code == 200
    assert "This cannot be undone" in asked.content.decode()
    assert fresh(topic).merged_into is None
    form = {"into": str(other.pk), "sure": "1"}
    first = marta.post(verb(topic, "merge"), form)
    assert (first.status_code, first["Location"]) == (303, path(other, "8/#p8"))
    assert marta.post(verb(topic, "merge"), form).status_code == 303
    for wrong in ("", "x", str(topic.pk), "999999"):
        assert marta.post(verb(other, "merge"), {"into": wrong, "sure": "1"}).status_code == 422
    assert Post.objects.filter(topic=other).count() == 8


@pytest.mark.parametrize("who", ["visitor", "nowa", "ola", "jan", "ewa"])
def test_nobody_else_rearranges(
    cast: Cast, topic: Topic, talk: list[Post], other: Topic, who: str
) -> None:
    person = getattr(cast, who)
    for act in (
        lambda: split_topic(by=person, topic=topic, numbers={3}, title="x"),
        lambda: merge_topics(by=person, topic=topic, into=other),
        lambda: move_topic(by=person, topic=topic, forum=cast.backroom),
    ):
        with pytest.raises(Refused):
            act()
    for name in ("split", "merge", "move"):
        assert cast.client(person).get(verb(topic, name)).status_code in (302, 403)
        assert verb(topic, name) not in page(cast.client(person), path(topic))


# Meanwhile
