"""The text of a document: Markdown with anchors that links keep to, and words that stand for settings.

`{#spam}` at the end of a heading or of an item makes it an anchor. `{contact}`, `{authorities}`,
`{data_protection}`, `{languages}`, `{site}`, `{operator}`, `{address}` and `{log_days}` become what the settings
say, when the page is shown.
"""

import re

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kernel.markdown import PAGE_HEADING, render
from kernel.naming import contact_email, site_name
from place.reading import said

_ANCHORED = re.compile(
    r"<(h[2-6]|li)>((?:(?!</?(?:h[2-6]|li)\b).)*?)[ \n]?\{#([a-z][a-z0-9_-]{0,39})\}", re.S
)
_ANCHOR = re.compile(r"\{#([a-z][a-z0-9_-]{0,39})\}")
_WORD = re.compile(
    r"\{(contact|authorities|data_protection|languages|site|operator|address|log_days)\}"
)


def html_of(body: str) -> str:
    """Safe HTML with the anchors as ids; the words for settings stay for `filled`."""
    clean = render(body, top=PAGE_HEADING).replace(' rel="nofollow ugc noopener"', "")
    return _ANCHOR.sub("", _ANCHORED.sub(r'<\1 id="\3">\2', clean))


def anchors_of(html: str) -> list[str]:
    """In the order in which they stand; one that stands twice twice."""
    return re.findall(r'<(?:h[2-6]|li) id="([^"]+)">', html)


def filled(html: str) -> SafeString:
    """What `html_of` has made, with the settings in it."""
    return mark_safe(_WORD.sub(lambda found: _meaning(found.group(1)), html))


def _meaning(word: str) -> str:
    if word == "contact":
        return _mail(contact_email())
    if word in ("authorities", "data_protection"):
        return _mail(said(f"{word}_email") or contact_email())
    return format_html("{}", _plain(word))


def _plain(word: str) -> str:
    if word == "site":
        return site_name()
    if word == "log_days":
        return str(settings.OPERATOR["log_days"])
    if word == "languages":
        return str(said("authorities_languages") or _("Polish, English"))
    if word == "operator":
        named = ", ".join(part for part in (said("operator"), said("address")) if part)
        return named or _("whoever runs this site (not named here yet)")
    return str(said(word) or "…")


def _mail(address: str) -> str:
    return format_html('<a href="mailto:{0}">{0}</a>', address)
