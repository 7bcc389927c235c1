"""How settings are read from the environment: what cannot be meant ends the start with one sentence that names it.

A sentence repeats what was written only where that can hold no password.
"""

import builtins
import math
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NoReturn
from urllib.parse import SplitResult, urlsplit

import environ

YES = ("1", "true", "yes", "y", "on")
NO = ("0", "false", "no", "n", "off")
WITHOUT_HOST = ("sqlite", "unix", "consolemail", "filemail", "memorymail", "dummymail")
POSTGRESQL = ("postgres", "postgresql", "psql", "pgsql")
MAIL = ("smtp", "smtps", "smtp+tls", "smtp+ssl", *WITHOUT_HOST[2:])


def refuse(name: str, reason: str) -> NoReturn:
    raise SystemExit(f"The setting {name} {reason}.")


class Environment:
    """The variables of the environment by kind. An empty switch, number, day or address is as good as none. The
    methods bear the names of the types, so those are written in full here."""

    def __init__(self) -> None:
        self._env = environ.Env()

    def str(self, name: builtins.str, default: builtins.str = "") -> builtins.str:
        return builtins.str(self._env.str(name, default=default))

    def list(
        self, name: builtins.str, default: Sequence[builtins.str] = ()
    ) -> builtins.list[builtins.str]:
        said = self._env.str(name, default=None)
        if said is None:
            return [*default]
        return [word for word in (piece.strip() for piece in said.split(",")) if word]

    def bool(self, name: builtins.str, default: builtins.bool) -> builtins.bool:
        """A slip of the pen must not turn off what guards the site: only these words are known."""
        said = self.str(name).strip().lower()
        if said and said not in YES + NO:
            refuse(name, f'is "true" or "false", not "{said}"')
        return said in YES if said else default

    def int(
        self, name: builtins.str, default: builtins.int, most: builtins.int = 100_000
    ) -> builtins.int:
        said = self.str(name).strip()
        try:
            number = builtins.int(said) if said else default
        except ValueError:
            number = -1
        if not 0 <= number <= most:
            refuse(name, f'is a whole number from 0 to {most}, not "{said}"')
        return number

    def float(self, name: builtins.str, default: builtins.float) -> builtins.float:
        said = self.str(name).strip()
        try:
            number = builtins.float(said) if said else default
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            refuse(name, f'is a number, not "{said}"')
        return number

    def day(self, name: builtins.str, default: builtins.str) -> date:
        said = self.str(name).strip() or default
        try:
            return date.fromisoformat(said)
        except ValueError:
            refuse(name, f'is a day such as 2026-11-22, not "{said}"')

    def server(
        self, name: builtins.str, schemes: Sequence[builtins.str], default: builtins.str = ""
    ) -> builtins.str:
        """The address of a server, "" where there is none. It may hold a password, so nothing repeats it."""
        said = self.str(name).strip() or default
        if said and not _leads_somewhere(said, schemes):
            refuse(
                name,
                f"is no address that can be used: that is {beginnings(schemes)}, then a host, and a port up to"
                " 65535 where one is needed",
            )
        return said

    def database(self, url: builtins.str) -> dict[builtins.str, Any]:
        return dict(self._env.db_url_config(url))

    def mail(self, url: builtins.str) -> dict[builtins.str, Any]:
        return dict(self._env.email_url_config(url))


def beginnings(schemes: Sequence[str]) -> str:
    *some, last = (f"{scheme}://" for scheme in schemes)
    return f"{', '.join(some)} or {last}"


def _leads_somewhere(url: str, schemes: Sequence[str]) -> bool:
    scheme, there, rest = url.partition("://")
    if not there or scheme not in schemes:
        return False
    if scheme in WITHOUT_HOST:
        return True
    place, _slash, name = rest.partition("/")
    hosts = place.rpartition("@")[2]
    if scheme in POSTGRESQL and not hosts:
        return bool(name)  # by the socket of this machine
    # PostgreSQL may have several, of which one is written to.
    return all(parts_of(f"{scheme}://{host}").hostname for host in hosts.split(","))


def parts_of(url: str) -> SplitResult:
    """The parts of an address; all are empty where it, or its port, cannot be read."""
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def folder(name: str, path: Path) -> Path:
    """The folder of this setting, made where it is not there."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse(name, f'is "{path}", where no folder can be made: {error.strerror}')
    return path


def writable(name: str, file: str) -> str:
    """The file, "" where none is set. It is not made here: a command that root runs would make it root's."""
    if not file:
        return file
    path = Path(file)
    try:
        # Where it is not there yet, whether some other can be made beside it.
        with path.open("ab") if path.exists() else TemporaryFile(dir=path.parent):
            return file
    except OSError as error:
        refuse(name, f'is "{file}", a file that cannot be written: {error.strerror}')


env = Environment()
