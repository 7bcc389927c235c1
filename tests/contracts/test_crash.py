"""The server is killed in the middle of everything, again and again: what was answered is there, once."""

import itertools
import random
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.contracts.callers import Api, until
from tests.contracts.house import House

ROUNDS = 6
WRITERS = ("ola", "jan", "ewa", "marta")
WORD = "przetrwalnik"


@pytest.fixture
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house of its own, which dies a dozen times."""
    house = House(tmp_path_factory.mktemp("mortal"))
    try:
        house.prepare()
        house.start()
        yield house
    finally:
        house.stop()


class Writer:
    """Writes one thing after another; what was not answered is sent again with its key."""

    def __init__(self, house: House, who: str, room: int, topic: int) -> None:
        self.api = Api(house.base, house.tokens[who])
        self.who, self.room, self.topic = who, room, topic
        self.answered: list[tuple[str, str, dict[str, Any]]] = []
        """(kind, text, the object as it was answered)"""
        self._count = itertools.count()
        self._open: tuple[str, str, str] | None = None

    def write(self, alive: Callable[[], bool]) -> None:
        while alive():
            try:
                self.one()
            except httpx.HTTPError:
                return

    def one(self) -> None:
        """The next thing; first of all the one that the last crash left in doubt."""
        if self._open is None:
            number = next(self._count)
            kind = ("topic", "post", "message")[number % 3]
            self._open = (
                kind,
                f"{WORD} {self.who} {number} {uuid.uuid4().hex[:8]}",
                uuid.uuid4().hex,
            )
        kind, text, key = self._open
        path, body = {
            "topic": ("forums/ogolne/topics", {"title": text, "body": text}),
            "post": (f"topics/{self.topic}/posts", {"body": text}),
            "message": (f"rooms/{self.room}/messages", {"body": text}),
        }[kind]
        answer = self.api.post(path, body, key=key)
        assert answer.status_code in (200, 201), answer.text
        self.answered.append((kind, text, answer.json()))
        self._open = None


def test_what_was_answered_is_there_once_whenever_the_server_dies(mortal: House) -> None:
    nobody = Api(mortal.base)
    room = next(
        row["id"] for row in nobody.get("rooms").json()["results"] if row["slug"] == "rynek"
    )
    topic = Api(mortal.base, mortal.tokens["ola"]).topic("Długa rozmowa")["id"]
    writers = [Writer(mortal, who, room, topic) for who in WRITERS]
    chance = random.Random(20)
    for _ in range(ROUNDS):
        end = threading.Event()
        threads = [
            threading.Thread(target=w.write, args=(lambda end=end: not end.is_set(),))
            for w in writers
        ]
        done = sum(len(writer.answered) for writer in writers)
        for thread in threads:
            thread.start()
        # In the middle of it: once something was answered, and a little later.
        until(lambda done=done: sum(len(writer.answered) for writer in writers) > done + 3)
        time.sleep(chance.uniform(0, 0.3))
        mortal.kill()
        end.set()
        for thread in threads:
            thread.join(60)
        mortal.start()
    for writer in writers:
        writer.one()
    answered = [one for writer in writers for one in writer.answered]
    check_there_once(answered, nobody, room, topic)
    check_index(answered, nobody)
    assert "Traceback" not in mortal.log, mortal.log[-3000:]
    mortal.commands(["search_drain", "--once"], ["check_integrity"])


def check_there_once(
    answered: list[tuple[str, str, dict[str, Any]]], nobody: Api, room: int, topic: int
) -> None:
    topics = nobody.all("forums/ogolne/topics")
    posts = nobody.all(f"topics/{topic}/posts")
    messages = nobody.all(f"rooms/{room}/messages")
    assert [post["number"] for post in posts] == list(range(1, len(posts) + 1))
    assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))
    found = {
        "topic": {row["title"]: row["id"] for row in topics},
        "post": {row["body"]: row["id"] for row in posts},
        "message": {row["body"]: row["id"] for row in messages},
    }
    texts = [row["title"] for row in topics] + [row["body"] for row in (*posts, *messages)]
    assert len(texts) == len(set(texts)), "something was made twice"
    assert len(answered) > ROUNDS * 4
    for kind, text, shape in answered:
        assert found[kind].get(text) == shape["id"], f"{kind} {text} was answered and is not there"
    for row in topics:  # nothing half written
        first = nobody.get(f"topics/{row['id']}/posts").json()["results"][0]
        assert first["number"] == 1
        assert first["body"] == row["title"] or row["id"] == topic
    # Nobody was answered for these, at most one a writer and crash; their keys were sent again.
    assert set(texts) - {"Długa rozmowa", "Od czego?"} == {text for _, text, _ in answered}
    frames = nobody.all_events(f"rooms/{room}/events")
    assert [frame["seq"] for frame in frames] == list(range(1, len(frames) + 1))
    assert [frame["data"]["body"] for frame in frames] == [message["body"] for message in messages]


def check_index(answered: list[tuple[str, str, dict[str, Any]]], nobody: Api) -> None:
    for kind, text, shape in answered[-12:]:
        if kind == "topic":
            until(lambda text=text, shape=shape: shape["id"] in [
                hit["id"] for hit in nobody.get("search", q=text.split()[-1]).json()["results"]
            ])  # fmt: skip
    topics = sum(kind == "topic" for kind, _, _ in answered)
    until(lambda: nobody.get("search", q=WORD, kind="topic").json()["total"] >= topics)
