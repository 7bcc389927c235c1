"""What the form of a topic showed, field by field: of two who change different fields both are right, and of two who
change the same one nobody's change is lost under the other's."""

from collections.abc import Collection, Mapping
from hashlib import blake2b

from django.utils.translation import gettext as _

from forums.models import Topic
from kernel.refusals import Conflict
from taxonomy.models import Region
from taxonomy.regions import POWIAT_DIGITS

FIELDS = ("title", "kind", "tags", "region")


class OtherFields(Conflict):
    """Somebody else has changed these fields since, to something else."""

    def __init__(self, fields: Collection[str]) -> None:
        self.fields = [name for name in FIELDS if name in fields]
        super().__init__(_("Somebody has changed this while you were writing."))


def values_of(topic: Topic) -> dict[str, str]:
    tags = tags_line([tag.name for tag in topic.tags.all()])
    return {"title": topic.title, "kind": topic.kind, "tags": tags, "region": code_of(topic.region)}


def tags_line(names: Collection[str]) -> str:
    return ", ".join(sorted(names))


def code_of(region: Region | None) -> str:
    return region.code if region else ""


def mark_of(values: Mapping[str, str]) -> str:
    """What a form carries to say what it was filled with."""
    return "-".join(_mark(name, values[name]) for name in FIELDS)


def to_write(mine: Mapping[str, str], now: Mapping[str, str], seen: str | None) -> set[str]:
    """Which of my fields differ from what is there now because I changed them. `seen`: the mark of what I
    began from; without it all that differ. Raises OtherFields."""
    differing = {name for name in mine if mine[name] != now[name]}
    if seen is None:
        return differing
    marks = dict(zip(FIELDS, seen.split("-"), strict=False))
    changed = {name for name in differing if _mark(name, mine[name]) != marks.get(name)}
    clashing = {name for name in changed if _mark(name, now[name]) != marks.get(name)}
    if clashing:
        raise OtherFields(clashing)
    return changed


def changed_since(mine: Mapping[str, str], seen: str) -> set[str]:
    """Which fields I changed, whatever is there now."""
    marks = dict(zip(FIELDS, seen.split("-"), strict=False))
    return {name for name in mine if _mark(name, mine[name]) != marks.get(name)}


def _mark(name: str, value: str) -> str:
    """The form knows places down to the powiat: leaving that as it is leaves a gmina as it is."""
    shown = value[:POWIAT_DIGITS] if name == "region" else value
    return blake2b(shown.encode(), digest_size=6).hexdigest()
