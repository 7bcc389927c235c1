"""Reactions as pages show them: the figures of a post, one's own marks, who has reacted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from accounts.models import User
from accounts.viewer import Viewer
from forums.models import Post, Topic
from forums.reactions.kinds import KINDS, Kind, counted, offered
from forums.reactions.models import Reaction

NAMES = 100
"""People named of a kind at most, the latest first."""


@dataclass(frozen=True)
class Figure:
    """A word of a post: how many have said it, whether the viewer has, and who."""

    kind: Kind
    count: int
    own: bool
    people: list[User]

    @property
    def more(self) -> int:
        """How many are not named: too many, or their accounts are closed."""
        return self.count - len(self.people)


def shown(post: Post) -> list[tuple[Kind, int]]:
    """What stands under a post."""
    return list(counted(post.reactions))


def marks_of(person: User, topic_id: int) -> str:
    """What the person has said of the posts of a topic, for the page's script: "2:agree,try 5:smile"."""
    rows = Reaction.objects.filter(person=person, post__topic=topic_id)
    return marks_in(rows.order_by("post__number", "pk").values_list("post__number", "kind"))


def own_of(viewer: Viewer, post: Post) -> set[str]:
    if not isinstance(viewer, User):
        return set()
    return set(Reaction.objects.filter(person=viewer, post=post).values_list("kind", flat=True))


def figures_for(viewer: Viewer, post: Post) -> list[Figure]:
    """Every word that has been said of the post, or can be; with the names of open accounts."""
    question = post.topic.kind == Topic.Kind.QUESTION
    names = {kind.name for kind in offered(question=question, number=post.number)}
    rows = Reaction.objects.filter(post=post)
    return figures_of(rows, post.reactions, own=own_of(viewer, post), names=names)


def figures_of(
    rows: Any, counts: Mapping[str, int], *, own: Collection[str], names: Collection[str]
) -> list[Figure]:
    """The figures of a thing that is reacted to: its rows, its counts, what the viewer has said of it,
    and which words are offered."""
    people = _people(rows)
    return [
        Figure(kind, counts.get(name, 0), name in own, people[name])
        for name, kind in KINDS.items()
        if name in names or counts.get(name)
    ]


def counted_rows(rows: Any) -> dict[str, int]:
    """How many have said each word, by these rows."""
    found = rows.order_by().values("kind").annotate(n=Count("pk")).order_by("kind")
    return dict(found.values_list("kind", "n"))


def marks_in(pairs: Iterable[tuple[int, str]]) -> str:
    """What a person has said, as the pages' script reads it: "2:agree,try 5:smile", of (number, word)."""
    said: dict[int, list[str]] = defaultdict(list)
    for number, kind in pairs:
        said[number].append(kind)
    return " ".join(f"{number}:{','.join(kinds)}" for number, kinds in said.items())


def _people(reactions: Any) -> dict[str, list[User]]:
    rows = reactions.filter(person__is_active=True)
    people: dict[str, list[User]] = defaultdict(list)
    for row in rows.select_related("person").order_by("-pk")[: NAMES * len(KINDS)]:
        if len(people[row.kind]) < NAMES:
            people[row.kind].append(row.person)
    return people
