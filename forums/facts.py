from dataclasses import dataclass

from kernel.facts import Fact


@dataclass(frozen=True)
class TopicStarted(Fact):
    """A topic and its first post (number 1) are there."""

    topic_id: int
    post_id: int


@dataclass(frozen=True)
class ReplyPosted(Fact):
    topic_id: int
    post_id: int
    number: int


@dataclass(frozen=True)
class PostChanged(Fact):
    """Edited, removed, restored, hidden, shown again, accepted or no longer accepted."""

    topic_id: int
    post_id: int


@dataclass(frozen=True)
class PostCorrected(Fact):
    """A moderator has changed another's words."""

    topic_id: int
    post_id: int
    moderator_id: int
    reason: str


@dataclass(frozen=True)
class TopicChanged(Fact):
    """Its title, tags, state (closed, pinned, hidden) or forum have changed."""

    topic_id: int


@dataclass(frozen=True)
class AnswerAccepted(Fact):
    topic_id: int
    post_id: int
    accepted_by_id: int


@dataclass(frozen=True)
class ForumChanged(Fact):
    """Its name or audience has changed."""

    forum_id: int


@dataclass(frozen=True)
class TopicRead(Fact):
    """A person has read on, up to this number."""

    topic_id: int
    person_id: int
    number: int
