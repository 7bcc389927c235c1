"""The clock of the machine jumps an hour ahead and back again while people write, in a server of its own
whose clock is this test's."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.contracts.callers import Api, Browser
from tests.contracts.house import House

HERE = Path(__file__).resolve().parent / "clock"
FUTURE = re.compile(r"\bin (a|an|\d+) (minute|hour|day)s?\b|\bza (minut|godzin|\d)")


class Clock:
    """What the server's machine says the time is, as far as it is off."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.off(timedelta())

    def off(self, by: timedelta) -> None:
        part = self.file.with_suffix(".part")
        part.write_text(f"{int(by.total_seconds())}\n")
        part.replace(self.file)
        time.sleep(0.5)


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    return Clock(tmp_path_factory.mktemp("clock") / "off")


@pytest.fixture(scope="module")
def house(clock: Clock, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("house"))
    try:
        made.prepare()
        made.environment["PYTHONPATH"] += f":{HERE}"
        made.environment["CLOCK_OFF"] = str(clock.file)
        made.start()
        yield made
    finally:
        made.stop()


def test_the_clock_jumps_an_hour_and_back(
    house: House, clock: Clock, say: Callable[[str], None]
) -> None:
    ola, jan = Api(house.base, house.tokens["ola"]), Api(house.base, house.tokens["jan"])
    room = next(row["id"] for row in ola.get("rooms").json()["results"] if row["slug"] == "rynek")
    browser = Browser(house.base, "ewa")
    topic = ola.topic("Która godzina?")["id"]
    steps = [timedelta(), timedelta(hours=1), timedelta(), timedelta(hours=-1), timedelta()]
    said: list[str] = []
    for turn, by in enumerate(steps):
        clock.off(by)
        for api in (ola, jan):
            text = f"{turn} {len(said)}"
            api.reply(topic, text)
            api.say(room, text)
            said.append(text)
        assert browser.get("/notifications/").status_code == 200, "still logged in"
    posts = ola.all(f"topics/{topic}/posts")
    assert [post["body"] for post in posts[1:]] == said
    assert [post["number"] for post in posts] == list(range(1, len(posts) + 1))
    messages = ola.all(f"rooms/{room}/messages")
    assert [message["body"] for message in messages] == said
    assert [frame["data"]["body"] for frame in ola.all_events(f"rooms/{room}/events")] == said
    for path in (f"/forums/t/{topic}/x/", "/forums/", "/", "/chat/rynek/"):
        page = browser.get(path, follow_redirects=True)
        assert page.status_code == 200
        words = re.sub(r"<[^>]+>", " ", page.text)
        assert not FUTURE.search(words), (path, FUTURE.search(words))
    found = ola.get("search", q="godzina").json()
    assert found["total"] >= 1
    house.commands(["search_drain", "--once"], ["check_integrity"])
    assert "Traceback" not in house.log, house.log[-3000:]
    say(
        f"the clock jumped {len(steps) - 1} times by an hour: {2 * len(said)} writings in order, nobody logged out,"
        " nothing of the future on the pages, limits go on"
    )
