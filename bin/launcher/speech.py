"""What the launchers say: short, in Polish and in English, because nobody is signed in yet."""

import sys
from typing import NoReturn


def say(polish: str, english: str) -> None:
    """One line in each language, on standard output at once."""
    print(f"{polish}\n{english}", flush=True)


def fail(polish: str, english: str, *, code: int = 1) -> NoReturn:
    """Say why it cannot go on, on standard error, and end."""
    print(f"{polish}\n{english}", file=sys.stderr, flush=True)
    raise SystemExit(code)
