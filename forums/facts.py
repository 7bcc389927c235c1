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
class Mentioned(Fact):
    """A post names these for the first time; said after the fact of the post itself."""

    topic_id: int
    post_id: int
    person_ids: tuple[int, ...]
    organisation_ids: tuple[int, ...]


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


@dataclass(frozen=True)
class DetailAsked(Fact):
    """A reply asks the asker for more; until they answer, the question does not wait."""

    topic_id: int
    post_id: int


@dataclass(frozen=True)
class HelpersAsked(Fact):
    """People and organisations are asked whether they know an answer (ids of Asked)."""

    topic_id: int
    asked_ids: tuple[int, ...]


@dataclass(frozen=True)
class QuestionForgotten(Fact):
    """Nobody has answered for three working days, though others were asked."""

    topic_id: int


@dataclass(frozen=True)
class AnswerNotChosen(Fact):
    """There are answers since a week, and the asker has not said which of them helped."""

    topic_id: int


@dataclass(frozen=True)
class PostHelped(Fact):
    """A person has said that a post helped them."""

    topic_id: int
    post_id: int
    person_id: int


@dataclass(frozen=True)
class TopicsRead(Fact):
    """A person has marked these topics as read; how far, their places say."""

    topic_ids: tuple[int, ...]
    person_id: int
