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
class PostReacted(Fact):
    """A person has said something of a post with one press."""

    topic_id: int
    post_id: int
    person_id: int


@dataclass(frozen=True)
class ReactionsChanged(Fact):
    """The figures of a post's reactions have changed; its words have not."""

    topic_id: int
    post_id: int


@dataclass(frozen=True)
class Thanked(Fact):
    thanks_id: int


@dataclass(frozen=True)
class PollStarted(Fact):
    topic_id: int
    poll_id: int


@dataclass(frozen=True)
class PollVoted(Fact):
    """The figures of a poll have changed."""

    topic_id: int
    poll_id: int


@dataclass(frozen=True)
class PollClosed(Fact):
    """By a person, or since its time was up (None)."""

    topic_id: int
    poll_id: int
    closed_by_id: int | None


@dataclass(frozen=True)
class TopicsRead(Fact):
    """A person has marked these topics as read; how far, their places say."""

    topic_ids: tuple[int, ...]
    person_id: int


@dataclass(frozen=True)
class PostsMoved(Fact):
    """Posts have come to the end of another topic: `moves` are (the id under the old number, the id there).
    The rows under the old numbers point to them."""

    from_id: int
    to_id: int
    moves: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class TopicMerged(Fact):
    """All that a topic had is in another one now (PostsMoved has told of the posts)."""

    topic_id: int
    into_id: int
