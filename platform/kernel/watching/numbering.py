"""One number for what somebody asked for, on every line that is logged because of it.

nginx gives it (`X-Request-ID`); where none stands before us we make one. It goes along through page, API and
socket into the background work that they have begun, and back to the client as a header.
"""

import re
import secrets
from contextvars import ContextVar
from types import TracebackType
from typing import Any

HEADER = "X-Request-ID"
_FIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")

_number: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The number of what is being done; "" where nobody asked for it."""
    return _number.get()


def accepted(raw: str) -> str:
    """The number that came along, if it is fit for a line of a log: 8 to 64 letters, figures and ".", "_", "-";
    else a new one. It proves nothing, so whoever sends one of their own only finds their own lines."""
    return raw if _FIT.fullmatch(raw) else secrets.token_hex(16)


def carry_on(number: object) -> None:
    """From here on this thread or task works for the number; for none where it is no number."""
    _number.set(number if isinstance(number, str) and _FIT.fullmatch(number) else "")


class numbered:
    """Within it everything is done for this number; a class, since every request pays for it."""

    __slots__ = ("_number", "_token")

    def __init__(self, number: str) -> None:
        self._number = number

    def __enter__(self) -> None:
        self._token = _number.set(self._number)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _number.reset(self._token)


KEY = "request_id"
"""Beside `args` and `kwargs` in the row of a task."""


def mark_task(instance: Any, *, raw: bool = False, **kwargs: object) -> None:
    """A task that is being put into the queue remembers who asked (a receiver of `pre_save`)."""
    if instance._state.adding and not raw and (number := current()):
        instance.args_kwargs[KEY] = number


def take_up_task(task_result: Any, **kwargs: object) -> None:
    """The worker goes on for the one who asked (a receiver of `task_started`)."""
    carry_on(task_result.db_result.args_kwargs.get(KEY))


def lay_down_task(**kwargs: object) -> None:
    carry_on("")
