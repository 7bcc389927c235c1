"""Browsers in plain words: "Firefox, Windows". No more is read out of what a browser says of itself."""

import re

from django.utils.translation import gettext as _

BROWSERS = (
    (r"Edg(?:e|A|iOS)?/", "Edge"), (r"OPR/|Opera", "Opera"), (r"SamsungBrowser/", "Samsung Internet"),
    (r"Vivaldi/", "Vivaldi"), (r"Firefox/|FxiOS/", "Firefox"), (r"Chrome/|CriOS/|Chromium/", "Chrome"),
    (r"Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    (r"iPhone|iPod", "iPhone"), (r"iPad", "iPad"), (r"Android", "Android"), (r"CrOS", "Chromebook"),
    (r"Windows", "Windows"), (r"Macintosh|Mac OS", "Mac"), (r"Linux|X11", "Linux"),
)  # fmt: skip
LIMIT = 60
"""Characters of the words for a device, as its column holds them."""


def device_of(user_agent: str) -> str:
    """The browser and the system; "" where neither is known to us."""
    found = [
        next((name for pattern, name in known if re.search(pattern, user_agent)), "")
        for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(name for name in found if name)[:LIMIT]


def words_for(device: str) -> str:
    return device or _("A browser we do not know")
