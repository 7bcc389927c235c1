"""How often a person may do a thing. Windows are counted in the cache, shared by every door.

When the shared cache is away, this process counts by itself: a limit never opens.
"""

import logging
import re
import time
from collections.abc import Sequence

from django.conf import settings
from django.core.cache import BaseCache, caches

from kernel.redis_cache import SPARE, KeptRedisCache
from kernel.refusals import TooMany
from kernel.security_log import note

LIMITS: dict[str, tuple[tuple[int, int], ...]] = {
    # action: (times, in so many seconds), each of which holds
    "message": ((15, 3), (120, 60)),
    "room": ((1, 7 * 24 * 3600),),
    "room_about": ((4, 3600), (10, 24 * 3600)),
    "conversation": ((5, 3600),),
    "conversation_person": ((30, 3600),),
    "conversation_newcomer": ((3, 3600),),  # counted by the people written to
    "post": ((6, 60), (60, 3600)),
    "topic": ((4, 60), (20, 3600)),
    "note": ((4, 60), (20, 3600)),
    "run": ((4, 60), (20, 3600)),
    "edit": ((30, 60),),
    "mark": ((30, 60), (200, 3600)),
    "thanks": ((4, 60), (10, 24 * 3600)),
    "flag": ((10, 60), (60, 3600)),
    "notice": ((4, 600), (12, 24 * 3600)),  # without an account: by address
    "appeal": ((6, 60), (30, 3600)),
    "card": ((5, 60), (30, 3600)),
    "import": ((6, 60), (40, 3600)),
    "picture": ((12, 60), (60, 3600)),
    "file": ((20, 60), (60, 3600), (150, 24 * 3600)),
    "suggest": ((40, 10), (600, 3600)),
    "draft": ((40, 60), (800, 3600)),
    "contact": ((6, 60), (40, 3600)),
    "claim": ((5, 60), (15, 24 * 3600)),
    "claim_mail": ((4, 24 * 3600),),
    "bounce": ((10, 24 * 3600),),
    "answer": ((20, 60),),
    "join_unproved": ((10, 3600),),  # of all together, while too many join at once
    "unsent": ((10, 60), (30, 3600)),
    "preview": ((60, 60),),
    "frame": ((200, 10),),
    "search": ((60, 60),),
    "search_typed": ((60, 10), (3000, 3600)),  # a letter each, and a reading room has one address
    "search_like": ((300, 60),),  # with every page that somebody reads to its end
    "taking": ((10, 60), (100, 3600)),  # a file is made for each
    "copy": ((3, 3600), (6, 24 * 3600)),  # of one's own data
    "api_write": ((120, 60),),
    # Wrong passwords (accounts.guarding), and letters that anybody can ask for by an address.
    "login_place": ((7, 900),),  # fewer than below: one guesser never shuts the owner out elsewhere
    "login_address": ((30, 900), (200, 24 * 3600)),
    "login_account": ((10, 900),),
    "login_device": ((15, 900),),
    "invitation": ((10, 3600), (30, 24 * 3600)),
    "invited": ((3, 3600), (5, 24 * 3600)),  # letters to one address, whoever invites
    "account_mail": ((3, 3600), (8, 24 * 3600)),
    "account_mails": ((12, 3600), (30, 24 * 3600)),
}
"""Per person (per address for visitors). Numbers after the systems named in docs/decisions/trust.md."""

HOUR, DAY = 3600, 24 * 3600
LOWEST: dict[str, tuple[tuple[int, int], ...]] = {
    "message": ((10, 10), (60, 600), (300, DAY)),
    "post": ((4, 60), (20, HOUR), (40, DAY)),
    "topic": ((2, 60), (5, HOUR), (8, DAY)),
    "note": ((2, 60), (4, HOUR), (6, DAY)),
    "run": ((2, 60), (4, HOUR), (6, DAY)),
    "flag": ((5, 60), (20, DAY)),
    "file": ((10, 60), (30, HOUR), (60, DAY)),
    "conversation": ((3, HOUR), (8, DAY)),
    "invitation": ((3, HOUR), (5, DAY)),
}
"""The same for who is new here (rank 0)."""
WIDER = {0: 1, 1: 1, 2: 2, 3: 4}
"""By how much a rank multiplies its limits."""
ADDRESS: dict[str, tuple[tuple[int, int], ...]] = {
    "message": ((600, 600), (3000, DAY)),
    "post": ((200, HOUR), (400, DAY)),
    "topic": ((40, HOUR), (80, DAY)),
    "note": ((30, HOUR), (50, DAY)),
    "run": ((30, HOUR), (50, DAY)),
    "flag": ((60, HOUR), (120, DAY)),
    "file": ((300, HOUR), (600, DAY)),
    "conversation": ((30, HOUR), (60, DAY)),
}
"""All who are new and come from one address, together: a reading room with twenty people fits."""

LINKS, NAMES, FILES = 2, 3, 3
"""What one text of a newcomer may hold: links that lead away, people and organisations named, pictures and
documents (composing.caps)."""

_PERSON = re.compile(r"u([0-9]+)")
log = logging.getLogger(__name__)


def spend(action: str, who: str, *, amount: int = 1, rank: int = 1) -> None:
    """Counts one more `action` of `who`; raises TooMany with the seconds to wait. `rank`: how far the
    person is trusted, from 0."""
    windows = LOWEST.get(action, LIMITS[action]) if rank == 0 else LIMITS[action]
    _spend(f"limit:{action}", windows, who, amount, factor=WIDER[rank], lowest=rank == 0)


def give_back(action: str, who: str, *, amount: int = 1) -> None:
    """What was counted before it was known that it should not count, such as a right password."""
    now = time.time()
    windows = [
        (f"limit:{action}:{seconds}:{int(now // seconds)}:{who}", seconds)
        for _, seconds in LIMITS[action]
    ]
    _count(windows, -amount)


def spend_address(action: str, address: str) -> None:
    """Counts what newcomers do from one address, where that has a limit. Raises TooMany."""
    _spend(f"address:{action}", ADDRESS.get(action, ()), address, 1, factor=1, lowest=True)


def _spend(
    name: str,
    windows: tuple[tuple[int, int], ...],
    who: str,
    amount: int,
    *,
    factor: int,
    lowest: bool,
) -> None:
    now = time.time()
    keys = [(f"{name}:{sec}:{int(now // sec)}:{who}", sec) for _, sec in windows]
    counted = _count(keys, amount)
    for place, (times, seconds) in enumerate(windows):
        if counted[place] > times * factor * settings.RATE_LIMIT_FACTOR:
            # What a short window refuses does not use up the longer ones behind it.
            _count(keys[place + 1 :], -amount)
            person = _PERSON.fullmatch(who)
            note("limit", account=int(person[1]) if person else None, action=name.partition(":")[2])
            raise TooMany((int(now // seconds) + 1) * seconds - now, newcomer=lowest)


def _count(windows: Sequence[tuple[str, int]], amount: int) -> list[int]:
    """How much each of these (key, seconds) has counted now, in one going and coming."""
    if not windows:
        return []
    for name in ("default", "local"):
        cache = caches[name]
        try:
            if isinstance(cache, KeptRedisCache):
                return cache.count(windows, amount)
            return [_count_here(cache, key, seconds, amount) for key, seconds in windows]
        except Exception:  # a limit must hold whatever the shared cache does
            log.warning("the shared cache is away; counting in this process")
    return [amount] * len(windows)


def _count_here(cache: BaseCache, key: str, seconds: int, amount: int) -> int:
    cache.add(key, 0, timeout=seconds + SPARE)
    try:
        return int(cache.incr(key, amount))
    except ValueError:  # the key has expired between the two calls
        return amount
