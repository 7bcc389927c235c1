"""The reasons of a score in words: made when they are shown, in the reader's language."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.matching.score import Component, Score
from directory.models import Card
from directory.vocabulary.accessibility import need_of

Names = Mapping[str, str]
"""Practice areas and audiences by code, in the reader's language."""
NAMED = 4
"""So many shared words are named; of more only the number is said."""


@dataclass(frozen=True)
class Why:
    """One reason: its words, and whether it speaks for the match: "yes", "partly", "no", "unknown"."""

    words: str
    state: str
    name: str


def reasons(score: Score, names: Names) -> list[Why]:
    """Every component that has something to say, in the order of the components."""
    found: list[Why] = []
    for part in score.components:
        if part.said:
            found += [
                Why(words, state, part.name)
                for words, state in _SPEAKERS[part.name](part, names)
                if words
            ]
    return found


def sentence(score: Score, names: Names) -> str:
    """The same in one line, for mails and screen readers."""
    return " · ".join(why.words for why in reasons(score, names))


Spoken = Sequence[tuple[str, str]]


def _state(part: Component) -> str:
    return "yes" if part.value >= 0.7 else "partly" if part.value > 0 else "no"


def _what(part: Component, names: Names) -> Spoken:
    label = str(Card.What(part.data["offer"]).label)
    if part.data["same"]:
        return [(_("the very thing: %(what)s") % {"what": label}, "yes")]
    return [(_("something close: %(what)s") % {"what": label}, "partly")]


def _list(codes: Sequence[str], names: Names) -> str:
    named = [names[code] for code in codes if code in names]
    return ", ".join(named) if len(named) <= NAMED else ""


def _practices(part: Component, names: Names) -> Spoken:
    data, shared = part.data, _list(part.data["codes"], names)
    if not data["number"]:
        return [(_("no area in common"), "no")]
    words = _("areas in common: %(number)d of %(of)d") % {
        "number": data["number"],
        "of": data["of"],
    }
    return [(f"{words} ({shared})" if shared else words, _state(part))]


def _audiences(part: Component, names: Names) -> Spoken:
    data, shared = part.data, _list(part.data["codes"], names)
    if not data["number"]:
        return [(_("for other people"), "no")]
    words = _("for the same people: %(number)d of %(of)d") % {
        "number": data["number"], "of": data["of"],
    }  # fmt: skip
    return [(f"{words} ({shared})" if shared else words, _state(part))]


def _distance(part: Component, names: Names) -> Spoken:
    km, radius = part.data["km"], part.data["radius"]
    if radius is None:
        return [(_("%(km)d km") % {"km": km}, "yes" if part.value >= 0.5 else "partly")]
    if part.data["within"]:
        words = _("%(km)d km, at most %(radius)d asked for")
        return [(words % {"km": km, "radius": radius}, "yes")]
    words = _("%(km)d km, farther than the %(radius)d asked for")
    return [(words % {"km": km, "radius": radius}, "no")]


def _dates(part: Component, names: Names) -> Spoken:
    if part.data["open"]:
        return [(_("the days are still to be agreed"), "unknown")]
    days = part.data["days"]
    if not days:
        return [(_("the days do not meet"), "no")]
    words = ngettext("the days meet: %(days)d day", "the days meet: %(days)d days", days)
    return [(words % {"days": days}, _state(part))]


def _access(part: Component, names: Names) -> Spoken:
    found: list[tuple[str, str]] = []
    for code, answer in part.data["answers"]:
        need = need_of(code)
        name = str(need.name) if need else code
        if answer == "yes":
            found.append((_("there: %(name)s") % {"name": name}, "yes"))
        elif answer == "partly":
            found.append((_("%(name)s: partly") % {"name": name}, "partly"))
        elif answer == "no":
            found.append((_("not there: %(name)s") % {"name": name}, "no"))
        else:
            found.append((_("not confirmed: %(name)s") % {"name": name}, "unknown"))
    return found


def _capacity(part: Component, names: Names) -> Spoken:
    asked, had = part.data["asked"], part.data["had"]
    if not had:
        words = ngettext(
            "for how many is not said, %(asked)d person expected",
            "for how many is not said, %(asked)d people expected", asked,
        )  # fmt: skip
        return [(words % {"asked": asked}, "unknown")]
    if part.data["what"] == Card.What.ROOM:
        words = ngettext("a room for %(had)d person", "a room for %(had)d people", had)
    else:
        words = ngettext("for %(had)d person", "for %(had)d people", had)
    words %= {"had": had}
    if asked and had < asked:
        return [(_("%(words)s, %(asked)d expected") % {"words": words, "asked": asked}, "partly")]
    return [(words, "yes")]


def _exchange(part: Component, names: Names) -> Spoken:
    both: list[tuple[str, str]] = []
    if part.data["need"]:
        both.append((_("gives in return: %(what)s") % {"what": part.data["need"]}, "yes"))
    if part.data["offer"]:
        both.append((_("wants in return: %(what)s") % {"what": part.data["offer"]}, "yes"))
    return both


_SPEAKERS: dict[str, Callable[[Component, Names], Spoken]] = {
    "what": _what,
    "practices": _practices,
    "audiences": _audiences,
    "distance": _distance,
    "dates": _dates,
    "access": _access,
    "capacity": _capacity,
    "exchange": _exchange,
}


def state_of_total(total: int) -> dict[str, Any]:
    """How the whole is shown: "fits 82 of 100", and in which colour."""
    state = "yes" if total >= 70 else "partly" if total >= 40 else "no"
    return {"words": _("fits %(total)d of 100") % {"total": total}, "state": state}
