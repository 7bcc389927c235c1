from dataclasses import dataclass

from kernel.facts import Fact


@dataclass(frozen=True)
class Notified(Fact):
    """Each of these people has at least one new notification."""

    person_ids: tuple[int, ...]


@dataclass(frozen=True)
class NotificationsSeen(Fact):
    """The person's unread count has fallen."""

    person_id: int
