"""Questions about the shared words."""

from collections.abc import Iterable, Sequence

from django.db.models import CharField, Value
from django.db.models.functions import Cast
from django.utils.translation import get_language

from taxonomy.models import Audience, PracticeArea, Tag, Word


def both_lists() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(code, name in the interface's language) of all practice areas and of all audiences, each in
    its order, in one statement."""
    column = "name_en" if (get_language() or "pl").startswith("en") else "name_pl"
    parts = [
        model._default_manager.order_by()
        .annotate(sort=Cast(Value(sort), CharField(max_length=10)))
        .values_list("sort", "position", "code", column)
        for sort, model in (("audience", Audience), ("practice", PracticeArea))
    ]
    rows = sorted(parts[0].union(parts[1], all=True))
    return (
        [(code, name) for sort, _position, code, name in rows if sort == "practice"],
        [(code, name) for sort, _position, code, name in rows if sort == "audience"],
    )


def practice_areas() -> Sequence[PracticeArea]:
    return list(PracticeArea.objects.order_by("position", "code"))


def audiences() -> Sequence[Audience]:
    return list(Audience.objects.order_by("position", "code"))


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
