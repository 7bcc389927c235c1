"""Everybody does everything at once, a thousand times (or MIXED_OPERATIONS): nothing is lost, doubled or miscounted."""

import itertools
import os
import random
import re
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.contracts.callers import Api, Browser
from tests.contracts.house import PEOPLE, House

OPERATIONS = int(os.environ.get("MIXED_OPERATIONS", "1000"))
ALIVE = 12
"""So many conversations go on at a time: few enough that people meet in them."""
WEIGHTS = {
    "reply": 30, "twice": 8, "edit": 12, "remove": 8, "restore": 6, "accept": 6, "same": 5,
    "helped": 6, "ask": 4, "close": 2, "reopen": 4, "move": 3, "split": 3, "merge": 3,
}  # fmt: skip
MODERATING = {"close", "move", "split", "merge"}
REFUSED = {403, 404, 409, 422}
"""Answers that those may get who came too late."""


class Ground:
    """What all people share: the conversations, and what was said there."""

    def __init__(self, topics: list[int], chance: random.Random) -> None:
        self.chance, self._lock = chance, threading.Lock()
        self.topics = topics
        self.said: dict[str, tuple[int, int, str]] = {}
        """A text: (topic, number, who) as it was answered."""
        self.removed: set[str] = set()
        """Texts that somebody tried to remove: they may be there or not."""
        self.done: Counter[tuple[str, int]] = Counter()
        """(operation, status): how often."""

    def topic(self) -> int:
        with self._lock:
            return self.chance.choice(self.topics[-ALIVE:])

    def opened(self, topic: int) -> None:
        with self._lock:
            self.topics.append(topic)

    def told(self, text: str, topic: int, number: int, who: str) -> None:
        with self._lock:
            self.said[text] = topic, number, who

    def one_of(self, who: str | None = None) -> tuple[str, int, int] | None:
        """Something said lately, by that person or by anybody."""
        with self._lock:
            found = [(text, *at[:2]) for text, at in self.said.items() if who in (None, at[2])]
            return self.chance.choice(found[-60:]) if found else None

    def count(self, operation: str, answer: httpx.Response, *fine: int) -> bool:
        with self._lock:
            self.done[operation, answer.status_code] += 1
        assert answer.status_code in {*fine, *REFUSED}, (operation, answer.status_code, answer.text)
        return answer.status_code in fine


class Busy:
    """One person, who does one thing after another by the API or by the forms."""

    def __init__(self, house: House, who: str, ground: Ground) -> None:
        self.who, self.ground = who, ground
        self.api = Api(house.base, house.tokens[who])
        self.pages = Browser(house.base, who)
        form = self.pages.form("/forums/ogolne/ask/", "title")
        self._token = form.values["csrfmiddlewaretoken"]
        self.moderates = who in ("marta", "adam")
        self._count = itertools.count()

    def go(self, operations: list[str]) -> None:
        for operation in operations:
            if operation in MODERATING and not self.moderates:
                operation = "reply"
            getattr(self, f"_{operation}")()

    def _text(self) -> str:
        return f"{self.who} mówi {next(self._count)} {uuid.uuid4().hex[:8]}"

    def _reply(self) -> None:
        topic, text = self.ground.topic(), self._text()
        answer = self.api.post(f"topics/{topic}/posts", {"body": text}, key=uuid.uuid4().hex)
        if self.ground.count("reply", answer, 201):
            self._told(text, answer)

    def _twice(self) -> None:
        """A double click: the same reply under the same key, at the same moment."""
        topic, text, key = self.ground.topic(), self._text(), uuid.uuid4().hex
        apis = self.api, Api(self.api.base, self.api.http.headers["authorization"].split()[1])

        def send(api: Api) -> httpx.Response:
            return api.post(f"topics/{topic}/posts", {"body": text}, key=key)

        with ThreadPoolExecutor(2) as both:
            answers = list(both.map(send, apis))
        apis[1].http.close()
        fine = [answer for answer in answers if self.ground.count("twice", answer, 200, 201)]
        # The repeat may find that somebody has removed or moved it meanwhile: then a number is left of it.
        whole = [answer for answer in fine if "url" in answer.json()]
        assert whole or not fine
        for answer in whole:
            self._told(text, answer)
        assert len({answer.json()["id"] for answer in whole}) <= 1

    def _told(self, text: str, answer: httpx.Response) -> None:
        post = answer.json()
        topic = int(re.findall(r"/forums/t/(\d+)/", post["url"])[0])
        self.ground.told(text, topic, post["number"], self.who)

    def _edit(self) -> None:
        mine = self.ground.one_of(self.who)
        if mine is None:
            return
        text, topic, number = mine
        self._sent("edit", f"topics/{topic}/posts/{number}/edit/", {"body": f"{text} (poprawione)"})

    def _remove(self) -> None:
        mine = self.ground.one_of(self.who)
        if mine is None:
            return
        text, topic, number = mine
        self.ground.removed.add(text)
        self._sent("remove", f"topics/{topic}/posts/{number}/remove/", {})

    def _restore(self) -> None:
        mine = self.ground.one_of(self.who)
        if mine is not None:
            self._sent("restore", f"topics/{mine[1]}/posts/{mine[2]}/restore/", {})

    def _accept(self) -> None:
        one = self.ground.one_of()
        if one is not None:
            self._sent("accept", f"topics/{one[1]}/posts/{one[2]}/accept/", {})

    def _helped(self) -> None:
        one, on = self.ground.one_of(), self.ground.chance.choice("110")
        if one is not None:
            self._sent("helped", f"topics/{one[1]}/posts/{one[2]}/helped/", {"on": on})

    def _same(self) -> None:
        on = self.ground.chance.choice("110")
        self._sent("same", f"topics/{self.ground.topic()}/same/", {"on": on})

    def _ask(self) -> None:
        body = {"title": self._text(), "body": "Kto wie?", "kind": "question"}
        answer = self.api.post("forums/ogolne/topics", body, key=uuid.uuid4().hex)
        if self.ground.count("ask", answer, 201):
            self.ground.opened(answer.json()["id"])

    def _close(self) -> None:
        self._sent("close", f"topics/{self.ground.topic()}/close/", {})

    def _reopen(self) -> None:
        self._sent("reopen", f"topics/{self.ground.topic()}/reopen/", {})

    def _move(self) -> None:
        forum = self.ground.chance.choice(FORUMS)
        self._sent("move", f"topics/{self.ground.topic()}/move/", {"forum": forum})

    def _split(self) -> None:
        one = self.ground.one_of()
        if one is None:
            return
        numbers = f"{one[2]}-{one[2] + 2}"
        fields = {"numbers_typed": numbers, "title": self._text(), "kind": "question", "into": "",
                  "key": uuid.uuid4().hex}  # fmt: skip
        answer = self._sent("split", f"topics/{one[1]}/split/", fields)
        if answer.status_code == 303:
            self.ground.opened(int(re.findall(r"/t/(\d+)/", answer.headers["location"])[0]))

    def _merge(self) -> None:
        fields = {"into": str(self.ground.topic()), "sure": "1"}
        self._sent("merge", f"topics/{self.ground.topic()}/merge/", fields)

    def _sent(self, operation: str, path: str, fields: dict[str, Any]) -> httpx.Response:
        fields = {**fields, "csrfmiddlewaretoken": self._token}
        answer = self.pages.post(f"/forums/{path}", fields)
        # A topic that was merged, a post that was moved: the way to where they are now.
        self.ground.count(operation, answer, 303, 301, 302, 308)
        return answer


FORUMS = ("ogolne", "dostepnosc")


@pytest.fixture
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("crowded"))
    try:
        house.prepare()
        house.start()
        adam = Browser(house.base, "adam")
        fields = {"name": "Dostępność", "slug": FORUMS[1], "audience": "public", "lang": "pl"}
        form = adam.form("/admin/forums/forum/add/", "slug")
        made = adam.send(form, position="2", description="", **fields)
        assert made.status_code == 302, made.text
        yield house
    finally:
        house.stop()


def test_mixed_operations_leave_everything_whole(crowded: House) -> None:
    chance = random.Random(7)
    first = Api(crowded.base, crowded.tokens["ola"])
    ground = Ground([first.topic(f"Rozmowa {n}", kind="question")["id"] for n in range(6)], chance)
    everybody = [Busy(crowded, who, ground) for who in PEOPLE]
    share = OPERATIONS // len(everybody)
    drawn = [chance.choices([*WEIGHTS], [*WEIGHTS.values()], k=share) for _ in everybody]
    with ThreadPoolExecutor(len(everybody)) as crowd:
        list(crowd.map(lambda pair: pair[0].go(pair[1]), zip(everybody, drawn, strict=True)))
    assert "Traceback" not in crowded.log, crowded.log[-5000:]
    crowded.commands(["search_drain", "--once"], ["check_integrity"])
    check_that_everything_was_done(ground)
    check_that_nothing_is_lost(ground, Api(crowded.base))


def check_that_everything_was_done(ground: Ground) -> None:
    went = {operation for operation, status in ground.done if status < 400}
    assert went == {*WEIGHTS}, ground.done


def check_that_nothing_is_lost(ground: Ground, nobody: Api) -> None:
    topics = [topic for forum in FORUMS for topic in nobody.all(f"forums/{forum}/topics")]
    there: Counter[str] = Counter()
    for topic in topics:
        posts = nobody.all(f"topics/{topic['id']}/posts")
        # What was removed or moved away has left a number without words.
        words = [str(post["body"]) for post in posts if "body" in post]
        there.update(word.removesuffix(" (poprawione)") for word in words)
    doubled = [text for text in ground.said if there[text] > 1]
    lost = [text for text in ground.said if text not in ground.removed and not there[text]]
    assert (doubled, lost) == ([], [])
