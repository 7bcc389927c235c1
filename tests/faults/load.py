"""People who write and read through the door while something breaks, and the judge of what came of it.

Each writer sends one thing after another, with its key, again and again until it is answered: a topic, a
reply, a message. So what was answered must be there, once, and nothing else.
"""

import itertools
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.setup.production import Production

PEOPLE = ("ola", "jan", "ewa", "marta")
PASSWORD = "farbka-i-wapno-1"
SPOKEN = (503, 507)
"""Statuses that say what is away: the only ones of the 500s that anybody may see."""
WORDS_AWAY = (
    "Chwila przerwy",
    "A short break",
    "database just now",
    "no room left",
    "being repaired",
)


@dataclass
class People:
    """Who writes, their tokens, and the places in which they do."""

    tokens: dict[str, str]
    topic: int
    room: int


def settle(site: Production) -> People:
    """Members with a token each, a topic and the market's room."""
    members = [
        ["make_member", f"{who}@example.org", "--name", who.title(), "--password", PASSWORD]
        for who in PEOPLE
    ]
    said = site.together(*members, *(["make_token", f"{who}@example.org"] for who in PEOPLE))
    tokens = {who: one.split()[-1] for who, one in zip(PEOPLE, said[-len(PEOPLE) :], strict=True)}
    with httpx.Client(base_url=site.address, timeout=30) as client:
        head = {"authorization": f"Bearer {tokens['ola']}"}
        made = client.post(
            "/api/v1/forums/ogolne/topics", json={"title": "Długa rozmowa", "body": "Od czego?"}, headers=head,
        )  # fmt: skip
        assert made.status_code == 201, made.text
        rooms = client.get("/api/v1/rooms").json()["results"]
    room = next(room["id"] for room in rooms if room["slug"] == "rynek")
    return People(tokens, made.json()["id"], room)


@dataclass
class Load:
    """Four writers and some readers, each in a thread of its own, between `start` and `stop`."""

    site: Production
    people: People
    readers: int = 2
    pause: float = 0.15
    answered: list[tuple[str, str, int]] = field(default_factory=list)
    """(kind, text, id) of everything that was answered with success."""
    statuses: Counter[int] = field(default_factory=Counter)
    broken: int = 0
    """Requests that ended without an answer."""
    wrong: list[str] = field(default_factory=list)
    """Answers that nobody should have had."""
    times: list[tuple[float, float]] = field(default_factory=list)
    """(when, how many seconds) of each request that was answered well."""

    def __post_init__(self) -> None:
        self._end = threading.Event()
        self._word = uuid.uuid4().hex[:8]
        self._threads = [
            *(threading.Thread(target=self._write, args=(who,), daemon=True) for who in PEOPLE),
            *(
                threading.Thread(target=self._read, args=(n,), daemon=True)
                for n in range(self.readers)
            ),
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Every writer sends what is open until it is answered, then all end."""
        self._end.set()
        for thread in self._threads:
            thread.join(120)
        assert not any(thread.is_alive() for thread in self._threads), "somebody is still waiting"

    def _write(self, who: str) -> None:
        head = {"authorization": f"Bearer {self.people.tokens[who]}", "accept-language": "en"}
        with httpx.Client(base_url=self.site.address, timeout=30, headers=head) as client:
            for number in itertools.count():
                if self._end.is_set():
                    return
                kind = ("topic", "post", "message")[number % 3]
                text = f"{self._word} {who} {number}"
                key = uuid.uuid4().hex
                began = time.monotonic()
                while (made := self._send(client, kind, text, key)) is None:
                    if time.monotonic() - began > 100:
                        return
                    time.sleep(0.1)
                self.answered.append((kind, text, made))
                time.sleep(self.pause)

    def _send(self, client: httpx.Client, kind: str, text: str, key: str) -> int | None:
        path, body = {
            "topic": ("forums/ogolne/topics", {"title": text, "body": text}),
            "post": (f"topics/{self.people.topic}/posts", {"body": text}),
            "message": (f"rooms/{self.people.room}/messages", {"body": text}),
        }[kind]
        answer = self._ask(
            client, "POST", f"/api/v1/{path}", json=body, headers={"idempotency-key": key}
        )
        if answer is None or answer.status_code in SPOKEN:
            return None
        if answer.status_code not in (200, 201):
            self.wrong.append(f"{answer.status_code} {path} {answer.text[:300]}")
            return None
        return int(answer.json()["id"])

    def _read(self, number: int) -> None:
        paths = (
            "/",
            f"/forums/t/{self.people.topic}/x/",
            "/api/v1/forums/ogolne/topics",
            "/search/?q=rozmowa",
        )
        with httpx.Client(
            base_url=self.site.address,
            timeout=30,
            follow_redirects=True,
            headers={"accept-language": "en"},
        ) as client:
            for turn in itertools.count(number):
                if self._end.wait(self.pause):
                    return
                answer = self._ask(client, "GET", paths[turn % len(paths)])
                if (
                    answer is not None
                    and answer.status_code != 200
                    and answer.status_code not in SPOKEN
                ):
                    self.wrong.append(
                        f"{answer.status_code} {answer.request.url} {answer.text[:200]}"
                    )

    def _ask(self, client: httpx.Client, how: str, path: str, **more: Any) -> httpx.Response | None:
        began = time.monotonic()
        try:
            answer = client.request(how, path, **more)
        except httpx.HTTPError:
            self.broken += 1
            return None
        self.statuses[answer.status_code] += 1
        if answer.status_code in SPOKEN:
            if not any(words in answer.text for words in WORDS_AWAY):
                self.wrong.append(
                    f"{answer.status_code} {path} without a word: {answer.text[:300]}"
                )
        elif answer.status_code < 400:
            now = time.monotonic()
            self.times.append((now, now - began))
        return answer

    def away(self) -> int:
        """How many were told that something is away."""
        return sum(self.statuses[status] for status in SPOKEN)

    def well_since(self, moment: float) -> float:
        """Seconds from a moment (of time.monotonic) to the first request begun after it that went well."""
        later = [when - moment for when, took in self.times if when - took >= moment]
        assert later, "nothing has gone well since"
        return min(later)


@contextmanager
def under_load(site: Production, people: People, **more: Any) -> Iterator[Load]:
    """A block in which people write and read; the judge afterwards is asked by the test."""
    load = Load(site, people, **more)
    load.start()
    try:
        yield load
    finally:
        load.stop()


def judge(site: Production, people: People, *loads: Load) -> None:
    """Nothing that was answered is lost, nothing is there twice, no hole, no drift, and no wrong answer."""
    for load in loads:
        assert load.wrong == [], load.wrong[:3]
    with httpx.Client(base_url=site.address, timeout=60) as client:
        topics = _all(client, "forums/ogolne/topics")
        posts = _all(client, f"topics/{people.topic}/posts")
        messages = _all(client, f"rooms/{people.room}/messages")
    assert [post["number"] for post in posts] == list(range(1, len(posts) + 1))
    assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))
    found = {
        "topic": {row["title"]: row["id"] for row in topics},
        "post": {row["body"]: row["id"] for row in posts},
        "message": {row["body"]: row["id"] for row in messages},
    }
    texts = [row["title"] for row in topics] + [row["body"] for row in (*posts, *messages)]
    twice = [text for text, times in Counter(texts).items() if times > 1]
    assert twice == [], f"made twice: {twice[:3]}"
    for load in loads:
        lost = [one for one in load.answered if found[one[0]].get(one[1]) != one[2]]
        assert lost == [], f"answered and not there: {lost[:3]}"
    drained(site)
    site.manage("check_integrity")  # ends with an error on drift


def messages_of(site: Production, people: People) -> list[tuple[int, str]]:
    """The room's messages as the database has them: (seq, body)."""
    with httpx.Client(base_url=site.address, timeout=60) as client:
        return [(row["seq"], row["body"]) for row in _all(client, f"rooms/{people.room}/messages")]


def drained(site: Production, seconds: float = 90) -> float:
    """Waits until nothing waits for the index; the seconds it took."""
    began = time.monotonic()
    while (said := httpx.get(f"{site.address}/readyz", timeout=30).json())["outbox"]["pending"]:
        assert time.monotonic() - began < seconds, said
        time.sleep(0.2)
    return time.monotonic() - began


def _all(client: httpx.Client, path: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cursor: dict[str, Any] = {}
    while True:
        answer = client.get(f"/api/v1/{path}", params={"limit": 100, **cursor})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        rows += page["results"]
        if page["next"] is None:
            return rows
        cursor = {"cursor": page["next"]}
