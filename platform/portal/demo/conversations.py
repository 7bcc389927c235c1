"""The forums of the demo region and what is said in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User
from directory.models import Organisation
from forums.counters import mend_forum, recounted_forums
from forums.models import Forum, Post, TaggedTopic, Topic
from forums.texts import slug_of
from kernel.markdown import excerpt, plain, render
from portal.demo.happenings import History, in_order, keep, rising
from portal.demo.people import People
from portal.demo.reading import Clock, Row, rows
from portal.demo.verdicts import Thing, gone_at, hidings
from realtime.live.events import POST_CHANGED, POST_CREATED, TOPIC
from taxonomy.tags import tags_by_name


@dataclass
class Spoken:
    """A topic that was loaded just now. `parents`: the place of the post that a post answers."""

    row: Row
    topic: Topic
    posts: list[Post]
    changes: list[list[datetime]]
    accepted: int | None
    parents: list[int | None] = field(default_factory=list)


def ensure_forums() -> Mapping[str, Forum]:
    """The forums of forums.toml by slug; those that are there are left as they are."""
    wanted = rows("forums")
    slugs = [row["slug"] for row in wanted]
    known = set(Forum.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    Forum.objects.bulk_create(
        Forum(**row, position=place)
        for place, row in enumerate(wanted, start=1)
        if row["slug"] not in known
    )
    return {forum.slug: forum for forum in Forum.objects.filter(slug__in=slugs)}


def fresh_topics() -> list[Row]:
    """The topics that are not there yet: neither their title nor their first words."""
    wanted = rows("topics", "topics-")
    titles = [row["title"] for row in wanted]
    bodies = [_body(row["posts"][0]) for row in wanted]
    known = set(Topic.objects.filter(title__in=titles).values_list("title", flat=True))
    said = set(Post.objects.filter(number=1, body__in=bodies).values_list("body", flat=True))
    return [
        row for row, body in zip(wanted, bodies, strict=True)
        if row["title"] not in known and body not in said
    ]  # fmt: skip


def _body(row: Row) -> str:
    return str(row["body"]).strip("\n").rstrip()


def load_topics(wanted: Sequence[Row], people: People, clock: Clock) -> list[Spoken]:
    """Writes these topics with all that hangs on them, but for what people are told."""
    if not wanted:
        return []
    forums = ensure_forums()
    hidden = hidings()
    houses = voices_in(post for row in wanted for post in row["posts"])
    spoken = [_spoken(row, forums[row["forum"]], people, clock, hidden, houses) for row in wanted]
    spoken.sort(key=lambda one: one.topic.created_at)
    Topic.objects.bulk_create([one.topic for one in spoken])
    for one in spoken:
        for post in one.posts:
            post.topic = one.topic
    Post.objects.bulk_create([post for one in spoken for post in one.posts])
    _answers(spoken)
    _accept(spoken)
    tags = tags_by_name(tag for row in wanted for tag in row["tags"])
    TaggedTopic.objects.bulk_create(
        TaggedTopic(content_object=one.topic, tag=tags[tag], last_post_at=one.topic.last_post_at)
        for one in spoken
        for tag in one.row["tags"]
    )
    _remember(spoken)
    for forum in recounted_forums():
        mend_forum(forum)
    return spoken


def voices_in(said: Iterable[Row]) -> Mapping[str, Organisation]:
    """Those in whose name these posts or messages were written, by slug."""
    slugs = {row["voice"] for row in said if row.get("voice")}
    return {house.slug: house for house in Organisation.objects.filter(slug__in=slugs)}


def _spoken(
    row: Row,
    forum: Forum,
    people: People,
    clock: Clock,
    hidden: Mapping[Thing, str],
    houses: Mapping[str, Organisation],
) -> Spoken:
    times = clock.rising([post["at"] for post in row["posts"]])
    changes: list[list[datetime]] = []
    posts: list[Post] = []
    for number, (said, made) in enumerate(zip(row["posts"], times, strict=True), start=1):
        post = _post(said, number, row["lang"], people[said["author"]], made)
        post.organisation = houses.get(said.get("voice", ""))
        post.edited_at = clock.after(made, minutes=11) if said.get("edited") else None
        post.removed_at, hidden_at = gone_at("post", said, made, clock, hidden)
        post.removed_by = post.author if post.removed_at else None
        post.hidden = hidden_at is not None
        changes.append(rising((post.edited_at, post.removed_at, hidden_at)))
        posts.append(post)
    topic = _topic(row, forum, people[row["author"]], posts)
    accepted = row["accepted"] - 1 if row.get("accepted") else None
    if accepted is not None:
        topic.accepted_at = _accepted_at(posts, accepted, clock)
        topic.accepted_by = topic.author
        changes[accepted] = rising([*changes[accepted], topic.accepted_at])
    for post, changed in zip(posts, changes, strict=True):
        post.version = 1 + len(changed)
    parents = [said["parent"] - 1 if said.get("parent") else None for said in row["posts"]]
    return Spoken(row, topic, posts, changes, accepted, parents)


def _post(said: Row, number: int, lang: str, author: User, made: datetime) -> Post:
    body = _body(said)
    return Post(
        number=number, author=author, lang=lang, body=body, html=render(body), created_at=made
    )


def _topic(row: Row, forum: Forum, author: User, posts: Sequence[Post]) -> Topic:
    """With its figures, as `forums.counters` defines them."""
    here = [post for post in posts if not post.gone]
    newest = here[-1] if here else posts[0]
    return Topic(
        forum=forum,
        title=row["title"],
        slug=slug_of(row["title"]),
        kind=row["kind"],
        lang=row["lang"],
        author=author,
        organisation=posts[0].organisation,
        excerpt="" if posts[0].gone else excerpt(plain(posts[0].html)),
        last_number=len(posts),
        reply_count=sum(post.number > 1 for post in here),
        last_post_at=newest.created_at,
        last_poster=newest.author,
        last_organisation=newest.organisation,
        closed=row.get("closed", False),
        pinned=row.get("pinned", False),
        created_at=posts[0].created_at,
    )


def _accepted_at(posts: Sequence[Post], accepted: int, clock: Clock) -> datetime:
    """With the asker's next words after the answer, or some hours later."""
    asker = posts[0].author
    thanks = [post.created_at for post in posts[accepted + 1 :] if post.author == asker]
    return (
        clock.after(thanks[0], minutes=1)
        if thanks
        else clock.after(posts[accepted].created_at, hours=3)
    )


def _answers(spoken: Sequence[Spoken]) -> None:
    """Sets what a post answers, now that all posts have their ids."""
    answers = []
    for one in spoken:
        for post, parent in zip(one.posts, one.parents, strict=True):
            if parent is not None:
                post.parent = one.posts[parent]
                answers.append(post)
    Post.objects.bulk_update(answers, ["parent"])


def _accept(spoken: Sequence[Spoken]) -> None:
    solved = []
    for one in spoken:
        if one.accepted is not None:
            one.topic.accepted = one.posts[one.accepted]
            solved.append(one.topic)
    Topic.objects.bulk_update(solved, ["accepted"])


def _remember(spoken: Sequence[Spoken]) -> None:
    histories = [
        History(
            one.topic.pk,
            in_order([(post.created_at, changed) for post, changed in zip(one.posts, one.changes, strict=True)]),
            [post.pk for post in one.posts],
        )
        for one in spoken
    ]  # fmt: skip
    keep(TOPIC, histories, made=POST_CREATED, changed=POST_CHANGED)
