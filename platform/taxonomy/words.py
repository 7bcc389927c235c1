"""Questions about the shared words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from taxonomy.lists import AUDIENCE_GROUPS
from taxonomy.models import Audience, Format, PracticeArea, Tag, Word

Pairs = list[tuple[str, str]]
"""(code, name) in order."""
Groups = list[tuple[str, Pairs]]
"""Pairs under names, as the choices of a form have them."""


@dataclass(frozen=True)
class Area:
    """A practice area; `heading` is the code of the one above it, "" for a heading itself."""

    code: str
    name: str
    heading: str = ""


@dataclass(frozen=True)
class Words:
    """All the shared words in the interface's language, each list in its order."""

    practices: Sequence[Area]
    """Each heading, then what stands under it."""
    audiences: Pairs
    formats: Pairs

    @property
    def practice_pairs(self) -> Pairs:
        return [(area.code, area.name) for area in self.practices]


def name_column() -> str:
    """The column with the names in the interface's language."""
    return "name_en" if (get_language() or "pl").startswith("en") else "name_pl"


def all_words() -> Words:
    """In one statement."""
    column = name_column()
    parts = [
        rows_of(model._default_manager.all(), sort, column, heading)
        for model, sort, heading in (
            (Audience, "audience", None), (Format, "format", None), (PracticeArea, "practice", "parent__code"),
        )
    ]  # fmt: skip
    rows = list(parts[0].union(*parts[1:], all=True))
    pairs = {
        sort: [(code, name) for kind, _place, code, name, _above in sorted(rows) if kind == sort]
        for sort in ("audience", "format")
    }
    areas = [row[1:] for row in rows if row[0] == "practice"]
    return Words(_tree(areas), _in_groups(pairs["audience"]), pairs["format"])


def rows_of(words: QuerySet[Word], sort: str, column: str, heading: str | None = None) -> QuerySet[Word, tuple[str, int, str, str, str]]:  # fmt: skip
    """(`sort`, position, code, name, code of the heading or "") of words, fit for a union."""
    text = CharField(max_length=50)
    above = F(heading) if heading else Cast(Value(""), text)
    named = words.order_by().annotate(sort=Cast(Value(sort), text), above=above)
    return named.values_list("sort", "position", "code", column, "above")


def _tree(rows: Iterable[tuple[int, str, str, str | None]]) -> list[Area]:
    """Each heading with its areas after it, of (position, code, name, heading)."""
    rows = sorted(rows, key=lambda row: row[:2])
    below: dict[str, list[Area]] = {}
    for _place, code, name, heading in rows:
        if heading:
            below.setdefault(heading, []).append(Area(code, name, heading))
    found: list[Area] = []
    for _place, code, name, heading in rows:
        if not heading:
            found += [Area(code, name), *below.get(code, ())]
    return found


def _in_groups(pairs: Pairs) -> Pairs:
    """Audiences in the order of their groups; those that a site has added come last."""
    order = [code for _name, codes in AUDIENCE_GROUPS for code in codes]
    places = {code: place for place, code in enumerate(order)}
    return sorted(pairs, key=lambda pair: places.get(pair[0], len(places)))


def practice_areas() -> list[Area]:
    """Each heading, then what stands under it."""
    areas = PracticeArea.objects.order_by()
    return _tree(areas.values_list("position", "code", name_column(), "parent__code"))


def practice_choices() -> Groups:
    """For a form: what stands under each heading, the heading itself first. One without anything
    under it stands in a group of others."""
    groups: Groups = []
    alone: Pairs = []
    areas = practice_areas()
    above = {area.heading for area in areas}
    for area in areas:
        if area.heading:
            groups[-1][1].append((area.code, area.name))
        elif area.code in above:
            general = _("%(area)s in general") % {"area": area.name}
            groups.append((area.name, [(area.code, general)]))
        else:
            alone.append((area.code, area.name))
    return [*groups, (_("Other"), alone)] if alone else groups


def audience_choices() -> Groups:
    """For a form: the audiences by group."""
    names = dict(Audience.objects.order_by("position", "code").values_list("code", name_column()))
    groups: Groups = []
    for title, codes in AUDIENCE_GROUPS:
        known = [(code, names.pop(code)) for code in codes if code in names]
        if known:
            groups.append((str(title), known))
    return [*groups, (_("Other"), list(names.items()))] if names else groups


def format_choices() -> Pairs:
    return list(Format.objects.order_by("position", "code").values_list("code", name_column()))


def areas_within(codes: Sequence[str]) -> QuerySet[PracticeArea]:
    """The areas with these codes and those that stand under them: what a filter by them means."""
    return PracticeArea.objects.order_by().filter(Q(code__in=codes) | Q(parent__code__in=codes))


def unknown_codes(model: type[Word], codes: Iterable[str]) -> list[str]:
    """Those of the codes that no word of this list has."""
    wanted = list(dict.fromkeys(codes))
    if not wanted:
        return []
    known = set(model._default_manager.filter(code__in=wanted).values_list("code", flat=True))
    return [code for code in wanted if code not in known]


def name_of_tag(slug: str) -> str:
    """The tag as people write it; the slug itself for one that nobody uses."""
    tag = Tag.objects.filter(slug=slug).first()
    return tag.name if tag else slug


def vocabulary() -> dict[str, list[dict[str, str | None]]]:
    """All the words in both languages, for machines. A practice area has the code of its `parent`."""
    areas = PracticeArea.objects.order_by("position", "code").select_related("parent")
    plain = ("code", "name_pl", "name_en")
    return {
        "practices": [
            {
                **{name: getattr(area, name) for name in plain},
                "parent": area.parent.code if area.parent else None,
            }
            for area in areas
        ],
        "audiences": list(Audience.objects.order_by("position", "code").values(*plain)),
        "formats": list(Format.objects.order_by("position", "code").values(*plain)),
    }


def both_lists() -> tuple[Pairs, Pairs]:
    """Practice areas and audiences alone, as pairs, for what has no formats."""
    words = all_words()
    return words.practice_pairs, words.audiences
