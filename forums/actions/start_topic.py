"""Somebody asks, or starts a conversation: a topic with its first post."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from directory.models import Organisation
from directory.speaking import check_speaks_as
from forums.actions.referring import referred
from forums.counters import not_before
from forums.facts import TopicStarted
from forums.models import Forum, Post, Seat, Topic
from forums.policies import check_start
from forums.texts import Written, read_body, slug_of
from kernel.facts import publish
from kernel.fields import gathered, read_lang, read_title
from kernel.once import once
from kernel.refusals import Invalid
from taxonomy.models import Region
from taxonomy.tags import read_tags


def start_topic(
    *,
    by: User,
    forum: Forum,
    title: str,
    body: str,
    kind: str = Topic.Kind.DISCUSSION,
    tags: str | Sequence[str] = (),
    lang: str = "pl",
    region: Region | None = None,
    organisation: Organisation | None = None,
    key: str | None = None,
) -> Topic:
    """The topic; the same key with the same words answers with the topic they made before. With
    `organisation` it is shown as that one's.

    Raises Refused, Invalid (title, body, kind, tags, lang) or KeyReused.
    """
    check_writer(by)
    fields = gathered(
        title=lambda: read_title(title),
        body=lambda: read_body(body, by=by),
        kind=lambda: read_kind(kind),
        tags=lambda: read_tags(tags),
        lang=lambda: read_lang(lang),
    )
    written: Written = fields["body"]
    with transaction.atomic():
        # The audience is read under the lock: it may have changed while the person wrote.
        forum = Forum.objects.get(pk=forum.pk)
        check_start(by, forum)
        if organisation is not None:
            check_speaks_as(by, organisation)

        def make() -> int:
            return _write(by, forum, written, fields, region, organisation)

        payload = [
            "topic",
            forum.pk,
            fields["title"],
            written.body,
            fields["kind"],
            fields["tags"],
            fields["lang"],
            *([organisation.pk] if organisation else []),
        ]
        pk, _made = once(person_id=by.pk, key=key, payload=payload, make=make)
    return Topic.objects.select_related("forum", "author", "organisation", "accepted").get(pk=pk)


def read_kind(raw: object) -> str:
    if raw not in Topic.Kind.values:
        raise Invalid({"kind": [_("Choose a question or a conversation.")]})
    return str(raw)


def _write(
    by: User,
    forum: Forum,
    written: Written,
    fields: dict[str, Any],
    region: Region | None,
    organisation: Organisation | None,
) -> int:
    now = timezone.now()
    topic = Topic.objects.create(
        forum=forum,
        title=fields["title"],
        slug=slug_of(fields["title"]),
        kind=fields["kind"],
        lang=fields["lang"],
        author=by,
        organisation=organisation,
        region=region,
        excerpt=written.excerpt,
        last_number=1,
        last_post_at=now,
        last_poster=by,
        last_organisation=organisation,
        created_at=now,
    )
    post = Post.objects.create(
        topic=topic,
        number=1,
        author=by,
        organisation=organisation,
        lang=topic.lang,
        body=written.body,
        html=written.html,
        created_at=now,
    )
    topic.tags.set(fields["tags"], through_defaults={"last_post_at": now})
    Seat.objects.create(topic=topic, person=by, read_number=1)
    publish(TopicStarted(topic_id=topic.pk, post_id=post.pk))
    referred(post, written)
    Forum.objects.filter(pk=forum.pk).update(
        topic_count=F("topic_count") + 1,
        post_count=F("post_count") + 1,
        last_post_at=not_before(now),
        version=F("version") + 1,
    )
    return topic.pk
