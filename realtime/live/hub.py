"""The one place in a process where events arrive and go out to its sockets.

The hub has one channel on the layer, joins a group for each room and topic that a socket here
watches, and reads it in one task. Every second or two it looks into the database whether a hint
was missed altogether, and whether everybody still may see what they watch. Why it is so:
docs/decisions/realtime-hub.md.
"""

import asyncio
import atexit
import logging
import secrets
from collections.abc import Coroutine
from contextvars import Context
from typing import TYPE_CHECKING, Any

from channels.layers import get_channel_layer

from accounts.models import User
from accounts.viewer import Viewer
from realtime.live import wire
from realtime.live.channels import KINDS, ME, Channel, unread_of
from realtime.live.events import ROOM
from realtime.live.measures import SOCKETS
from realtime.live.passing import Presences, passing
from realtime.live.presence import shows, unseen_by
from realtime.live.served import Served, Subscription
from realtime.live.sweep import Asked, Found, look
from realtime.live.threads import in_thread

if TYPE_CHECKING:
    from realtime.live.consumer import Socket

log = logging.getLogger(__name__)

TICK = 0.1
SWEEP_EVERY = 1.0
REJOIN_EVERY = 25.0
"""Seconds. A layer forgets members after a time, or when it was away."""
CALL_EVERY = 4.0
DEAF_AFTER = 3 * CALL_EVERY
"""Seconds without any message, one's own calls among them, after which the layer is listened to anew."""

CLOSE_GONE, CLOSE_SIGNED_OUT, CLOSE_TOO_SLOW, CLOSE_TOO_MUCH = 1012, 4401, 4408, 4429


class Hub:
    """Belongs to the loop it was made in; all but the looks into the database happens there."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.name = f"hub.{secrets.token_hex(8)}"
        self.sockets: dict[Socket, None] = {}
        self._served: dict[Channel, Served] = {}
        self._layer: Any = get_channel_layer()
        self._tasks: list[asyncio.Task[Any]] = []
        self._side: set[asyncio.Task[Any]] = set()
        """Every task that goes on, those two among them."""
        self._joined_all = False
        self._judge = False
        self._heard_at = 0.0
        atexit.register(self.finish)

    # Sockets

    def enter(self, socket: "Socket") -> None:
        self.sockets[socket] = None
        SOCKETS.inc()
        if not self._tasks:
            self._heard_at = self.loop.time()
            self._tasks = [self._spawn(self._read()), self._spawn(self._keep())]
            if not getattr(type(self._layer), "local", False):
                self._tasks.append(self._spawn(self._check_hearing()))

    def leave(self, socket: "Socket", *, stopping: bool = False) -> None:
        """`stopping`: the server ends, and with it the loop; nothing must be begun any more."""
        if socket in self.sockets:
            del self.sockets[socket]
            SOCKETS.dec()
        if not stopping:
            for subscription in tuple(socket.subscriptions.values()):
                self.unsubscribe(subscription)
        if not self.sockets:
            for task in self._tasks:
                task.cancel()
            if not stopping:
                self._spawn(self._end(*self._tasks))
            self._tasks, self._joined_all = [], False
            self._served.clear()

    def finish(self) -> None:
        """At the end of the process: a server that stops does not wait for what was cancelled, and
        the interpreter cannot take apart a task that still waits for a queue."""
        tasks = tuple(self._side)
        if tasks and not self.loop.is_closed() and not self.loop.is_running():
            for task in tasks:
                task.cancel()
            self.loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))

    def count(self, *, person_id: int | None = None, address: str = "") -> int:
        """Open sockets of a person, or of an address."""
        if person_id is not None:
            return sum(socket.identity.person_id == person_id for socket in self.sockets)
        return sum(socket.address == address for socket in self.sockets)

    async def subscribe(
        self, socket: "Socket", channel: Channel, after: int | None, more: dict[str, Any]
    ) -> None:
        """Tells the socket that it is subscribed (with `more`) and gives it the events after
        `after` (from now on, if None). Whether it may has been judged."""
        while True:
            served = self._served.get(channel)
            if served is None:
                served = self._served[channel] = Served(channel, self._spawn)
                served.ready = self._spawn(self._open(served))
            if served.ready is not None:
                await asyncio.shield(served.ready)
            if self._served.get(channel) is served:
                break
        if not socket.closed:
            socket.say(type="subscribed", channel=channel.name, seq=served.last, **more)
            socket.subscriptions[channel] = served.add(socket, after)

    def unsubscribe(self, subscription: Subscription) -> None:
        served, socket = subscription.served, subscription.socket
        if subscription.ended:
            return
        served.drop(subscription)
        if socket.subscriptions.get(served.channel) is subscription:
            del socket.subscriptions[served.channel]
        if served.idle:
            self._close(served)

    async def _open(self, served: Served) -> None:
        """Joins first and reads the number then: what happens in between arrives as a hint."""
        await self._join(served)
        channel = served.channel
        try:
            newest = await in_thread(KINDS[channel.kind].newest, {channel.object_id})
        except Exception:
            self._close(served)
            raise
        served.start(newest.get(channel.object_id, 0))

    def _close(self, served: Served) -> None:
        served.close()
        if self._served.get(served.channel) is served:
            del self._served[served.channel]
        if served.channel.kind == ROOM:
            self._post_here(served, {"people": [], "guests": 0})
        if served.joined:
            self._spawn(self._part(served))

    # The layer

    async def _join(self, served: Served) -> None:
        if served.channel.kind != ME:  # what concerns people comes to everybody's group
            served.joined = await self._try(self._layer.group_add(_group(served), self.name))

    async def _part(self, served: Served) -> None:
        if served.channel not in self._served:  # nobody has come back meanwhile
            await self._try(self._layer.group_discard(_group(served), self.name))

    async def _try(self, call: Coroutine[Any, Any, None]) -> bool:
        """Whether the layer did it. While it is away the sweep alone brings what happens."""
        try:
            async with asyncio.timeout(wire.PATIENCE):
                await call
        except Exception as error:
            log.warning("the channel layer is away: %s", error or type(error).__name__)
            return False
        return True

    async def _read(self) -> None:
        while self._wanted:
            try:
                message = await self._layer.receive(self.name)
            except Exception as error:
                log.warning("the channel layer is away: %s", error or type(error).__name__)
                await asyncio.sleep(1)
                continue
            try:
                self._take(message)
            except Exception:
                log.exception("a message of the channel layer was not understood")
            # A burst must not keep the server from writing out what it was given.
            await asyncio.sleep(0)

    async def _check_hearing(self) -> None:
        """A line that has broken unseen, or has said nonsense once, brings nothing more and raises nothing. So the
        hub calls to itself; when it does not hear that, it connects anew."""
        while self._wanted:
            await self._try(self._layer.send(self.name, {"type": "call"}))
            await asyncio.sleep(CALL_EVERY)
            if self.loop.time() - self._heard_at > DEAF_AFTER:
                await self._listen_anew()

    async def _listen_anew(self) -> None:
        log.warning("nothing comes over the channel layer; connecting anew")
        reader = self._tasks[0]
        reader.cancel()
        await asyncio.wait({self._spawn(self._end(reader))}, timeout=wire.PATIENCE)
        await self._try(self._layer.flush())
        if not self._wanted:
            return
        self._tasks[0] = self._spawn(self._read())
        self._heard_at = self.loop.time()
        for served in self._served.values():
            served.joined = False
        self._joined_all = False

    def _take(self, message: dict[str, Any]) -> None:
        self._heard_at = self.loop.time()
        kind = message["type"]
        if kind == "call":
            return
        if kind == "judge":
            self._judge = True
        elif kind == "notified":
            for person_id in message["people"]:
                if served := self._served.get(Channel(ME, person_id)):
                    served.refresh()
        elif kind == "seen":
            if served := self._served.get(Channel(ME, message["person"])):
                self._spawn(self._tell_unread(served))
        elif served := self._served.get(Channel(message["kind"], message["id"])):
            if kind == "hint":
                readers = message.get("readers")
                served.hint(
                    message["seq"],
                    message.get("frame"),
                    None if readers is None else dict(readers),
                )
            elif kind == "here":
                data = served.presence.merge(message, self.loop.time())
                if data is not None:
                    served.tell_each(Presences(served, data).for_socket)
            elif kind == "typing":
                frame = passing("typing", served, data=message["data"])
                handle = message["data"]["handle"]
                served.tell(frame, besides=message["person"], unseen=handle)

    async def _tell_unread(self, served: Served) -> None:
        unread = await in_thread(unread_of, served.channel.object_id)
        served.tell(passing("unread", served, unread=unread))

    # Keeping order

    async def _keep(self) -> None:
        await asyncio.sleep(0)  # the reader first: some layers want a listener before a member
        rejoin = sweep = 0.0
        while self._wanted:
            now = self.loop.time()
            self._look_after(now)
            if not self._joined_all or now >= rejoin:
                await self._rejoin(every_group=now >= rejoin)
                rejoin = now + REJOIN_EVERY if now >= rejoin else rejoin
            if now >= sweep or self._judge:
                self._judge = False
                await self._sweep()
                sweep = self.loop.time() + SWEEP_EVERY
            await asyncio.sleep(TICK)

    def _look_after(self, now: float) -> None:
        for served in tuple(self._served.values()):
            if served.idle:
                self._close(served)  # whoever wanted it had gone before it was ready
            for subscription in served.hurry(now):
                subscription.socket.close(CLOSE_TOO_SLOW)
            if served.channel.kind == ROOM and (told := served.presence.due(now)):
                self._post_here(served, told)

    async def _rejoin(self, *, every_group: bool) -> None:
        self._joined_all = await self._try(self._layer.group_add(wire.EVERYBODY, self.name))
        if not self._joined_all:
            await asyncio.sleep(0.5)
            return
        for served in tuple(self._served.values()):
            if (every_group or not served.joined) and served.channel in self._served:
                await self._join(served)

    def _post_here(self, served: Served, told: dict[str, Any]) -> None:
        channel = served.channel
        about = {"type": "here", "hub": self.name, "kind": channel.kind, "id": channel.object_id}
        wire.post(_group(served), {**about, **told})

    async def _sweep(self) -> None:
        watches = [(socket, channel) for socket in self.sockets for channel in socket.subscriptions]
        asked = Asked.of(
            {socket.identity for socket in self.sockets},
            [(socket.identity, channel) for socket, channel in watches],
            [served.channel for served in self._served.values() if served.ready is None],
        )
        try:
            found = await in_thread(look, asked)
        except Exception:
            log.exception("the sweep failed")
            return
        self._apply(found, watches)

    def _apply(self, found: Found, watches: "list[tuple[Socket, Channel]]") -> None:
        for socket in tuple(self.sockets):
            if socket.identity in found.viewers:
                viewer = found.viewers[socket.identity]
                if viewer is None:
                    socket.close(CLOSE_SIGNED_OUT)
                else:
                    _let_in_as(socket, viewer)
        for socket, channel in watches:
            if (socket.identity, channel) in found.lost:
                socket.lose(channel)
        for channel, newest in found.newest.items():
            if served := self._served.get(channel):
                served.newest(newest)

    @property
    def _wanted(self) -> bool:
        """Whether the task that asks still serves the sockets that are here. What it awaits may lose its
        cancellation: `asyncio.wait_for`, which the library of Redis uses, did so before Python 3.12 where both
        came in one moment. Such a task would go on beside the next of its kind for good."""
        return asyncio.current_task() in self._tasks

    async def _end(self, *cancelled: "asyncio.Task[Any]") -> None:
        """Cancels again what has lost its cancellation, and waits for a message that nobody will send it."""
        tasks = set(cancelled)
        while tasks:
            _, tasks = await asyncio.wait(tasks, timeout=wire.PATIENCE)
            for task in tasks:
                task.cancel()

    def _spawn(self, call: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        # For everybody here, not for the one because of whom it begins now: it carries nobody's number.
        task = self.loop.create_task(call, context=Context())
        self._side.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: "asyncio.Task[Any]") -> None:
        self._side.discard(task)
        if not task.cancelled() and (error := task.exception()):
            log.error("live work failed", exc_info=error)


def _let_in_as(socket: "Socket", viewer: Viewer) -> None:
    """The person as they are now. Who has chosen meanwhile not to be seen is not, from here on."""
    before, socket.viewer = socket.viewer, viewer
    if unseen_by(viewer) != unseen_by(before):
        for subscription in socket.subscriptions.values():
            subscription.served.presence.stir()
    if isinstance(viewer, User) and isinstance(before, User) and shows(viewer) != shows(before):
        for subscription in socket.subscriptions.values():
            subscription.served.presence.leave(before)
            subscription.served.presence.enter(viewer)


def _group(served: Served) -> str:
    return wire.group_of(served.channel.kind, served.channel.object_id)


_hub: Hub | None = None


def hub() -> Hub:
    """The hub of the running loop; there is one in a process that serves sockets."""
    global _hub
    if _hub is None or _hub.loop is not asyncio.get_running_loop():
        _hub = Hub()
    return _hub


def _listening_loop() -> asyncio.AbstractEventLoop | None:
    if _hub is None or not _hub.sockets or _hub.loop.is_closed():
        return None
    return _hub.loop


wire.listening_loop = _listening_loop
