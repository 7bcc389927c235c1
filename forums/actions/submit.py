"""What a person sends to a forum: it becomes a post at once, or waits for a moderator. The doors of people
call these; `start_topic` and `post_reply` publish whatever they get."""

import hashlib
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from django.db import IntegrityError, transaction

from accounts.models import User
from accounts.viewer import check_writer
from composing.actions.attach import attach
from directory.models import Organisation
from directory.speaking import check_speaks_as
from forums.actions.ask_for_detail import ask_for_detail
from forums.actions.post_reply import post_reply
from forums.actions.start_topic import read_kind, start_topic
from forums.models import Forum, Post, Topic
from forums.policies import check_ask_detail, check_reply, check_start
from forums.review.facts import WordsWait
from forums.review.models import Waiting
from forums.review.signs import Sent, cause_to_wait
from forums.texts import WAITING, Written, read_body
from kernel.facts import publish
from kernel.fields import gathered, read_lang, read_title
from kernel.gate import BadText, clean_text
from kernel.models import UsedKey
from kernel.once import KEY_LIMIT
from kernel.refusals import Invalid, KeyReused
from taxonomy.models import Region
from taxonomy.tags import read_tags

Made = TypeVar("Made", Topic, Post)


def submit_topic(
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
    seconds: float | None = None,
) -> Topic | Waiting:
    """The topic, or what waits. `seconds`: how long the form was open. Raises what start_topic raises."""

    def made() -> Topic:
        return start_topic(
            by=by, forum=forum, title=title, body=body, kind=kind, tags=tags, lang=lang,
            region=region, organisation=organisation, key=key,
        )  # fmt: skip

    if not by.is_newcomer:
        return made()
    check_writer(by)
    check_start(by, forum)
    fields = gathered(
        title=lambda: read_title(title),
        body=lambda: read_body(body, by=by),
        kind=lambda: read_kind(kind),
        tags=lambda: read_tags(tags),
        lang=lambda: read_lang(lang),
    )
    written: Written = fields["body"]
    waiting = Waiting(
        forum=forum, author=by, organisation=organisation, title=fields["title"],
        kind=fields["kind"], tags=list(fields["tags"]), region=region, lang=fields["lang"],
        body=written.body, html=written.html,
    )  # fmt: skip
    return _published_or_kept(waiting, written, key, seconds, made)


def submit_reply(
    *,
    by: User,
    topic: Topic,
    body: str,
    parent: Post | None = None,
    lang: str | None = None,
    organisation: Organisation | None = None,
    key: str | None = None,
    seconds: float | None = None,
    asks_detail: bool = False,
) -> Post | Waiting:
    """The post, or what waits. `asks_detail`: it says what is missing to answer the question. Raises what
    post_reply and ask_for_detail raise."""

    def made() -> Post:
        if asks_detail:
            return ask_for_detail(by=by, topic=topic, body=body, organisation=organisation, key=key)
        return post_reply(
            by=by, topic=topic, body=body, parent=parent, lang=lang, organisation=organisation, key=key
        )  # fmt: skip

    if not by.is_newcomer:
        return made()
    check_writer(by)
    (check_ask_detail if asks_detail else check_reply)(by, topic)
    fields = gathered(
        body=lambda: read_body(body, by=by), lang=lambda: read_lang(lang or topic.lang)
    )
    written: Written = fields["body"]
    waiting = Waiting(
        forum=topic.forum, topic=topic, parent=parent, author=by, organisation=organisation,
        asks_detail=asks_detail, lang=fields["lang"], body=written.body, html=written.html,
    )  # fmt: skip
    return _published_or_kept(waiting, written, key, seconds, made)


def _published_or_kept(
    waiting: Waiting,
    written: Written,
    raw_key: str | None,
    seconds: float | None,
    made: Callable[[], Made],
) -> Made | Waiting:
    by = waiting.author
    key = _key(raw_key)
    if waiting.organisation is not None:
        check_speaks_as(by, waiting.organisation)
    waiting.key, waiting.sent_hash = key, _hash(waiting)
    if key and (before := _kept_before(by, key, waiting.sent_hash)) is not None:
        return cast(Made, _became(before)) if before.post_id else before
    if key and UsedKey.objects.filter(person_id=by.pk, key=key).exists():
        return made()  # it was published: the same send answers with that
    sent = Sent(waiting.title, waiting.body, waiting.html, seconds)
    cause = cause_to_wait(by, waiting.forum, sent)
    if cause is None:
        return made()
    waiting.cause = cause
    try:
        with transaction.atomic():
            waiting.save(force_insert=True)
            attach(files=written.composed.files, kind=WAITING, holder_id=waiting.pk)
            publish(WordsWait(waiting.pk))
    except IntegrityError:
        # The same send came twice at once: the other one was first.
        before = _kept_before(by, key or "", waiting.sent_hash)
        if before is None:
            raise
        return before
    return waiting


def _kept_before(by: User, key: str, sent_hash: str) -> Waiting | None:
    found = Waiting.objects.select_related("forum", "topic").filter(author=by, key=key).first()
    if found is not None and found.sent_hash != sent_hash:
        raise KeyReused()
    return found


def _became(waiting: Waiting) -> Topic | Post:
    """What was sent waited once, and is there by now."""
    post = Post.objects.select_related("topic__forum", "author", "organisation", "parent").get(
        pk=waiting.post_id or 0
    )
    return post.topic if waiting.topic_id is None else post


def _key(raw: str | None) -> str | None:
    try:
        return clean_text(raw, limit=KEY_LIMIT, lines=False) if raw else None
    except BadText as error:
        raise Invalid({"Idempotency-Key": [str(error)]}) from error


def _hash(waiting: Waiting) -> str:
    sent: list[Any] = [
        waiting.forum_id, waiting.topic_id, waiting.parent_id, waiting.organisation_id,
        waiting.asks_detail, waiting.title, waiting.kind, waiting.tags, waiting.lang, waiting.body,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(sent, ensure_ascii=False).encode()).hexdigest()
