"""The disk is full: of the database, of the files, of the log. Writing is refused with a sentence, reading goes
on, and everything goes on once there is room. On a small disk in memory, which only root can make."""

import os
import subprocess
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.contracts.callers import Api, Browser, form_with, until
from tests.contracts.dom import Page
from tests.contracts.house import House
from tests.contracts.house import in_production as on_postgresql

pytestmark = pytest.mark.once
NO_ROOM = ("no room left", "skończyło się miejsce")
SIZE = "48m"
LEFT = 600 * 1024
"""Bytes that are left when the disk is called full: less than any file, more than a row."""


@contextmanager
def small_disk(folder: Path, size: str = SIZE) -> Iterator[Path]:
    """A file system of a few megabytes at this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True
    )
    if made.returncode != 0:
        pytest.skip("no small disk can be made here: that needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


class Filler:
    """Takes all the room there is, or all but a little, and gives it back."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "filler"

    def fill(self, left: int = 0) -> None:
        room = os.statvfs(self.file.parent)
        with self.file.open("wb", buffering=0) as file:
            wanted = room.f_bavail * room.f_frsize - left
            try:
                while wanted > 0:
                    wanted -= file.write(b"\0" * min(wanted, 1024 * 1024))
            except OSError:
                return

    def empty(self) -> None:
        self.file.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Filler]]:
    """Everything of the site on the small disk: its database, its files and what it logs."""
    if on_postgresql():
        pytest.skip("the small disk is that of the embedded database")
    with small_disk(tmp_path_factory.mktemp("disk") / "small") as folder:
        made = House(folder)
        try:
            made.prepare()
            made.start()
            yield made, Filler(folder)
        finally:
            made.stop()


def written(api: Api, topic: int, count: int) -> list[httpx.Response]:
    """Replies, until `count` were refused or a thousand taken."""
    answers: list[httpx.Response] = []
    while sum(answer.status_code >= 400 for answer in answers) < count and len(answers) < 1000:
        answers.append(
            api.post(f"topics/{topic}/posts", {"body": f"{len(answers)} " + "słowo " * 4000})
        )
    return answers


def pages_are_read(topic: int, *readers: httpx.Client) -> int:
    """Every kind of page, by each; how many there are."""
    topic_page = f"/forums/t/{topic}/x/"
    paths = ("/", "/forums/ogolne/", topic_page, "/directory/", "/search/?q=szafa", "/chat/rynek/")
    for path in paths:
        for reader in readers:
            answer = reader.get(path, follow_redirects=True)
            assert answer.status_code == 200, (path, answer.text[:500])
    return len(paths)


def test_a_full_disk_refuses_writing_in_words_and_nothing_else(
    house: tuple[House, Filler], say: Callable[[str], None]
) -> None:
    site, filler = house
    ola, nobody = Api(site.base, site.tokens["ola"]), Api(site.base)
    browser = Browser(site.base, "jan")
    old = ola.topic("Pełna szafa")["id"]
    filler.fill(left=LEFT)
    answers = written(ola, old, 3)
    filler.fill()
    taken = [answer.json()["id"] for answer in answers if answer.status_code == 201]
    refused = [answer for answer in answers if answer.status_code != 201]
    assert len(refused) == 3
    for answer in refused:
        assert answer.status_code in (503, 507), answer.text
        assert "no room left" in answer.json()["detail"]
        assert answer.headers["content-type"].startswith("application/problem+json")
    pages_are_read(old, nobody.http, browser.http)
    filler.empty()
    again = {"title": "Już jest miejsce", "body": "Piszemy dalej."}
    answer = until(
        lambda: (said := ola.post("forums/ogolne/topics", again)).status_code == 201 and said,
        patience=20,
    )
    assert ola.reply(answer.json()["id"])["number"] == 2
    assert {row["id"] for row in nobody.all(f"topics/{old}/posts")} >= set(taken)
    site.commands(["search_drain", "--once"], ["check_integrity"])
    say(
        f"disk full: {len(taken)} replies taken and kept, {len(refused)} refused with {refused[0].status_code}"
        " and a sentence, reading went on, all well when there was room"
    )


def form_is_kept(browser: Browser, filler: Filler, say: Callable[[str], None], where: str) -> None:
    """Somebody writes a topic while the disk is full: the page has all of it, and sends it once there is room."""
    title, body = "Pisane na pełnym dysku", "Zażółć „gęślą” <b>jaźń</b>.\n\n" + "słowo " * 5000
    form = browser.form("/forums/ogolne/ask/", "title")
    filler.fill()
    answer = browser.send(form, title=title, body=body)
    for _ in range(50):  # the last page of a table may have had room for it
        if answer.status_code >= 400:
            break
        form = browser.form("/forums/ogolne/ask/", "title")
        answer = browser.send(form, title=title, body=body)
    assert answer.status_code in (503, 507), answer.text[:2000]
    assert "skończyło się miejsce" in answer.text.replace("\u00a0", " ")
    assert int(answer.headers["retry-after"]) > 0
    again = form_with(Page(answer.text), "body", "")
    assert again.action == form.action
    assert again.values["title"] == title
    assert again.values["body"].replace("\r\n", "\n").strip() == body.strip()
    assert again.values["key"] == form.values["key"]
    for path in (
        "/",
        "/forums/ogolne/",
        "/notifications/",
        "/accounts/settings/",
        "/search/?q=lipa",
    ):
        assert browser.get(path, follow_redirects=True).status_code == 200, path
    filler.empty()
    said = until(
        lambda: (given := browser.send(again)).status_code in (302, 303) and given, patience=20
    )
    page = browser.get(said.headers["location"], follow_redirects=True).text
    assert title in page and "<b>jaźń" not in page
    assert browser.send(again).headers["location"] == said.headers["location"], "written twice"
    say(
        f"a topic written on a full disk ({where}): {answer.status_code}, kept in the page, sent again, there once"
    )


def test_what_was_written_in_a_form_stays_in_the_page(
    house: tuple[House, Filler], say: Callable[[str], None]
) -> None:
    site, filler = house
    form_is_kept(Browser(site.base, "ewa", language="pl"), filler, say, "SQLite")
    site.commands(["check_integrity"])


def test_a_file_that_does_not_fit_leaves_no_half_of_it(
    house: tuple[House, Filler], say: Callable[[str], None]
) -> None:
    site, filler = house
    ola = Browser(site.base, "ola")
    media = site.folder / "media"
    form = ola.form("/forums/ogolne/ask/", "title")
    before = {path for path in media.rglob("*") if path.is_file()}
    large = "Zażółć gęślą jaźń. ".encode() * 150_000

    def send() -> httpx.Response:
        return ola.http.post(
            "/files/send/",
            data={
                "csrfmiddlewaretoken": form.values.get("csrfmiddlewaretoken", ""),
                "key": uuid.uuid4().hex,
            },
            files={"file": ("plan.txt", large, "text/plain")},
            headers={"origin": site.base},
        )

    filler.fill(left=LEFT)
    answer = send()
    assert answer.status_code in (503, 507), answer.text[:1000]
    assert any(words in answer.json()["detail"] for words in NO_ROOM)
    after = {path for path in media.rglob("*") if path.is_file()}
    assert after == before, "half a file was left"
    filler.empty()
    assert send().status_code == 201
    site.commands(["check_integrity"])
    say(f"a file of 3.6 MB on a full disk: {answer.status_code}, nothing of it is left")


def test_a_log_that_cannot_be_written_stops_nobody(
    house: tuple[House, Filler], say: Callable[[str], None]
) -> None:
    """The log lies on the same full disk: a request that is logged is answered all the same."""
    site, filler = house
    filler.fill()
    nobody = Api(site.base)
    answers = [nobody.http.get(f"/nie-ma-{number}/").status_code for number in range(50)]
    filler.empty()
    assert set(answers) == {404}
    assert nobody.get("forums").status_code == 200
    say(f"log on a full disk: {len(answers)} requests answered as ever")
