"""What everybody must be able to take in before a note is published: pictures have words or are mere
decoration (composing judges that when a text is saved), and films have something for who does not hear."""

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from kernel.refusals import Invalid

_HREF = re.compile(r'<a\b[^>]*? href="([^"]+)"')
_ENDINGS = (".mp4", ".webm", ".mov", ".m4v", ".ogv", ".avi", ".mkv")
_PLACES = {
    "youtube.com": re.compile(r"/(watch|shorts/|embed/|live/)"),
    "youtube-nocookie.com": re.compile(r"/embed/"),
    "youtu.be": re.compile(r"/[-\w]{6,}"),
    "vimeo.com": re.compile(r"/(\d+|video/\d+|channels/[^/]+/\d+)"),
    "dailymotion.com": re.compile(r"/video/"),
    "facebook.com": re.compile(r"/(watch|[^/]+/videos/)"),
    "fb.watch": re.compile(r"/."),
    "tiktok.com": re.compile(r"/@[^/]+/video/"),
}
_PEERTUBE = re.compile(r"/(videos/watch/|w/)[-\w]{10,}")


def films_in(html: str) -> list[str]:
    """The addresses of films to which a rendered text leads."""
    return [href for href in dict.fromkeys(_HREF.findall(html)) if _is_film(href)]


def _is_film(href: str) -> bool:
    try:
        parts = urlsplit(href.replace("&amp;", "&"))
        host = (parts.hostname or "").lower()
    except ValueError:
        return False
    host = re.sub(r"^(www|m|player)\.", "", host)
    if parts.path.lower().endswith(_ENDINGS):
        return True
    place = _PLACES.get(host)
    return bool(place and place.match(parts.path)) or bool(host and _PEERTUBE.match(parts.path))


def check_open(html: str, captions: str) -> None:
    """Raises Invalid (captions) for a text with a film of which nobody knows whether one can follow it
    without hearing."""
    if not captions and films_in(html):
        raise Invalid(
            {
                "captions": [
                    _(
                        "The text leads to a film. Before everybody reads it, say what people who do"
                        " not hear get of the film."
                    )
                ]
            }
        )
