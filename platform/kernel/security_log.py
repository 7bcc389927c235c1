"""What touches the safety of accounts, in a channel of its own: the logger "security".

Of a person no more than the number of the account, of whatever was typed nothing; the address it came from stands in
the log of nginx, under the same number of the request.
"""

import logging

log = logging.getLogger("security")


def note(event: str, *, account: int | None = None, **more: str | int) -> None:
    """One line. `more`: codes and numbers of our own, never words of people."""
    said: dict[str, str | int] = {"event": event}
    if account is not None:
        said["account"] = account
    said |= {name: value for name, value in more.items() if value != ""}
    words = " ".join(f"{name}={value}" for name, value in said.items() if name != "event")
    log.info("%s", f"{event} {words}".strip(), extra={"security": said})
