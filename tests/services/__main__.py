"""Keeps the servers up: prints a line of JSON for each, then waits for its own end.

python -m tests.services            until Ctrl+C
python -m tests.services < pipe     until the pipe closes: then the servers end even if the
                                    program that wanted them was killed outright
"""

import contextlib
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
from pathlib import Path
from types import FrameType

from tests.services.needs import SERVERS, Need
from tests.services.processes import Broken, Missing, Running, unwanted

_saying = threading.Lock()


def say(**line: str) -> None:
    with _saying, contextlib.suppress(BrokenPipeError):  # whoever asked may be gone
        print(json.dumps(line), flush=True)


class Keeper:
    """The servers of one run and the folder that holds their files."""

    def __init__(self) -> None:
        base = "/tmp" if os.access("/tmp", os.W_OK) else tempfile.gettempdir()
        self.folder = Path(tempfile.mkdtemp(prefix="rynek-services-", dir=base))
        self.folder.chmod(0o711)  # root lends PostgreSQL another account, which must get through
        self.running: list[Running] = []

    def bring_up(self, need: Need) -> None:
        """Start one server, or say why not."""
        if need.given():
            say(name=need.name, variable=need.variable, url=need.given())
            return
        folder = self.folder / need.name.lower()
        folder.mkdir()
        try:
            assert need.start is not None
            server = need.start(folder)
        except Missing as reason:
            say(name=need.name, missing=str(reason))
        except Broken as reason:
            say(name=need.name, broken=str(reason))
        else:
            self.running.append(server)
            say(name=need.name, variable=need.variable, url=server.url)

    def end(self) -> None:
        for server in self.running:
            server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def main() -> None:
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    keeper = Keeper()
    starts = [threading.Thread(target=keeper.bring_up, args=(need,)) for need in SERVERS]
    try:
        for thread in starts:
            thread.start()
        if sys.stdin.isatty():
            threading.Event().wait()
        sys.stdin.read()
    finally:
        unwanted.set()
        for thread in starts:
            thread.join()  # a server half started is still a server to end
        keeper.end()


if __name__ == "__main__":
    main()
