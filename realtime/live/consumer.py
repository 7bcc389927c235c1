"""The one websocket, /ws/: from the handshake to the goodbye. The protocol is in docs/socket.md."""

import asyncio
import logging
from collections import deque
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer
from kernel.addresses import sent_from
from kernel.breakdowns import is_away, refusal_of
from kernel.limits import LIMITS
from kernel.refusals import Refusal
from kernel.security_log import note
from kernel.watching.numbering import carry_on
from realtime.live import identity, work
from realtime.live.channels import Channel, channel_named
from realtime.live.frames import BadFrame, ClientFrame, read_frame
from realtime.live.handshake import Handshake
from realtime.live.hub import CLOSE_GONE, CLOSE_SIGNED_OUT, CLOSE_TOO_MUCH, Hub, hub
from realtime.live.identity import Identity
from realtime.live.outlet import Frame, Outlet, Send, outlet_for
from realtime.live.served import Subscription
from realtime.live.streams import encoded
from realtime.live.threads import in_thread

log = logging.getLogger(__name__)

PATH = "/ws/"
SOCKETS_OF_A_PERSON = 20
SOCKETS_OF_AN_ADDRESS = 100
CHANNELS_OF_A_SOCKET = 50
MOST_WAITING = 1024 * 1024
"""Bytes of frames that one client may have waiting for the database."""
PATIENCE_WITH_FLOODS = 5
"""So many times the limit in one window, and the socket is closed."""


async def socket_application(scope: dict[str, Any], receive: Any, send: Send) -> None:
    """ASGI, for connections of type "websocket"."""
    if (await receive())["type"] != "websocket.connect":
        return
    handshake = Handshake.of(scope)
    # This connection has a task of its own: the number goes into what it begins, and nowhere else.
    carry_on(handshake.number)
    if scope["path"] != PATH or not handshake.from_our_page:
        await send({"type": "websocket.close", "code": 4403})  # before the accept: an HTTP 403
        return
    here = hub()
    try:
        who = await _who(here, handshake)
    except Exception as error:
        if not is_away(error):
            raise
        await send({"type": "websocket.accept"})  # to be told apart from one who may not
        await send({"type": "websocket.close", "code": CLOSE_GONE})
        return
    if who is None:
        await send({"type": "websocket.close", "code": 4403})
        return
    await send({"type": "websocket.accept"})
    socket = Socket(here, outlet_for(send), handshake, *who)
    here.enter(socket)
    stopping = False
    try:
        await socket.run(receive)
    except asyncio.CancelledError:
        stopping = True
        socket.outlet.close(CLOSE_GONE)
        raise
    finally:
        socket.end()
        here.leave(socket, stopping=stopping)


async def _who(here: Hub, handshake: Handshake) -> tuple[Identity, Viewer] | None:
    """Who connects; None for whom there is no place: too many sockets, or a wrong token."""
    most = settings.RATE_LIMIT_FACTOR
    if here.count(address=handshake.address) >= SOCKETS_OF_AN_ADDRESS * most:
        return None
    token, session_key = handshake.token, handshake.session_key
    who: tuple[Identity, Viewer] | None = (identity.VISITOR, AnonymousUser())
    if token is not None:
        who = await in_thread(identity.by_token, token)
    elif session_key:
        who = await in_thread(identity.by_session, session_key)
    if who is None or who[0].person_id is None:
        return who
    full = here.count(person_id=who[0].person_id) >= SOCKETS_OF_A_PERSON * most
    return None if full else who


class Socket:
    """One connection. It reads all the time, so that pings are answered and floods are noticed;
    what needs the database it does one frame after the other. The hub writes to it at any time."""

    __slots__ = (
        "_counted", "_hub", "_todo", "_waiting", "_window", "_worker", "address", "closed",
        "identity", "language", "outlet", "subscriptions", "viewer",
    )  # fmt: skip

    def __init__(
        self, here: Hub, outlet: Outlet, handshake: Handshake, identity: Identity, viewer: Viewer
    ) -> None:
        self._hub, self.outlet = here, outlet
        self.identity, self.viewer = identity, viewer
        self.address, self.language = handshake.address, handshake.language
        self.subscriptions: dict[Channel, Subscription] = {}
        self.closed = False
        self._todo: deque[tuple[ClientFrame, int]] = deque()
        self._waiting = 0
        self._worker: asyncio.Task[None] | None = None
        self._window = self._counted = 0

    async def run(self, receive: Any) -> None:
        """Until the client goes, or is sent away."""
        while True:
            message = await receive()
            if message["type"] == "websocket.disconnect":
                return
            if not self.closed:
                with translation.override(self.language):
                    self._take(message.get("text"), message.get("bytes"))

    def end(self) -> None:
        self.closed = True
        if self._worker is not None:
            self._worker.cancel()

    def close(self, code: int) -> None:
        """Sends the client away; nothing reaches it after this."""
        if not self.closed:
            self.closed = True
            for subscription in tuple(self.subscriptions.values()):
                self._hub.unsubscribe(subscription)
            self.outlet.close(code)

    def say(self, **frame: Any) -> None:
        if not self.closed:
            self.outlet.write(Frame(encoded(frame)))

    def refuse(
        self, code: str, detail: str, *, client_id: str | None = None, channel: str = ""
    ) -> None:
        if code in ("forbidden", "not_found") and isinstance(self.viewer, User):
            note(
                "refused",
                account=self.viewer.pk,
                status=403 if code == "forbidden" else 404,
                route="socket",
            )
        more = {"client_id": client_id, "channel": channel}
        self.say(type="error", code=code, detail=detail, **{k: v for k, v in more.items() if v})

    def lose(self, channel: Channel) -> None:
        """The person may not see this channel any more."""
        if subscription := self.subscriptions.get(channel):
            self._hub.unsubscribe(subscription)
            with translation.override(self.language):
                detail = _("You can no longer see this.")
            self.refuse("forbidden", detail, channel=channel.name)

    # What comes in

    def _take(self, text: str | None, binary: bytes | None) -> None:
        if not self._within_rate():
            return
        try:
            frame = read_frame(text, binary)
        except BadFrame as bad:
            self.refuse(bad.code, bad.detail, client_id=bad.client_id)
            return
        if frame.type == "ping":
            self.say(type="pong")
            return
        size = len(text or "")
        if self._waiting + size > MOST_WAITING * max(1, settings.RATE_LIMIT_FACTOR / 100):
            self._too_much(frame.client_id)
            return
        self._waiting += size
        self._todo.append((frame, size))
        if self._worker is None:
            self._worker = asyncio.get_running_loop().create_task(self._work())

    def _within_rate(self) -> bool:
        """Counts frames in this process alone: it holds when the shared cache is away, and costs
        nothing. What a frame does to the database is counted by its own limit."""
        times, seconds = LIMITS["frame"][0]
        times = int(times * settings.RATE_LIMIT_FACTOR)
        window = int(self._hub.loop.time() // seconds)
        if window != self._window:
            self._window, self._counted = window, 0
        self._counted += 1
        if self._counted <= times:
            return True
        if self._counted > times * PATIENCE_WITH_FLOODS:
            self.close(CLOSE_TOO_MUCH)
        else:
            self._too_much(None)
        return False

    def _too_much(self, client_id: str | None) -> None:
        detail = _("That was a lot at once. Wait a moment and try again.")
        self.refuse("rate_limited", detail, client_id=client_id)

    # What is done about it

    async def _work(self) -> None:
        try:
            while self._todo and not self.closed:
                frame, size = self._todo.popleft()
                self._waiting -= size
                await self._answer(frame)
        finally:
            self._worker = None

    async def _answer(self, frame: ClientFrame) -> None:
        about: dict[str, Any] = {"client_id": frame.client_id}
        try:
            with translation.override(self.language):
                channel = channel_named(frame.channel, self.viewer)
                if channel is None:
                    self.refuse("invalid", _("There is no channel of that name."), **about)
                    return
                about["channel"] = channel.name
                await self._do(frame, channel)
        except work.SignedOut:
            self.close(CLOSE_SIGNED_OUT)
        except Http404:
            with translation.override(self.language):
                self.refuse("not_found", _("There is nothing here that you can see."), **about)
        except Refusal as refusal:
            code = "invalid" if refusal.code == "conflict" else refusal.code
            self.refuse(code, refusal.message, **about)
        except Exception as error:
            self._fail(error, frame, about)

    def _fail(self, error: Exception, frame: ClientFrame, about: dict[str, Any]) -> None:
        """What no refusal foresaw. Without the database the client goes, and comes back with what was not
        acknowledged; who was told of an error would not send it again."""
        if is_away(error):
            self.close(CLOSE_GONE)
            return
        with translation.override(self.language):
            if refusal := refusal_of(error):
                self.refuse("invalid", refusal.message, **about)
                return
            log.error("a frame of type %s failed", frame.type, exc_info=error)
            self.refuse("invalid", _("Something broke on our side. Try again."), **about)

    async def _do(self, frame: ClientFrame, channel: Channel) -> None:
        if frame.type == "subscribe":
            await self._subscribe(channel, frame.after)
        elif frame.type == "unsubscribe":
            if subscription := self.subscriptions.get(channel):
                self._hub.unsubscribe(subscription)
            self.say(type="unsubscribed", channel=channel.name)
        elif frame.type == "message.send":
            said = (frame.body, frame.client_id, frame.organisation, frame.reply_to)
            seq = await self._in_thread(work.say_in, channel, *said)
            self.say(type="ack", client_id=frame.client_id, seq=seq)
        elif frame.type == "read":
            await self._in_thread(work.read_in, channel, frame.seq)
        elif frame.type == "typing":
            work.typing_in(self.viewer, channel, watched=channel in self.subscriptions)

    async def _subscribe(self, channel: Channel, after: int | None) -> None:
        again = self.subscriptions.get(channel)
        if again is None and len(self.subscriptions) >= CHANNELS_OF_A_SOCKET:
            self.refuse("rate_limited", _("That is too much for one page."), channel=channel.name)
            return
        more = await self._in_thread(work.look_into, channel)
        if again is not None:
            self._hub.unsubscribe(again)
        await self._hub.subscribe(self, channel, after, more)

    async def _in_thread(self, call: Any, *args: Any) -> Any:
        """`call(viewer, …)` in a thread, with the person as they are now, in their language."""

        def with_viewer() -> Any:
            viewer = identity.present_viewer(self.identity)
            if viewer is None:
                raise work.SignedOut
            with translation.override(self.language), sent_from(self.address):
                return call(viewer, *args)

        return await in_thread(with_viewer)
