"""A channel that somebody in this process watches: which events went out, and to whom.

It knows the number of the last event it gave out. A hint with the next number goes straight out;
any other means that the layer has lost or swapped something, and the rows are read instead. Those
who cannot keep up get nothing until they have read, and then the rows they have missed.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from realtime.live.channels import KINDS, Channel
from realtime.live.measures import DELIVERIES, FOR_GAPS, FOR_THE_SLOW
from realtime.live.outlet import Frame
from realtime.live.presence import Presence, unseen_by
from realtime.live.threads import in_thread
from realtime.live.told import Copies, Readers, Told

if TYPE_CHECKING:
    from realtime.live.consumer import Socket

log = logging.getLogger(__name__)

REORDER = 0.05
"""Seconds that an event may come before the one it follows, without a look at the rows."""
PAGE = 100
"""Events read at once when catching up."""
MOST_HELD = 500
WINDOW = 256 * 1024
"""Bytes that a socket may have outstanding. Beyond it gets nothing more, until it has read half."""
SLOWEST = 30.0
"""Seconds that a socket may be behind without taking anything."""

Spawn = Callable[[Coroutine[Any, Any, Any]], "asyncio.Task[Any]"]


class Subscription:
    """A socket watches a channel. `sent` is the number of the last event it was given."""

    __slots__ = ("behind_since", "catching_up", "ended", "sent", "served", "socket")

    def __init__(self, socket: "Socket", served: "Served", sent: int) -> None:
        self.socket, self.served, self.sent = socket, served, sent
        self.ended = self.catching_up = False
        self.behind_since: float | None = None


class Served:
    """Belongs to the hub's loop. `spawn` runs work beside it."""

    __slots__ = (
        "_again", "_behind", "_held", "_live", "_loop", "_refreshing", "_repair", "_spawn",
        "channel", "joined", "last", "presence", "ready",
    )  # fmt: skip

    def __init__(self, channel: Channel, spawn: Spawn) -> None:
        self.channel = channel
        self.last = -1
        """The number up to which everything has gone out; -1 until it is known."""
        self.joined = False
        """Whether its group on the layer has been joined."""
        self.ready: asyncio.Task[Any] | None = None
        """Done when `last` is known; None from then on."""
        self.presence = Presence()
        self._spawn, self._loop = spawn, asyncio.get_running_loop()
        self._live: dict[Subscription, None] = {}
        self._behind: dict[Subscription, None] = {}
        self._held: dict[int, Told | None] = {}
        self._refreshing = self._again = False
        self._repair: asyncio.TimerHandle | None = None

    @property
    def idle(self) -> bool:
        """Whether nobody watches it and nothing goes on."""
        watched = self._live or self._behind or self.ready is not None
        return not watched and not self._refreshing

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        return (*self._live, *self._behind)

    def add(self, socket: "Socket", after: int | None) -> Subscription:
        """The socket gets everything after `after`, or from now on."""
        sent = self.last if after is None else min(after, self.last)
        subscription = Subscription(socket, self, sent)
        self._behind[subscription] = None
        self.presence.enter(socket.viewer)
        self._resume(subscription)
        return subscription

    def drop(self, subscription: Subscription) -> None:
        subscription.ended = True
        self._live.pop(subscription, None)
        self._behind.pop(subscription, None)
        self.presence.leave(subscription.socket.viewer)

    def close(self) -> None:
        if self._repair:
            self._repair.cancel()

    # What comes in

    def start(self, last: int) -> None:
        """From here on events go out; those before `last` are for whoever asks for them."""
        self.last, self.ready = last, None
        self._release()

    def hint(self, seq: int, text: str | None, readers: Readers | None = None) -> None:
        """The layer says that an event is there, perhaps with its frame."""
        if seq > self.last:
            self._held[seq] = None if text is None else Told(seq, text, readers)
            self._release()

    def newest(self, seq: int) -> None:
        """The database says that this is the last number."""
        if seq > self.last >= 0:
            self.refresh()

    def _release(self) -> None:
        """Gives out what is held and next in turn; reads the rows if something is missing."""
        if self.last < 0:
            return
        held = self._held
        while (told := held.pop(self.last + 1, None)) is not None:
            self._deliver(told)
        for seq in [seq for seq in held if seq <= self.last]:
            del held[seq]
        if len(held) > MOST_HELD:
            held.clear()
            self.refresh()
        elif held and self._repair is None:
            self._repair = self._loop.call_later(REORDER, self._mend)

    def _mend(self) -> None:
        self._repair = None
        if self._held:
            self.refresh()

    def refresh(self) -> None:
        """Has the rows after the last event read and given out, soon."""
        self._again = True
        if not self._refreshing and self.last >= 0:
            self._refreshing = True
            self._spawn(self._refresh())

    async def _refresh(self) -> None:
        try:
            while self._again and self.subscriptions:
                self._again = False
                FOR_GAPS.inc()
                rows = await self._rows(self.last)
                for told in rows:
                    if told.seq > self.last:
                        self._deliver(told)
                self._again = self._again or len(rows) == PAGE
                await asyncio.sleep(0)
        finally:
            self._refreshing = False
        self._release()

    async def _rows(self, after: int) -> list[Told]:
        return await in_thread(KINDS[self.channel.kind].after, self.channel.object_id, after, PAGE)

    # What goes out

    def _deliver(self, told: Told) -> None:
        seq = self.last = told.seq
        copies = Copies(told)
        frame: Frame | None = copies.whole
        slow, given = [], 0
        for subscription in self._live:
            if subscription.sent < seq:
                subscription.sent = seq
                outlet = subscription.socket.outlet
                if not copies.open:
                    frame = copies.of(subscription.socket.identity.person_id)
                if frame is None:
                    continue
                outlet.write(frame)
                given += 1
                if outlet.waiting > WINDOW:
                    slow.append(subscription)
        DELIVERIES.inc(given)
        for subscription in slow:
            del self._live[subscription]
            self._behind[subscription] = None
            subscription.behind_since = self._loop.time()

    def tell(self, frame: Frame, *, besides: int | None = None, unseen: str = "") -> None:
        """What is not kept goes to those who keep up, but to no page of the person `besides`, nor of
        whom the person of this handle is `unseen`."""
        for subscription in self._live:
            socket = subscription.socket
            if besides is not None and socket.identity.person_id == besides:
                continue
            if not unseen or unseen not in unseen_by(socket.viewer):
                socket.outlet.write(frame)

    def tell_each(self, frame_for: "Callable[[Socket], Frame]") -> None:
        for subscription in self._live:
            subscription.socket.outlet.write(frame_for(subscription.socket))

    def hurry(self, now: float) -> list[Subscription]:
        """Lets those who were too slow go on if they have read; returns those who do not read."""
        hopeless = []
        for subscription in tuple(self._behind):
            since = subscription.behind_since
            if since is not None and now - since > SLOWEST:
                hopeless.append(subscription)
            else:
                self._resume(subscription)
        return hopeless

    def _resume(self, subscription: Subscription) -> None:
        """Lets a subscription that is behind catch up, or join those that are not."""
        if subscription.ended or subscription.catching_up:
            return
        if subscription.sent >= self.last:
            self._behind.pop(subscription, None)
            self._live[subscription] = None
            subscription.behind_since = None
        elif subscription.socket.outlet.waiting <= WINDOW // 2:
            subscription.behind_since = None
            subscription.catching_up = True
            FOR_THE_SLOW.inc()
            self._spawn(self._catch_up(subscription))

    async def _catch_up(self, subscription: Subscription) -> None:
        outlet = subscription.socket.outlet
        try:
            while subscription.sent < self.last and not subscription.ended:
                rows = await self._rows(subscription.sent)
                if not rows:  # counted, and gone since: there is nothing to wait for
                    subscription.sent = self.last
                for told in rows:
                    if subscription.ended:
                        return
                    if outlet.waiting > WINDOW:
                        subscription.behind_since = self._loop.time()
                        return
                    if told.seq > subscription.sent:
                        subscription.sent = told.seq
                        frame = Copies(told).of(subscription.socket.identity.person_id)
                        if frame is not None:
                            outlet.write(frame)
                            DELIVERIES.inc()
                await asyncio.sleep(0)
        except Exception:
            log.exception("catching up failed")
            subscription.behind_since = self._loop.time()  # tried again at the next tick
        finally:
            subscription.catching_up = False
            if subscription.behind_since is None:
                self._resume(subscription)
