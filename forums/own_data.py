"""What is kept of a person here, and what others wrote that names them."""

import re
from collections.abc import Sequence

from django.db.models import F

from accounts import ports
from accounts.own_data.holdings import FREED, GONE, STAYS, hold
from accounts.own_data.texts import Text, nothing_to_tell, texts
from forums.facts import PostChanged, TopicChanged
from forums.models import Post, Topic
from forums.polls.models import Choice, Poll
from kernel.facts import publish
from kernel.markdown import excerpt, plain

hold("forums.ballot", "person", FREED)
hold("forums.forumduty", "person", GONE)
hold("forums.helped", "person", STAYS)
hold("forums.helper", "person", GONE)
hold("forums.poll", "author", STAYS)
hold("forums.post", "author", STAYS)
hold("forums.post", "removed_by", STAYS)
hold("forums.postrevision", "by", STAYS)
hold("forums.reaction", "person", FREED)
hold("forums.sameproblem", "person", STAYS)
hold("forums.seat", "person", GONE)
hold("forums.thanks", "giver", FREED)
hold("forums.thanks", "person", GONE)
hold("forums.topic", "author", STAYS)
hold("forums.topic", "last_poster", STAYS)
hold("forums.topic", "accepted_by", STAYS)
hold("forums.topicevent", "by", STAYS)
hold("forums.waiting", "author", GONE)
hold("forums.waiting", "decided_by", STAYS, told=False)


_ADDRESS = re.compile(
    r"(?:https?://[^\s/]+)?/forums/t/([0-9]{1,18})/[^\s/]*/([0-9]{1,9})/(?:[?#]\S*)?"
)


def said_by(address: str) -> int | None:
    """Fills accounts.ports.said_by. Of a post that was moved the place that it left knows it still."""
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return ports.NOBODYS
    posts = Post.objects.filter(topic=int(match[1]), number=int(match[2]))
    author, organisation = posts.values_list("author", "organisation").first() or (None, None)
    return author if organisation is None else ports.NOBODYS


def _shown_anew(topics: set[int]) -> None:
    """Kept pieces of their pages go by the version."""
    Topic.objects.filter(pk__in=topics).update(version=F("version") + 1)


def _posts(rows: Sequence[Post]) -> None:
    _shown_anew({post.topic_id for post in rows})
    for post in Post.objects.filter(pk__in=[row.pk for row in rows]):
        if post.number == 1 and not post.gone:
            Topic.objects.filter(pk=post.topic_id).update(excerpt=excerpt(plain(post.html)))
        publish(PostChanged(post.topic_id, post.pk))


def _polls(rows: Sequence[Poll]) -> None:
    _shown_anew({poll.topic_id for poll in rows})


def _choices(rows: Sequence[Choice]) -> None:
    _shown_anew(set(Poll.objects.filter(choices__in=rows).values_list("topic", flat=True)))


def _topics(rows: Sequence[Topic]) -> None:
    for topic in rows:
        publish(TopicChanged(topic.pk))


ports.said_by.fill(said_by)

texts.append(Text("forums.post", ("body", "html"), _posts))
texts.append(Text("forums.postrevision", ("body", "reason"), nothing_to_tell))
texts.append(Text("forums.poll", ("question",), _polls))
texts.append(Text("forums.choice", ("text",), _choices))
texts.append(Text("forums.topic", ("title",), _topics))
texts.append(Text("forums.waiting", ("title", "body", "html", "reason"), nothing_to_tell))
texts.append(Text("forums.thanks", ("words",), nothing_to_tell))
