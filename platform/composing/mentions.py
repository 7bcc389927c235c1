"""People, organisations and tags that a text names: only those that exist when it is written."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from accounts.models import User
from directory.models import Organisation
from taxonomy.models import Tag
from taxonomy.slugs import slug

MOST = 10
"""Names in one text that become links and are told. What is beyond stays plain words. A newcomer's text
with many is not taken at all (composing.caps)."""


@dataclass(frozen=True)
class Named:
    """Whom a text names: ids by the address that the link has."""

    people: Mapping[str, int] = field(default_factory=dict)
    organisations: Mapping[str, int] = field(default_factory=dict)


def named(names: Sequence[str], *, most: int) -> tuple[dict[str, str], Named]:
    """The addresses of the first `most` of these names that somebody has, and whose they are. A person
    comes before an organisation of the same name. Two statements, or none."""
    if not names:
        return {}, Named()
    people = dict(User.objects.filter(handle__in=names, is_active=True).values_list("handle", "pk"))
    rest = [name for name in names if name not in people]
    shown = Organisation.objects.filter(slug__in=rest, hidden=False, merged_into=None)
    houses = dict(shown.values_list("slug", "pk")) if rest else {}
    hrefs = {
        name: f"/people/{name}/" if name in people else f"/directory/{name}/"
        for name in [name for name in names if name in people or name in houses][:most]
    }
    whose = Named(
        {href: people[name] for name, href in hrefs.items() if name in people},
        {href: houses[name] for name, href in hrefs.items() if name not in people},
    )
    return hrefs, whose


def tagged(words: Collection[str]) -> dict[str, str]:
    """The addresses of those words that are tags. One statement, or none."""
    slugs = {word: slug(word.replace("_", " ")) for word in words}
    there = set(Tag.objects.filter(slug__in=set(slugs.values())).values_list("slug", flat=True)) if slugs else set()  # fmt: skip
    return {word: f"/search/?tag={name}" for word, name in slugs.items() if name in there}
