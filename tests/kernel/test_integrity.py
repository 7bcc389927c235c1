"""`check_integrity`: what it says is mended is, and what nothing mends is said to remain."""

from typing import Any

import pytest
from django.core.management import call_command

from forums.actions.post_reply import post_reply
from forums.actions.start_topic import start_topic
from forums.models import Forum, Post, Topic
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def looked(capsys: Any, *options: str) -> str:
    with pytest.raises(SystemExit) as ended:
        call_command("check_integrity", *options)
    assert ended.value.code == 1
    return str(capsys.readouterr().out)


def topic_with_reply(cast: Cast) -> Topic:
    topic = start_topic(by=cast.ola, forum=cast.square, title="Sztalugi", body="Kto ma sztalugi?")
    post_reply(by=cast.jan, topic=topic, body="Mam dwie.")
    return topic


def test_what_is_counted_from_a_wrong_figure_is_mended_in_the_same_run(
    cast: Cast, capsys: Any
) -> None:
    """The forum counts its posts from its topics, and is looked at before them."""
    topic = topic_with_reply(cast)
    call_command("search_drain", "--once")
    posts = Forum.objects.get(pk=cast.square.pk).post_count
    Topic.objects.filter(pk=topic.pk).update(reply_count=7)
    said = looked(capsys, "--fix")
    assert said.endswith("mended, 0 remain\n"), said
    call_command("check_integrity")
    assert "no drift" in capsys.readouterr().out
    assert Topic.objects.get(pk=topic.pk).reply_count == 1
    assert Forum.objects.get(pk=cast.square.pk).post_count == posts


def test_what_nothing_mends_is_not_said_to_be(cast: Cast, capsys: Any) -> None:
    topic = topic_with_reply(cast)
    call_command("search_drain", "--once")
    Post.objects.filter(topic=topic, number=2).update(number=3)
    assert "forums.numbers: 1 drifted" in looked(capsys)
    said = looked(capsys, "--fix")
    assert said.count("the highest number is 3") == 1, "each drift is said once"
    assert said.endswith(", 1 remain\n")
