"""Words that were taken up, as Markdown: who said them, when, with a link to where, then a quotation.

The link of every name is an address of ours, /said/<id>/, so a copy of the words is recognised wherever it
has got to, and says what their author has chosen (`brought_up_to_date`).
"""

import re
from collections.abc import Iterator, Mapping

from django.utils import translation
from django.utils.translation import gettext as _

from curation.models import Said
from directory.voices import voice_of
from kernel.templatetags.look import stamp

_SIGNS = re.compile(r"([\\`*_\[\]<>#!|~&])")
_FILE = re.compile(r"!\[((?:[^\]\\]|\\.)*)\]\(file:[0-9]+\)")
_FENCE = re.compile(r"\s{0,3}(```|~~~)")
_BLOCK = re.compile(r"(\s{0,3})(#{1,6}(?=\s|$)|=+\s*$|-+\s*$)")
_ADDRESS = re.compile(r"\((?:https?://[^\s()/]+)?/said/([0-9]{1,18})/?(?:\s+\"[^\"]*\")?\)")
_LABEL = r"\[((?:[^\[\]\\]|\\.)*)\]"
_LINK = re.compile(_LABEL + _ADDRESS.pattern)
_QUOTE = re.compile(_LINK.pattern + r"[^\n]*\n(?:[ \t]*\n)*((?:>[^\n]*(?:\n|$))+)")


def said_path(pk: int) -> str:
    return f"/said/{pk}/"


def label_of(said: Said) -> str:
    """Whom everybody sees as the one who said it, in the present language."""
    if said.alias:
        return _("a participant (%(number)d)") % {"number": said.alias}
    return voice_of(said).name


def attribution(said: Said) -> str:
    """The name with its link, which for a participant leads to no place that names them."""
    words = _SIGNS.sub(r"\\\1", label_of(said))
    return f"[{words}]({said_path(said.pk)})"


def quotation(said: Said, lang: str) -> str:
    """The words in a text of this language."""
    with translation.override(lang):
        return f"**{attribution(said)}**, {stamp(said.at)}\n\n{_quoted(said)}"


def _quoted(said: Said) -> str:
    """The words, each line within the quotation: nothing in them can get out of it."""
    if said.hidden:
        return _veil()
    return "\n".join(
        f"> {line}".rstrip(" ") if not line else f"> {line}" for line in _lines(said.body)
    )


def _veil() -> str:
    words = _("Moderators have hidden these words.")
    return f"> *{words}*"


def _lines(body: str) -> Iterator[str]:
    """The lines of a message as a text of the forums: a new line stays one, and what would be a heading
    there is none."""
    fence = ""
    lines = _FILE.sub(r"\1", body).splitlines()
    for at, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
            yield line
        elif fence:
            yield line
        else:
            follows = lines[at + 1].strip() if at + 1 < len(lines) else ""
            escaped = _BLOCK.sub(r"\1\\\2", line, count=1) if _BLOCK.match(line) else line
            yield f"{escaped.rstrip()}  " if follows and line.strip() else escaped.rstrip()


def ids_in(text: str) -> set[int]:
    """Whose words a text says that it quotes."""
    if "/said/" not in text:
        return set()
    return {int(pk) for pk in _ADDRESS.findall(text)}


def brought_up_to_date(text: str, said: Mapping[int, Said], lang: str) -> str:
    """A text with the names that the links to these words must have now, and without those words that
    moderators have hidden. What somebody wrote around them stays."""
    if not ids_in(text) & set(said):
        return text
    with translation.override(lang):
        text = _QUOTE.sub(lambda match: _with_words(match, said), text)
        return _LINK.sub(lambda match: _with_name(match, said), text)


def _with_name(match: re.Match[str], said: Mapping[int, Said]) -> str:
    one = said.get(int(match[2]))
    return match[0] if one is None else attribution(one)


def _with_words(match: re.Match[str], said: Mapping[int, Said]) -> str:
    """What is hidden gives way to a sentence; shown again, it comes back where the sentence stands."""
    one = said.get(int(match[2]))
    if one is None or not (one.hidden or _veil() in match[3]):
        return match[0]
    end = "\n" if match[3].endswith("\n") else ""
    return match[0][: match.start(3) - match.start()] + _quoted(one) + end


def said_in(texts: list[str]) -> dict[int, Said]:
    """The words that these texts quote, by id. One statement, or none."""
    ids = set().union(*map(ids_in, texts)) if texts else set()
    if not ids:
        return {}
    found = Said.objects.filter(pk__in=[pk for pk in ids if pk < 2**63])
    return {row.pk: row for row in found.select_related("author", "organisation")}
