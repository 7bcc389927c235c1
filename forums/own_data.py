"""What is kept of a person here, and what others wrote that names them."""

from collections.abc import Sequence

from django.db.models import F

from accounts.own_data.holdings import FREED, GONE, STAYS, hold
from accounts.own_data.texts import Text, nothing_to_tell, texts
from forums.facts import PostChanged
from forums.models import Post, Topic
from kernel.facts import publish

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


def _posts(rows: Sequence[Post]) -> None:
    topics = {post.topic_id for post in rows}
    Topic.objects.filter(pk__in=topics).update(version=F("version") + 1)
    for post in rows:
        publish(PostChanged(post.topic_id, post.pk))


texts.append(Text("forums.post", ("body", "html"), _posts))
texts.append(Text("forums.postrevision", ("body",), nothing_to_tell))
texts.append(Text("forums.waiting", ("body", "html"), nothing_to_tell))
texts.append(Text("forums.thanks", ("words",), nothing_to_tell))
