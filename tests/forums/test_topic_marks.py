"""Two people change the title, the tags, the kind or the place of one topic: nobody's change is lost without a word."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from forums.models import Topic, TopicEvent
from tests.cast import Cast
from tests.forums.conftest import verb


class Window:
    """The form of a topic as somebody has it open."""

    def __init__(self, client: Client, topic: Topic) -> None:
        self.client, self.path = client, verb(topic, "edit")
        page = client.get(self.path)
        assert page.status_code == 200
        self.seen = _seen(page.content.decode())

    def save(self, **fields: Any) -> Any:
        typed = {
            "title": "Noc w bibliotece",
            "kind": "question",
            "tags": "",
            "region": "",
            **fields,
        }
        return self.client.post(self.path, {"seen": self.seen, **typed})


def _seen(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]+)"', page)
    assert found
    return found.group(1)


def _now(topic: Topic) -> tuple[str, str, list[str]]:
    topic = Topic.objects.get(pk=topic.pk)
    return topic.title, topic.kind, sorted(tag.name for tag in topic.tags.all())


@pytest.fixture
def windows(cast: Cast, topic: Topic) -> tuple[Window, Window]:
    """Ola's and Marta's, opened at the same time."""
    return Window(cast.client(cast.ola), topic), Window(cast.client(cast.marta), topic)


def test_different_fields_of_two_people_are_both_kept(
    topic: Topic, windows: tuple[Window, Window]
) -> None:
    olas, martas = windows
    assert martas.save(title="Noc w muzeum").status_code == 303
    assert olas.save(tags="noc").status_code == 303
    assert _now(topic) == ("Noc w muzeum", "question", ["noc"])
    renamed = TopicEvent.objects.get(kind=TopicEvent.Kind.RENAMED)
    assert (renamed.words, renamed.by.handle) == ("Noc w bibliotece", "marta")


def test_the_same_field_is_asked_about(
    cast: Cast, topic: Topic, windows: tuple[Window, Window]
) -> None:
    olas, martas = windows
    assert martas.save(title="Noc w muzeum", tags="alfa, beta, gamma").status_code == 303
    late = olas.save(tags="noc")
    page = late.content.decode()
    assert late.status_code == 409
    assert "alfa, beta, gamma" in page and 'value="noc"' in page
    assert 'value="Noc w muzeum"' in page, "what she left alone is what holds now"
    assert _now(topic) == ("Noc w muzeum", "question", ["alfa", "beta", "gamma"])
    # She has seen it, and puts together what should stay.
    olas.seen = _seen(page)
    both = olas.save(title="Noc w muzeum", tags="alfa, beta, gamma, noc")
    assert both.status_code == 303
    assert _now(topic) == ("Noc w muzeum", "question", ["alfa", "beta", "gamma", "noc"])
    assert TopicEvent.objects.filter(kind=TopicEvent.Kind.RENAMED).count() == 1
    for other in (cast.jan, cast.ewa):
        answer = cast.client(other).post(olas.path, {"title": "Cudzy", "seen": olas.seen})
        assert answer.status_code == 403 and "alfa" not in answer.content.decode()


def test_the_same_change_of_both_is_no_clash(topic: Topic, windows: tuple[Window, Window]) -> None:
    for window in windows:
        assert window.save(title="Noc w muzeum", kind="discussion").status_code == 303
    assert _now(topic)[:2] == ("Noc w muzeum", "discussion")
    assert TopicEvent.objects.filter(kind=TopicEvent.Kind.RENAMED).count() <= 1


def test_an_error_in_the_form_keeps_what_it_began_from(
    topic: Topic, windows: tuple[Window, Window]
) -> None:
    olas, martas = windows
    wrong = olas.save(title="")
    assert wrong.status_code == 422 and _seen(wrong.content.decode()) == olas.seen
    assert martas.save(title="Noc w muzeum").status_code == 303
    assert olas.save(title="Noc w szkole").status_code == 409
    assert _now(topic)[0] == "Noc w muzeum"


def test_what_nobody_changed_stays_as_it_is(cast: Cast, topic: Topic) -> None:
    """The form knows powiats; a topic about a gmina is still about that gmina after a new title."""
    Topic.objects.filter(pk=topic.pk).update(region=cast.gmina)
    before = Topic.objects.get(pk=topic.pk).version
    window = Window(cast.client(cast.ola), topic)
    assert window.save(region="1206").status_code == 303
    same = Topic.objects.get(pk=topic.pk)
    assert (same.region, same.version) == (cast.gmina, before)
    assert window.save(region="1206", title="Noc w muzeum").status_code == 303
    assert Topic.objects.get(pk=topic.pk).region == cast.gmina
    assert window.save(region="", title="Noc w muzeum").status_code == 303
    assert Topic.objects.get(pk=topic.pk).region is None


@pytest.mark.parametrize("seen", ["x", "-", "-".join("a" * 9), "ż" * 300])
def test_a_mark_that_is_none_changes_nothing(
    cast: Cast, topic: Topic, seen: str, windows: tuple[Window, Window]
) -> None:
    olas, _martas = windows
    olas.seen = seen
    assert olas.save(title="Noc w muzeum").status_code == 409
    assert _now(topic)[0] == "Noc w bibliotece"


def test_a_person_without_the_form_changes_only_what_differs(cast: Cast, topic: Topic) -> None:
    author: User = cast.ola
    answer = cast.client(author).post(
        verb(topic, "edit"), {"title": "Noc w muzeum", "kind": "question", "tags": "", "region": ""}
    )
    assert answer.status_code == 303
    assert _now(topic)[0] == "Noc w muzeum"
