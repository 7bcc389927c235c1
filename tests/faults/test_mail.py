"""The mail server is down, and some addresses are refused: everything waits, goes out once, and a letter that
nobody takes holds up no other."""

import asyncio
import json
import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.contracts.callers import Api, Browser, until
from tests.contracts.house import House
from tests.setup.place import free_port, get

REFUSED = "nikt@example.org"
PATIENCE = 120
"""Seconds: a letter that failed is tried again after fifteen, then after a minute."""


class PostOffice:
    """A mail server that can be closed and opened again; one address it does not take."""

    def __init__(self) -> None:
        self.port = free_port()
        self.delivered: list[tuple[str, str]] = []
        """(to whom, the letter)"""
        self.refused = 0
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        threading.Thread(target=self._loop.run_forever, daemon=True).start()

    def open(self) -> None:
        async def begin() -> None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

        asyncio.run_coroutine_threadsafe(begin(), self._loop).result(10)

    def close(self) -> None:
        async def end() -> None:
            if self._server is not None:
                self._server.close()

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(10)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to = ""
        writer.write(b"220 here\r\n")
        while line := (await reader.readline()).decode().strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                to = re.search(r"<(.+)>", line)[1]  # type: ignore[index]
                known = to != REFUSED
                self.refused += not known
                writer.write(b"250 ok\r\n" if known else b"550 no such mailbox\r\n")
            elif verb == "DATA":
                writer.write(b"354 go on\r\n")
                letter = await reader.readuntil(b"\r\n.\r\n")
                self.delivered.append((to, letter.decode(errors="replace")))
                writer.write(b"250 taken\r\n")
            elif verb == "QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"250 ok\r\n")
            await writer.drain()
        writer.close()


@pytest.fixture(scope="module")
def office() -> PostOffice:
    return PostOffice()


@pytest.fixture(scope="module")
def house(office: PostOffice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("mail")
    made = House(folder, EMAIL_URL=f"smtp://127.0.0.1:{office.port}")
    try:
        made.prepare()
        made.start()
        yield made
    finally:
        made.stop()


def join(house: House, mail: str, name: str) -> None:
    """Signs up as a visitor does, who is told to look into the mailbox."""
    browser = Browser(house.base)
    form = browser.form("/accounts/signup/", "password1")
    answer = browser.send(form, email=mail, name=name, password1="farbka-i-wapno-1")
    assert answer.status_code in (302, 303), answer.text[:2000]
    after = browser.get(answer.headers["location"])
    assert after.status_code == 200


def test_letters_wait_for_the_mail_server_and_go_out_once(
    house: House, office: PostOffice, say: Callable[[str], None]
) -> None:
    people = [f"nowa{number}@example.org" for number in range(3)]
    join(house, REFUSED, "Nikt Nieznany")
    for number, mail in enumerate(people):
        join(house, mail, f"Nowa Osoba {number}")
    time.sleep(3)
    assert office.delivered == []
    assert Api(house.base).get("forums").status_code == 200
    office.open()
    opened = time.monotonic()
    until(lambda: {to for to, _ in office.delivered} >= set(people), patience=PATIENCE)
    took = time.monotonic() - opened
    until(lambda: office.refused >= 1, patience=PATIENCE)
    time.sleep(2)
    letters = Counter(to for to, _ in office.delivered)
    assert {to: letters[to] for to in people} == dict.fromkeys(people, 1)
    assert REFUSED not in letters
    house.commands(["check_integrity"])
    say(
        f"mail server down while {len(people) + 1} people joined: {len(people)} letters went out once each,"
        f" {took:.0f} s after it was back; the address that is refused held up none (tried {office.refused} times)"
    )


def test_a_mail_server_that_never_answers_holds_up_letters_alone(
    tmp_path_factory: pytest.TempPathFactory, say: Callable[[str], None]
) -> None:
    """It takes connections and says nothing: each letter waits ten seconds for it, and many of them wait."""
    with socket.create_server(("127.0.0.1", 0)) as dumb:
        port = dumb.getsockname()[1]
        house = House(tmp_path_factory.mktemp("dumb"), EMAIL_URL=f"smtp://127.0.0.1:{port}")
        try:
            house.prepare()
            house.start()
            for number in range(6):
                join(house, f"nowa{number}@example.org", f"Nowa Osoba {number}")
            time.sleep(2)
            began = time.monotonic()
            Api(house.base, house.tokens["ola"]).topic("Sztalugi dla szkoły")
            found = Api(house.base)
            # Spelling is mended by words that the background work counts.
            until(lambda: found.get("search", q="sztalgui").json()["did_you_mean"] == "sztalugi")
            took = time.monotonic() - began
            waiting = json.loads(get(f"{house.base}/readyz").body)["mail"]["pending"]
        finally:
            house.stop()
    assert waiting >= 3, "they wait, and are not lost"
    assert took < 10, "one letter alone waits for as long"
    say(
        f"mail server that never answers, {waiting} letters wait: a new word was known {took:.1f} s after"
    )
