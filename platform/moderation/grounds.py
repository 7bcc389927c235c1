"""The grounds on which decisions stand. What every site begins with is here; the institute edits them."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from kernel.refusals import Invalid
from moderation.models import Decision, Ground

FIRST: tuple[dict[str, Any], ...] = (
    {
        "slug": "spam", "anchor": "spam", "name_pl": "Reklama", "name_en": "Advertising",
        "explanation_pl": "Zasady nie pozwalają na ogłoszenia, które nie odpowiadają na niczyje pytanie, ani na wklejanie tego samego tekstu w wiele miejsc.",
        "explanation_en": "The rules allow no announcements that answer nobody’s question, nor the same text put in many places.",
    },
    {
        "slug": "abuse", "anchor": "abuse", "name_pl": "Krzywdzenie", "name_en": "It hurts somebody",
        "explanation_pl": "Zasady nie pozwalają obrażać, wyśmiewać, nękać ani poniżać ludzi, ani podszywać się pod innych.",
        "explanation_en": "The rules allow nobody to insult, mock, harass or demean people, or to pretend to be somebody else.",
    },
    {
        "slug": "off_topic", "anchor": "off_topic", "name_pl": "Nie na temat", "name_en": "It belongs elsewhere",
        "explanation_pl": "Zasady mówią, że wpis, który nie należy do rozmowy, moderator przenosi tam, gdzie pasuje, albo odkłada.",
        "explanation_en": "The rules say that a moderator puts what does not belong to a conversation where it fits, or sets it aside.",
    },
    {
        "slug": "illegal", "anchor": "illegal", "name_pl": "Niezgodne z prawem", "name_en": "It breaks the law",
        "provision_pl": "przepis prawa, który moderator wskazał w uzasadnieniu",
        "provision_en": "the provision of the law that the moderator names in the reasons",
        "explanation_pl": "Nie możemy rozpowszechniać treści, których zabrania prawo: musimy je usunąć lub ukryć, gdy się o nich dowiemy.",
        "explanation_en": "We may not spread what the law forbids: we have to remove or hide it once we know of it.",
    },
    {
        "slug": "other", "anchor": "other", "name_pl": "Coś innego", "name_en": "Something else",
        "explanation_pl": "Zasady pozwalają moderatorom działać także wtedy, gdy coś szkodzi rozmowie, a nie pasuje do pozostałych punktów.",
        "explanation_en": "The rules let moderators act also where something harms the conversation and fits none of the other points.",
    },
)  # fmt: skip
"""After the reasons for which people report (Report.Reason), by the same slugs."""


def open_grounds() -> Sequence[Ground]:
    """Those by which decisions are made now."""
    found = list(Ground.objects.filter(active=True))
    return found or _begin()


def anchors() -> Sequence[str]:
    """What the page of rules must have: a decision leads there."""
    return [one.anchor for one in open_grounds() if one.anchor]


def all_grounds() -> Sequence[Ground]:
    """Also those that are used no more, for moderators."""
    open_grounds()
    return list(Ground.objects.all())


def ground_for(slug: str) -> Ground:
    """One of them, or 404."""
    found = Ground.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def ground_named(slug: object) -> Ground:
    """An open ground. Raises Invalid (rule)."""
    chosen = next((one for one in open_grounds() if one.slug == slug), None)
    if chosen is None:
        raise Invalid({"rule": [_("Choose the rule.")]})
    return chosen


def any_ground(slug: str) -> Ground:
    """Also one that is used no more; what is not known is "other"."""
    found = Ground.objects.filter(slug__in=(slug, "other")).order_by("slug")
    rows = {one.slug: one for one in found or _begin()}
    return rows.get(slug) or rows["other"]


def _begin() -> Sequence[Ground]:
    """A site without any ground gets the first ones, by one statement: who reads meanwhile must find all or none."""
    first = [Ground(position=position, **row) for position, row in enumerate(FIRST)]
    Ground.objects.bulk_create(first, ignore_conflicts=True)
    return list(Ground.objects.filter(active=True))


def named(decisions: Iterable[Decision]) -> list[Decision]:
    """The same decisions with the names of their grounds. One statement."""
    rows = list(decisions)
    names = {one.slug: one.name for one in Ground.objects.all()}
    for row in rows:
        row.rule_words = names.get(row.rule, row.rule)
    return rows
