"""What one text of a newcomer may hold. Who is known here may write as they like: a link is help as often
as it is advertising, but a stranger who brings ten of them seldom came to help.

The numbers are those of the systems named in docs/decisions/trust.md; RATE_LIMIT_FACTOR multiplies them.
"""

import re
from math import floor
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import ngettext

from accounts.models import User
from kernel.gate import BadText
from kernel.limits import FILES, LINKS, NAMES

_HREF = re.compile(r'<a href="(https?://[^"]+)"')


def capped(person: User | None) -> bool:
    return person is not None and person.is_newcomer


def check_links(by: User | None, html: str) -> None:
    """Raises BadText where a newcomer's text leads away too often."""
    most = _most(LINKS)
    if capped(by) and (count := len(links_away(html))) > most:
        words = ngettext(
            "While you are new here, one text can have %(most)s link, and this one has %(count)s. Leave"
            " some out, or write the names of the places instead.",
            "While you are new here, one text can have %(most)s links, and this one has %(count)s. Leave"
            " some out, or write the names of the places instead.",
            most,
        )
        raise BadText(words % {"most": most, "count": count})


def check_names(by: User | None, count: int) -> None:
    most = _most(NAMES)
    if capped(by) and count > most:
        words = ngettext(
            "While you are new here, one text can mention %(most)s person or organisation with @, and"
            " this one mentions %(count)s. Take the @ away from the others.",
            "While you are new here, one text can mention %(most)s people or organisations with @, and"
            " this one mentions %(count)s. Take the @ away from the others.",
            most,
        )
        raise BadText(words % {"most": most, "count": count})


def check_files(by: User | None, count: int) -> None:
    most = _most(FILES)
    if capped(by) and count > most:
        words = ngettext(
            "While you are new here, one text can have %(most)s picture or document, and this one has"
            " %(count)s. Put the others into your next reply.",
            "While you are new here, one text can have %(most)s pictures or documents, and this one has"
            " %(count)s. Put the others into your next reply.",
            most,
        )
        raise BadText(words % {"most": most, "count": count})


def links_away(html: str) -> set[str]:
    """The addresses of other sites to which a rendered text leads, each once. This site and those of
    LINKS_THAT_DO_NOT_COUNT are none."""
    return {href for href in _HREF.findall(html) if not _ours(host_of(href))}


def host_of(href: str) -> str:
    try:
        return (urlsplit(href).hostname or "").rstrip(".").lower()
    except ValueError:  # such as "http://[": it leads nowhere, and counts
        return ""


def belongs(host: str, domain: str) -> bool:
    """Whole labels: "zly-mik.pl" does not belong to "mik.pl"."""
    return host == domain or host.endswith(f".{domain}")


def _ours(host: str) -> bool:
    own = host_of(settings.BASE_URL)
    return bool(host) and (
        host == own or any(belongs(host, domain) for domain in settings.LINKS_THAT_DO_NOT_COUNT)
    )


def _most(number: int) -> int:
    return floor(number * float(settings.RATE_LIMIT_FACTOR))
