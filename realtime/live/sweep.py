"""One look into the database for all sockets of a process: is anything new, is everybody still who
they were, and may they still see what they watch?"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from accounts.viewer import Viewer
from realtime.live.channels import KINDS, ME, Channel, standing
from realtime.live.identity import Identity, present_viewers

BATCH = 500


@dataclass(frozen=True)
class Asked:
    identities: frozenset[Identity]
    watches: frozenset[tuple[Identity, Channel]]
    channels: tuple[Channel, ...]

    @classmethod
    def of(
        cls,
        identities: Iterable[Identity],
        watches: Iterable[tuple[Identity, Channel]],
        channels: Iterable[Channel],
    ) -> "Asked":
        return cls(frozenset(identities), frozenset(watches), tuple(channels))


@dataclass(frozen=True)
class Found:
    viewers: dict[Identity, Viewer | None]
    """None for those whose proof does not hold any more."""
    lost: frozenset[tuple[Identity, Channel]]
    newest: dict[Channel, int]


def look(asked: Asked) -> Found:
    """A few statements, however many sockets there are."""
    viewers = present_viewers(asked.identities)
    return Found(viewers, frozenset(_lost(asked.watches, viewers)), _newest(asked.channels))


def _newest(channels: Iterable[Channel]) -> dict[Channel, int]:
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for channel in channels:
        ids[channel.kind].append(channel.object_id)
    return {
        Channel(kind, object_id): newest
        for kind, wanted in ids.items()
        for batch in _batches(wanted)
        for object_id, newest in KINDS[kind].newest(batch).items()
    }


def _lost(
    watches: Collection[tuple[Identity, Channel]], viewers: dict[Identity, Viewer | None]
) -> Iterable[tuple[Identity, Channel]]:
    # Viewers of the same standing see alike: one of them is asked for all.
    alike: dict[tuple[object, ...], Viewer] = {}
    wanted: defaultdict[tuple[tuple[object, ...], str], set[int]] = defaultdict(set)
    for identity, channel in watches:
        viewer = viewers.get(identity)
        if viewer is not None and channel.kind != ME:
            alike.setdefault(standing(viewer), viewer)
            wanted[standing(viewer), channel.kind].add(channel.object_id)
    visible = {
        (who, kind): {
            seen for batch in _batches(sorted(ids)) for seen in KINDS[kind].alike(alike[who], batch)
        }
        for (who, kind), ids in wanted.items()
    }
    unsure: defaultdict[str, set[tuple[Identity, Channel]]] = defaultdict(set)
    for identity, channel in watches:
        viewer = viewers.get(identity)
        if viewer is None:
            yield identity, channel
        elif channel.kind == ME or (
            channel.object_id not in visible[standing(viewer), channel.kind]
        ):
            unsure[channel.kind].add((identity, channel))
    for kind, left in unsure.items():
        named = _named(kind, {(who.person_id or 0, channel.object_id) for who, channel in left})
        for identity, channel in left:
            if (identity.person_id or 0, channel.object_id) not in named:
                yield identity, channel


def _named(kind: str, pairs: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of (person's id, object's id) that hold by a list of people."""
    ordered = sorted(pairs)
    found: set[tuple[int, int]] = set()
    for start in range(0, len(ordered), BATCH):
        found |= KINDS[kind].named(ordered[start : start + BATCH])
    return found


def _batches(ids: list[int]) -> Iterable[list[int]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
