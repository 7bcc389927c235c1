"""Database work of the sockets, done in a few threads whose connections last."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connections

from kernel.watching.numbering import carry_on, current

P = ParamSpec("P")
R = TypeVar("R")

THREADS = 4
"""Enough that one writer who waits for a lock does not keep readers waiting."""

_pool: ThreadPoolExecutor | None = None
_pool_of = 0


def _threads() -> ThreadPoolExecutor:
    global _pool, _pool_of
    if _pool is None or _pool_of != os.getpid():
        _pool = ThreadPoolExecutor(THREADS, thread_name_prefix="socket")
        _pool_of = os.getpid()
    return _pool


async def in_thread(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of `work`, called in one of the threads. What it raises is raised here."""
    number = current()

    def call() -> R:
        carry_on(number)
        # As at the ends of a request: a connection that broke is dropped, a good one is kept.
        close_old_connections()
        try:
            return work(*args, **kwargs)
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_threads(), call)


def retire() -> None:
    """Ends the threads and their connections. Only for tests, before their database goes away."""
    global _pool
    pool, _pool = _pool, None
    if pool is not None:
        for _ in range(THREADS):
            pool.submit(connections.close_all)
        pool.shutdown(wait=True)
