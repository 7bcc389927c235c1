"""What comes and goes, for the description. The actions judge what is in a write."""

from typing import Any

from ninja import Field, Schema
from pydantic import ConfigDict

IN_NAME_OF = "the slug of an organisation whose page you edit: it is then shown as the author"


class TopicIn(Schema):
    title: str
    body: str = Field(description="Markdown, at most 32,000 characters")
    tags: list[str] = []
    kind: str | None = Field("discussion", description="discussion or question")
    lang: str | None = Field("pl", description="pl or en")
    organisation: str | None = Field(None, description=IN_NAME_OF)


class PostIn(Schema):
    body: str = Field(description="Markdown, at most 32,000 characters")
    parent: int | None = Field(None, description="the id of the post that is answered")
    organisation: str | None = Field(None, description=IN_NAME_OF)


class PollIn(Schema):
    question: str
    choices: list[str] = Field(description="2 to 12 answers")
    most: int = Field(1, description="how many answers one may choose")
    secret: bool = Field(True, description="nobody learns who voted for what")
    changeable: bool = Field(True, description="a vote can be changed until the end")
    results: str = Field("voted", description="when the figures are shown: always, voted or ended")
    ends_at: str | None = Field(
        None, description="a moment with its offset; none: until it is closed"
    )


class ApproveIn(Schema):
    version: int | None = Field(
        None,
        description="the version you have read: if its author has changed it since, the answer is 409",
    )


class RefuseIn(Schema):
    reason: str = Field(description="why it is not published; its author reads it")
    rule: str = Field(
        "",
        description="the ground by its slug: spam, abuse, off_topic, illegal, other, or one of the site's own; without it the one that follows from why it waited",
    )


class VoteIn(Schema):
    choices: list[int] = Field(description="ids of answers, at most as many as the poll allows")


class ThanksIn(Schema):
    words: str = Field(
        "", description="a sentence of at most 200 characters, which everybody can read"
    )


class MessageIn(Schema):
    body: str
    client_id: str | None = Field(None, description="a UUID of yours: the same makes one message")
    reply_to: int | None = Field(None, description="the `seq` of the message that it answers")
    organisation: str | None = Field(None, description=IN_NAME_OF)


class TakenTopicIn(Schema):
    messages: list[int] = Field(description="ids of 3 to 200 messages of the room")
    forum: str = Field(description="the slug of a forum that everybody can read")
    title: str
    body: str = Field("", description="an introduction in your own words")
    tags: list[str] = []
    lang: str | None = Field("pl", description="pl or en")


class TakenNoteIn(Schema):
    posts: list[int] = Field(description="numbers of 1 to 100 posts of the topic")
    title: str = Field("", description="the topic's unless given")
    template: str | None = Field("workshop", description="which fields the draft offers")


class ParticipantIn(Schema):
    said: int | None = Field(
        None, description="the id of words of whom it is; only moderators choose for others"
    )


class ConversationIn(Schema):
    to: list[str] = Field(description="handles of 1 to 19 people")
    body: str = Field(description="the first message, at most 8,000 characters")
    subject: str = ""


class FlagIn(Schema):
    kind: str = Field(
        description="organisation, card, topic, post, poll, thanks, note, note_run, note_collection or message"
    )
    id: int
    reason: str = Field(description="spam, abuse, off_topic, illegal or other")
    detail: str = ""


class Shape(Schema):
    """What every object has; the rest stands as it is."""

    model_config = ConfigDict(extra="allow")
    id: int
    url: str


class TopicOut(Shape):
    title: str
    kind: str


class LineageOut(Schema):
    grown_from: list[dict[str, str]] = Field(description="title and url of each")
    notes: list[dict[str, str]] = Field(description="title and url of each published one")


class PostOut(Shape):
    number: int


class PollOut(Shape):
    question: str
    choices: list[dict[str, Any]] = Field(
        description="id, text, votes (null while not to be known)"
    )
    own: list[int] = Field(description="the answers that the asker has chosen")


class ReactionsOut(Schema):
    reactions: dict[str, int]
    own: list[str]


class MarksOut(Schema):
    reactions: list[dict[str, Any]]
    votes: list[dict[str, Any]]
    thanks: list[dict[str, Any]]


class ThanksOut(Shape):
    words: str


class WaitingOut(Shape):
    """What waits for a moderator. `url` is a page that its author and moderators alone can open."""

    waiting: bool = Field(description="true until a moderator has decided")
    state: str = Field(description="waiting, approved, refused or withdrawn")
    topic: int | None = Field(
        description="the id of the topic to which it replies; none for a new one"
    )
    title: str
    body: str
    html: str
    version: int = Field(description="rises with every change of its author")
    reason: str = Field(description="why it was not published; empty unless it was refused")
    post: dict[str, Any] | None = Field(
        description="id, number and url of the post that it has become; none until it is published"
    )


class WaitingForModeratorsOut(WaitingOut):
    author: dict[str, Any] = Field(
        description="as whose it will be shown; its page (`url`) tells moderators who wrote it"
    )
    cause: str = Field(
        description="why it waits: forum, joined, fast, same, word or site; its author is not told"
    )


class MessageOut(Shape):
    seq: int


class PictureOut(Schema):
    """A picture of an organisation, as WebP."""

    url: str = Field(description="the largest copy, with the host")
    alt: str = Field(description="what the picture shows, in words; show them with it")
    credit: str = Field(description="who made it and under which licence; may be empty")
    width: int
    height: int


class RoomOut(Shape):
    slug: str
    name: str
    kind: str = Field(description="room or conversation; a conversation has `people`")


class TimesOut(Schema):
    opens: str = Field(description="HH:MM by the clocks of the place")
    closes: str = Field(
        description="HH:MM; what is not after `opens` is on the next day; 24:00 is midnight"
    )


class HoursOut(TimesOut):
    kind: str = Field(description="open (to visitors), office or quiet")
    day: str = Field(description="mo, tu, we, th, fr, sa or su")
    from_day: str | None = Field(
        None,
        alias="from",
        description="first day of a season (MM-DD) that stands instead of the rest",
    )
    to: str | None = Field(None, description="last day of the season (MM-DD); it may pass New Year")


class ExceptionOut(Schema):
    first: str = Field(description="YYYY-MM-DD")
    last: str
    times: list[TimesOut] = Field(description="none: closed")
    note: str


class SiteOut(Schema):
    """A place; the first is the one that lists and maps go by. A hidden one has no street and no point."""

    model_config = ConfigDict(extra="allow")
    name: str
    precision: str = Field(description="exact, locality, gmina or hidden")
    hours: list[HoursOut] = Field(description="nothing where nobody has written the hours")
    exceptions: list[ExceptionOut] = Field(description="those that are not over")
    opening_hours: str = Field(description="the same in the notation of OpenStreetMap")
    office_hours: str
    quiet_hours: str
    hours_note: str


class OrganisationOut(Shape):
    slug: str
    name: str
    sites: list[SiteOut]
    logo: PictureOut | None = None
    photos: list[PictureOut] = []


class NeedOut(Shape):
    kind: str
    what: str
    title: str


class FlagOut(Shape):
    kind: str
    reason: str


class Hit(Schema):
    kind: str
    id: int
    title: str
    url: str
    excerpt: str = Field(description="safe HTML with <mark>")
    score: float


class SearchOut(Schema):
    total: int
    took_ms: float
    engine: str
    results: list[Hit]
    next: str | None
    facets: Any
    did_you_mean: str | None


class Listed(Schema):
    results: list[dict[str, Any]]
    next: str | None = None


class Problem(Schema):
    """RFC 9457"""

    type: str
    title: str
    status: int
    detail: str
    code: str | None = None
    errors: dict[str, list[str]] | None = None


READ_PROBLEMS = {400: Problem, 401: Problem, 404: Problem, 422: Problem, 429: Problem}
PROBLEMS = {**READ_PROBLEMS, 403: Problem, 409: Problem, 413: Problem}


def sent_as(kind: str, shape: dict[str, Any] | None = None) -> dict[str, Any]:
    """What a route adds to its description that answers with something else than the API's own JSON."""
    content = {kind: {"schema": shape or {"type": "object"}}}
    return {"responses": {200: {"description": "OK", "content": content}}}
