"""What the forums ask of the rooms above, each with an honest answer for as long as nobody fills it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.models import User
from accounts.viewer import Viewer
from kernel.ports import Port


@dataclass(frozen=True)
class Link:
    """Something worth reading: `kind` is a motif (question, solved, discussion, note …)."""

    title: str
    url: str
    kind: str = "discussion"
    note: str = ""


def _nothing_similar(viewer: Viewer, title: str) -> Sequence[Link]:
    return ()


def _no_level(viewer: Viewer, kind: str, object_id: int) -> str:
    return ""


def _nothing_prepared(viewer: Viewer, topic: Any, raw: str) -> str:
    return ""


prepared: Port[[Viewer, Any, str], str] = Port(_nothing_prepared)
"""The words of a prepared answer (its id as it came) for a Topic; empty for who has none."""


def _nothing_silenced(person: Any) -> Q:
    return Q(pk__in=[])


similar: Port[[Viewer, str], Sequence[Link]] = Port(_nothing_similar)
"""Topics and notes like this title that the viewer may see, the nearest first, at most five."""

level_for: Port[[Viewer, str, int], str] = Port(_no_level)
"""How much the person wants to hear of a thing ("topic" or "forum", id): "watching", "tracking",
"normal", "muted"; "": there is nothing to press."""


def _nothing_muted(viewer: Viewer, kind: str) -> Q | None:
    return None


heard: Port[[Viewer, str], Q | None] = Port(_nothing_muted)
"""A filter of Topic that leaves out what the person has muted; None where they have muted nothing. Who
opens the page of a muted forum or tag sees what is in it: `kind` ("forum", "tag") then does not count."""

silenced: Port[[Any], Q] = Port(_nothing_silenced)
"""A filter of Seat for a person's id: the places in topics of which they want to hear nothing."""


def _nothing_written(
    tags: Sequence[int], people: Sequence[int], organisations: Sequence[int]
) -> tuple[dict[int, int], dict[int, int]]:
    return {}, {}


written_about: Port[
    [Sequence[int], Sequence[int], Sequence[int]], tuple[dict[int, int], dict[int, int]]
] = Port(_nothing_written)
"""How many published notes with one of these tags (ids) each of the people and each of the
organisations has written: two dicts by id, without those who have none."""


@dataclass(frozen=True)
class Lineage:
    """What a topic was made of, and what was made of it."""

    sources: Sequence[Link] = ()
    notes: Sequence[Link] = ()
    same_as: Link | None = None
    """What has asked the same before, `note` a curator's remark; its own page says that it is led there."""
    choose_path: str = ""
    """Where those who are quoted choose how they appear; empty where nobody is."""


def _no_talk(topic_id: int) -> str:
    return ""


talk: Port[[int], str] = Port(_no_talk)
"""The address of the room in which the topic's readers talk live; empty where there is none. For everybody
alike, in the kept rail, and asked of topics that have grown: who fills it calls `topics_show_anew`
(`forums.actions.quote_words`) when a room is opened."""


def _nowhere(viewer: Viewer, topic: Any) -> str:
    return ""


talk_opening: Port[[Viewer, Any], str] = Port(_nowhere)
"""Where the viewer opens such a room for this Topic; empty for who may not, and where there is one."""


def _no_lineage(topic_id: int) -> Lineage:
    return Lineage()


lineage: Port[[int], Lineage] = Port(_no_lineage)
"""For everybody alike: it stands in the kept rail. Who fills it raises the topic's version
(`forums.actions.quote_words.topics_show_anew`) when the answer changes. Posts of a topic that everybody
reads can be taken up at /forums/topics/<id>/note/."""


def _no_interests(person: User) -> list[str]:
    return []


interests_of: Port[[User], list[str]] = Port(_no_interests)
"""The names of the tags that a person follows: what they would be asked about, until they say otherwise."""
