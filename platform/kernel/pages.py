"""How pages get cheap: pieces kept by version, put into a kept frame with holes.

What is kept shows one object, for everybody alike: nothing personal, no relative time, no token.
The version in the key is read from the database in the same request, by the statement that also
decides whether this viewer may see it; so access comes before the cache, nothing is ever deleted
from it, and two processes never disagree. Pieces are made in GET requests only, never inside an
open write transaction: after a rollback the same version would come again with another content.
"""

import secrets
import sys
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from threading import Lock
from typing import Any

from cachetools import LRUCache
from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.middleware.csrf import get_token
from django.template.loader import get_template, render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.html import escape
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

from kernel.appearance import chosen
from kernel.naming import site_lead, site_logo, site_name
from kernel.ports import Port
from kernel.templatetags.look import avatar

BUILD = secrets.token_hex(4)
"""Another in each process: kept pieces never outlive the code that made them."""

_MEBIBYTE = 1024 * 1024
_BOUNDS = {
    "post": 24 * _MEBIBYTE,
    "row": 8 * _MEBIBYTE,
    "message": 8 * _MEBIBYTE,
    "main": 24 * _MEBIBYTE,
    "frame": 4 * _MEBIBYTE,
}
"""Bytes a kind of piece may fill; each kind has its own, so that one does not push out another."""

_stores: dict[str, LRUCache[Hashable, str]] = {
    kind: LRUCache(bound, getsizeof=sys.getsizeof) for kind, bound in _BOUNDS.items()
}
_lock = Lock()


def kept(kind: str, key: Hashable, make: Callable[[], str]) -> str:
    """The piece under this key, made now if it is not kept. `kind` is a key of the bounds above."""
    store = _stores[kind]
    with _lock:
        piece = store.get(key)
    if piece is None:
        piece = make()
        with _lock:
            if sys.getsizeof(piece) <= store.maxsize:
                store[key] = piece
    return piece


def unread_of_nobody(person: Any) -> int:
    return 0


bell_count: Port[[Any], int] = Port(unread_of_nobody)
"""How many unseen notifications a person has; answered by `notifications`."""


def nothing_waits() -> int:
    return 0


waiting_count: Port[[], int] = Port(nothing_waits)
"""How many texts wait for a moderator; answered by `forums`, asked for moderators alone."""


class Frame:
    """What base.html shows of the viewer. Each value is asked for only when it is printed."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def body(self) -> dict[str, str]:
        """Whose words a script folds for this person."""
        hushed = self._person.hushed if self._person else ""
        return {"data-hushed": hushed} if hushed else {}

    @cached_property
    def _person(self) -> Any:
        # Without the cookie there is no session to read, and none must be made.
        if settings.SESSION_COOKIE_NAME not in self._request.COOKIES:
            return None
        user = getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @property
    def signed_in(self) -> bool:
        return self._person is not None

    @property
    def moderator(self) -> bool:
        return self._person is not None and self._person.is_moderator

    @property
    def administrator(self) -> bool:
        return self._person is not None and self._person.is_superuser

    @property
    def curator(self) -> bool:
        return self._person is not None and self._person.is_curator

    @property
    def name(self) -> str:
        return self._person.name if self._person else ""

    @property
    def handle(self) -> str:
        return self._person.handle if self._person else ""

    @cached_property
    def bell(self) -> int:
        return bell_count(self._person) if self._person else 0

    @cached_property
    def waits(self) -> int:
        return waiting_count() if self.moderator else 0

    @cached_property
    def _look(self) -> dict[str, str]:
        return chosen(self._request.COOKIES)

    @property
    def theme(self) -> str:
        return self._look.get("theme", "system")

    @property
    def face(self) -> str:
        return self._look.get("face", "")

    @property
    def look(self) -> dict[str, str]:
        """Attributes of the page for what else this person has chosen (kernel.appearance)."""
        more = ("contrast", "size", "motion")
        return {f"data-{name}": self._look[name] for name in more if name in self._look}

    @property
    def looks(self) -> tuple[tuple[str, str], ...]:
        """All of it, for keys of what is kept."""
        return tuple(sorted(self._look.items()))

    @property
    def lang(self) -> str:
        return get_language() or "pl"

    @property
    def section(self) -> str:
        first = self._request.path.split("/", 2)[1]
        if not first:
            return "home"
        return first if first in ("directory", "forums", "notes", "chat", "search") else ""

    @property
    def avatar(self) -> str:
        return avatar(self.name, self.handle) if self._person else ""

    @property
    def path(self) -> str:
        """Where a button of the frame comes back to."""
        return self._request.get_full_path() if self._request.method in ("GET", "HEAD") else "/"

    @property
    def token(self) -> str:
        """The token of a form. Printing it sets a cookie: only pages with a form do. All forms of a page
        share one, until logging in or out changes the secret behind it."""
        meta = self._request.META
        secret, token = meta.get("rynek.token", ("", ""))
        if not token or secret != meta.get("CSRF_COOKIE"):
            token = get_token(self._request)
            meta["rynek.token"] = (meta["CSRF_COOKIE"], token)
        return str(token)

    @property
    def act_token(self) -> str:
        """The token of the frame's own form: a visitor's buttons (language, colours) need none."""
        return self.token if self.signed_in else ""


def frame_context(request: HttpRequest) -> dict[str, Any]:
    """The context processor of every template."""
    return {"frame": Frame(request), **_site()}


def nowhere() -> str:
    return ""


region_name: Port[[], str] = Port(nowhere)
"""The name of the region, as the foot of the page says it; answered by `place`."""


def _site() -> dict[str, Any]:
    return {
        "site_name": site_name(), "site_lead": site_lead(),
        "site_logo": site_logo(), "base_url": settings.BASE_URL, "region_name": SimpleLazyObject(region_name),
        "site_zone": get_current_timezone_name(),
    }  # fmt: skip


@dataclass
class HotPage:
    """A page built of a kept main and the kept frame.

    `key` tells the main apart from all others: kind, id, versions, page, audience. The language is
    added here. Without a key the main is made for every request, and only the frame is kept.
    """

    key: tuple[Hashable, ...] | None
    title: str
    main: Callable[[], str]
    description: str = ""
    canonical: str = ""
    body: dict[str, str] = field(default_factory=dict)
    script: str = ""
    image: str = ""
    """The address of a picture that stands for the page where it is linked to; with the host."""
    feed: str = ""
    """The address of the feed that tells of what is new on the page."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """What stands in the kept main for a few words of this person's own: {mark: safe HTML}."""
    personal: Callable[[], str] | None = None
    """What follows the main for this person alone: a reply form, say."""


HOLES = (
    "title", "description", "canonical", "bodyattributes", "main", "personal", "notices",
    "name", "handle", "avatar", "bell", "waits", "token", "path", "head",
)  # fmt: skip


def _holes() -> dict[str, str]:
    return {name: f"hole{BUILD}{name}hole" for name in HOLES}


class _HollowFrame:
    """Stands for `Frame` while the frame is rendered once for everybody alike."""

    def __init__(self, frame: Frame) -> None:
        holes = _holes()
        self.signed_in, self.moderator = frame.signed_in, frame.moderator
        self.administrator, self.curator = frame.administrator, frame.curator
        self.theme, self.face, self.look = frame.theme, frame.face, frame.look
        self.lang, self.section = frame.lang, frame.section
        self.name, self.handle = holes["name"], holes["handle"]
        self.act_token = holes["token"] if frame.signed_in else ""
        self.avatar, self.bell, self.path = holes["avatar"], holes["bell"], holes["path"]
        self.waits = holes["waits"]
        self.body = {"data-hole": holes["bodyattributes"]}


def _frame_key(frame: Frame) -> tuple[Hashable, ...]:
    """All that the frame is another for. The name of the site is among it: an administrator changes it."""
    return (
        frame.lang, frame.signed_in, frame.moderator, frame.curator, frame.administrator, frame.looks,
        frame.section, site_name(), site_logo(),
    )  # fmt: skip


def _frame_parts(request: HttpRequest, frame: Frame, script: str) -> list[str]:
    key = (BUILD, *_frame_key(frame), script)

    def make() -> str:
        context = {
            "frame": _HollowFrame(frame),
            "holes": _holes(),
            "page_script": script,
            **_site(),
        }
        # Without the request: no context processor may bring in this viewer.
        return get_template("frame.html").render(context)

    parts = [kept("frame", key, make)]
    for name, mark in _holes().items():
        pattern = f' data-hole="{mark}"' if name == "bodyattributes" else mark
        split: list[str] = []
        for part in parts:
            pieces = part.split(pattern)
            for index, piece in enumerate(pieces):
                split += [piece] if index == 0 else ["\0" + name, piece]
        parts = split
    return parts


_parts: LRUCache[Hashable, list[str]] = LRUCache(200)


def _filled(request: HttpRequest, frame: Frame, page: HotPage, main: str, notices: str) -> str:
    key = (*_frame_key(frame), page.script)
    with _lock:
        parts = _parts.get(key)
    if parts is None:
        parts = _frame_parts(request, frame, page.script)
        with _lock:
            _parts[key] = parts
    attributes = "".join(
        f' {name}="{escape(value)}"' for name, value in {**page.body, **frame.body}.items()
    )
    values = {
        "\0title": escape(page.title),
        "\0description": escape(page.description),
        "\0canonical": escape(settings.BASE_URL + (page.canonical or request.path)),
        "\0bodyattributes": attributes,
        "\0head": _head(page),
        "\0main": main,
        "\0personal": page.personal() if page.personal else "",
        "\0name": escape(frame.name),
        "\0handle": escape(frame.handle),
        "\0avatar": frame.avatar,
        "\0bell": str(frame.bell),
        "\0waits": str(frame.waits),
        "\0path": escape(frame.path),
        "\0notices": notices,
    }
    if "\0token" in parts:
        values["\0token"] = frame.act_token
    return "".join([values.get(part, part) if part.startswith("\0") else part for part in parts])


def _head(page: HotPage) -> str:
    """What else the page says of itself to machines."""
    image = f'<meta property="og:image" content="{escape(page.image)}">' if page.image else ""
    feed = (
        f'<link rel="alternate" type="application/atom+xml" href="{escape(page.feed)}"'
        f' title="{escape(page.title)}">'
        if page.feed
        else ""
    )
    return image + feed


def respond(request: HttpRequest, page: HotPage) -> HttpResponse:
    """The page, or 304 for a visitor who has it. Access has been decided before this is called."""
    frame = Frame(request)
    language = frame.lang
    personal = (
        frame.signed_in
        or page.key is None
        or page.personal is not None
        or bool(request.COOKIES.get("messages"))
    )
    etag = ""
    if not personal:
        look = (
            frame.looks, page.title, page.description, site_name(), site_logo(),
            request.get_full_path(),
        )  # fmt: skip
        mark = repr((BUILD, epoch(), language, look, page.key)).encode()
        etag = f'"{blake2b(mark, digest_size=12).hexdigest()}"'
        if request.headers.get("If-None-Match") == etag:
            return _headers(HttpResponseNotModified(), etag)
    if page.key is None:
        main = page.main()
    else:
        main = kept("main", (BUILD, epoch(), language, *page.key), page.main)
    for place, words in page.marks.items():
        main = main.replace(place, words)
    notices = ""
    if personal and get_messages(request):
        notices = render_to_string("components/_messages.html", {}, request)
    return _headers(HttpResponse(_filled(request, frame, page, main, notices)), etag)


def _headers(response: HttpResponse, etag: str) -> HttpResponse:
    if etag:
        response["ETag"] = etag
    response["Cache-Control"] = "no-cache" if etag else "private, no-cache"
    response["Content-Language"] = get_language() or "pl"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return response


_epoch: list[str] = []


def epoch() -> str:
    """Which life of the data this is; read once a process, since `restore` wants a restart."""
    if not _epoch:
        from kernel.models import Epoch

        row = Epoch.objects.order_by("pk").first()
        _epoch.append(str(row.value) if row else "first")
    return _epoch[0]
