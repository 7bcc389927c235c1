"""Template tags and filters of the look: `{% load look %}`.

{% icon "bell" %} {% motif "question" %} {% house kind slug 52 %} {% avatar name handle "s" %}
{% moment post.created %} {{ day|day }} {{ title|typo }} {{ count|figures }} {% attrs pairs %}
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from kernel import pictures

register = template.Library()

NBSP = "\u00a0"
# Words of one letter must not end a line in Polish; a figure keeps its unit.
_LONELY = re.compile(r"(?<![\w\u00a0])([aiouwzAIOUWZ]) (?=\S)")
_UNIT = re.compile(r"(?<=\d) (?=(?:%|zł|km|m|cm|kg|kB|MB|GB|h|min|°C|r\.|s\.)(?!\w))")
_OUTSIDE_TAGS = re.compile(r"(<[^>]*>)")
_CODE_OPENS = re.compile(r"<(?:code|pre)\b")
_CODE_CLOSES = re.compile(r"</(?:code|pre)\b")


def _cut(text: str) -> SafeString:
    return mark_safe(text)


@register.simple_tag
@lru_cache(maxsize=2_000)
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; decoration unless it has a `label` (where no word stands beside)."""
    return format_html(
        '<svg class="icon" {} width="20" height="20"><use href="{}#{}"/></svg>',
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true"'),
        static("icons.svg"),
        name,
    )


@register.simple_tag
def motif(kind: str, size: int = 36, title: str = "") -> SafeString:
    """The sign of a kind of thing: question, solved, discussion, note, chat, event, need …"""
    return _cut(pictures.motif(str(kind), size, str(title)))


@register.simple_tag
def house(kind: str, seed: object, size: int = 52, title: str = "") -> SafeString:
    """An organisation's house by its kind and slug."""
    return _cut(pictures.house(str(kind), str(seed), size, str(title)))


@register.simple_tag
def frieze(seeds: Iterable[object] = ()) -> SafeString:
    """One side of the square, for the home page; `seeds` are slugs."""
    return _cut(pictures.frieze([str(seed) for seed in seeds]))


@register.simple_tag
def skyline(seed: str = "rynek") -> SafeString:
    """The line of roofs under the head."""
    return _cut(pictures.skyline(seed))


@register.simple_tag
def emblem() -> SafeString:
    """The mark beside the name of the site."""
    return _cut(pictures.emblem())


@register.simple_tag
def avatar(name: str, seed: object = "", size: str = "", src: str = "") -> SafeString:
    """A person's round mark, hidden from screen readers: the name stands beside it.

    `seed` is the handle (else the name), `size` "s", "l" or nothing, `src` a photo's address.
    """
    classes = f"avatar avatar-{pictures.avatar_ink(str(seed or name))}"
    if size:
        classes += f" avatar-{size}"
    inner = (
        format_html('<img src="{}" alt="" loading="lazy">', src)
        if src
        else pictures.initials(str(name))
    )
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, inner)


@register.filter
def tel(number: str) -> str:
    """What a telephone dials for a number as people write it; "" where there is more than one, or words."""
    bare = re.sub(r"[\s()./-]", "", str(number))
    return f"tel:{bare}" if re.fullmatch(r"\+?[0-9]{6,13}", bare) else ""


@register.filter
def day(value: date | datetime | None) -> str:
    """A date in words: 22 November 2026, 22 listopada 2026."""
    return date_format(_local(value), "j E Y") if value else ""


@register.filter
def month(value: date | datetime | None) -> str:
    """A month in words: November 2026, listopad 2026."""
    words = date_format(_local(value), "F Y") if value else ""
    # Django writes the Polish nominative with a capital, as for a heading.
    return words.lower() if get_language() == "pl" else words


@register.filter
def stamp(value: datetime | None) -> str:
    """A date in words with the hour: 22 November 2026, 11:02."""
    return f"{day(value)}, {clock(value)}" if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """The hour alone: 9:05."""
    return date_format(_local(value), "G:i") if value else ""


@register.simple_tag
def moment(value: date | datetime | None, form: str = "stamp") -> SafeString | str:
    """A <time>: absolute in the markup (it may be kept), made relative by a script.

    `form`: "stamp" (day and hour), "day" (stays absolute) or "clock" (hour alone, stays absolute).
    """
    if value is None:
        return ""
    local = _local(value)
    if not isinstance(local, datetime):
        return format_html('<time datetime="{}">{}</time>', local.isoformat(), day(local))
    exact = local.isoformat("T", "seconds")
    if form == "stamp":
        return format_html('<time datetime="{}" data-ago>{}</time>', exact, stamp(local))
    words = {"day": day, "clock": clock}[form](local)
    return format_html('<time datetime="{}" title="{}">{}</time>', exact, stamp(local), words)


def _local(value: Any) -> Any:
    """In the zone of the site, where the value knows its zone."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def span(pair: tuple[object, object]) -> str:
    """Two ends with a dash between: 8–12."""
    first, last = pair
    return f"{first}" if first == last else f"{first}–{last}"


@register.filter
def figures(value: int | float | None) -> str:
    """A number with its thousands apart, as the language writes them: 12,500, 12 500."""
    return "" if value is None else number_format(value, use_l10n=True, force_grouping=True)


@register.filter(is_safe=True)
def typo(value: object) -> str | SafeString:
    """Keep one-letter words with the next one, figures with their units. For text or safe HTML."""
    if not hasattr(value, "__html__"):
        return _tied(str(value))
    kept, verbatim = [], 0
    for at, part in enumerate(_OUTSIDE_TAGS.split(str(value))):
        if at % 2:  # a tag; what stands in code must be copied as it is
            verbatim += bool(_CODE_OPENS.match(part)) - bool(_CODE_CLOSES.match(part))
            kept.append(part)
        else:
            kept.append(part if verbatim else _tied(part))
    return mark_safe("".join(kept))


def _tied(text: str) -> str:
    return _UNIT.sub(NBSP, _LONELY.sub(rf"\1{NBSP}", _LONELY.sub(rf"\1{NBSP}", text)))


@register.simple_tag
def attrs(pairs: Mapping[str, object] | str | None) -> SafeString:
    """Attributes of an element from a mapping: True gives the bare name, None and False nothing.

    A string is written as it stands (escaped unless safe): the kept frame puts its mark there.
    """
    if not pairs:
        return SafeString("")
    if isinstance(pairs, str):
        return format_html(" {}", conditional_escape(pairs))
    shown = [pair for pair in pairs.items() if pair[1] is not None and pair[1] is not False]
    parts = [
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
        for name, value in shown
    ]
    return mark_safe("".join(parts))


@register.simple_tag
def ids(*parts: object) -> str:
    """An id from parts, for aria-labelledby and the like: {% ids "post" post.pk as head %}."""
    return "-".join(str(part) for part in parts if part not in (None, ""))


_STATES = {"true": "yes", "false": "no", "part": "partly"}


@register.filter
def kind_of_state(value: object) -> str:
    """One of yes, partly, no, unknown from what a room keeps (bool, None or a word)."""
    word = str(value).lower()
    word = _STATES.get(word, word)
    return word if word in ("yes", "partly", "no") else "unknown"
