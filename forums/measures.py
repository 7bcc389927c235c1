"""What moderators can do about a topic or a post beside hiding it: the forums' own verbs, and how each is
undone."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from forums.access import forum_for, topic_for
from forums.actions.change_topic import change_topic
from forums.actions.close_topic import close_topic, reopen_topic
from forums.actions.correct_post import correct_post
from forums.actions.merge_topics import merge_topics
from forums.actions.move_topic import move_topic
from forums.actions.remove_post import remove_post
from forums.actions.restore_post import restore_post
from forums.actions.split_topic import split_topic
from forums.models import Forum, Post, Topic
from kernel.gate import whole_number
from kernel.marks import mark_of
from kernel.refusals import Conflict, Invalid, Moved
from moderation.models import Verdict
from moderation.registry import Given, Measure, Taken

REASON_SHOWN = 300
"""Characters of the reason that stand beside changed words, where everybody reads them."""


def forums_beside(moderator: User, topic: Topic) -> Sequence[tuple[str, str]]:
    """Whither a topic can be moved."""
    others = Forum.objects.visible_to(moderator).exclude(pk=topic.forum_id)
    return list(others.order_by("position", "id").values_list("slug", "name"))


def _move_topic(by: User, topic: Topic, given: Given) -> Taken:
    was = topic.forum
    try:
        forum = forum_for(by, given.place)
    except (Http404, Moved):
        raise Invalid({"place": [_("Choose a forum.")]}) from None
    if forum.pk == was.pk:
        raise Invalid({"place": [_("It is there already.")]})
    move_topic(by=by, topic=topic, forum=forum)
    return Taken({"forum": was.pk})


def _move_topic_back(by: User, topic: Topic | None, kept: Mapping[str, Any]) -> None:
    forum = Forum.objects.filter(pk=kept.get("forum", 0)).first()
    if topic is None or forum is None:
        raise Conflict(_("It is no longer there, so there is nothing to hide or show."))
    move_topic(by=by, topic=topic, forum=forum)


def _close(by: User, topic: Topic, given: Given) -> Taken:
    if topic.closed:
        raise Conflict(_("It is closed already."))
    close_topic(by=by, topic=topic)
    return Taken()


def _open(by: User, topic: Topic | None, kept: Mapping[str, Any]) -> None:
    if topic is not None:
        reopen_topic(by=by, topic=topic)


def _retag(by: User, topic: Topic, given: Given) -> Taken:
    names = [tag.name for tag in topic.tags.all()]
    left = [name for name in names if name.casefold() != given.place.strip().casefold()]
    if len(left) == len(names):
        raise Invalid({"place": [_("It has no such tag.")]})
    change_topic(by=by, topic=topic, tags=left)
    return Taken({"tags": names})


def _tag_again(by: User, topic: Topic | None, kept: Mapping[str, Any]) -> None:
    if topic is not None:
        change_topic(by=by, topic=topic, tags=list(kept.get("tags", [])))


TOPIC_MEASURES: dict[str, Measure] = {
    Verdict.MOVE: Measure(_move_topic, _move_topic_back, needs=("place",)),
    Verdict.CLOSE: Measure(_close, _open),
    Verdict.RETAG: Measure(_retag, _tag_again, needs=("place",)),
}


def _edit(by: User, post: Post, given: Given) -> Taken:
    correct_post(
        by=by, post=post, body=given.body, reason=_one_line(given.reason), seen=mark_of(post.body), states=False
    )  # fmt: skip
    return Taken({"body": post.body})


def _edit_back(by: User, post: Post | None, kept: Mapping[str, Any]) -> None:
    if post is None:
        raise Conflict(_("It is no longer there, so there is nothing to hide or show."))
    correct_post(
        by=by, post=post, body=str(kept.get("body", "")), reason=_one_line(str(kept["reason"])),
        seen=mark_of(post.body), states=False,
    )  # fmt: skip


def _one_line(reason: str) -> str:
    return " ".join(reason.split())[:REASON_SHOWN]


def _remove(by: User, post: Post, given: Given) -> Taken:
    remove_post(by=by, post=post, states=False)
    return Taken()


def _bring_back(by: User, post: Post | None, kept: Mapping[str, Any]) -> None:
    """A removed post may be none that is shown: it is taken by its number."""
    found = Post.objects.select_related("topic__forum").filter(pk=kept["id"]).first()
    if found is not None and found.removed_at is not None:
        restore_post(by=by, post=found)


def _split(by: User, post: Post, given: Given) -> Taken:
    target = split_topic(by=by, topic=post.topic, numbers=[post.number], title=given.title)
    return _now_in(target, post)


def _move_post(by: User, post: Post, given: Given) -> Taken:
    number = whole_number(given.place.strip().lstrip("#"))
    try:
        into = topic_for(by, number or 0)
    except (Http404, Moved):
        raise Invalid({"place": [_("There is no such conversation.")]}) from None
    return _now_in(split_topic(by=by, topic=post.topic, numbers=[post.number], into=into), post)


def _now_in(target: Topic, post: Post) -> Taken:
    moved = Post.objects.only("moved_to").get(pk=post.pk)
    return Taken({"from": post.topic_id, "to": target.pk}, object_id=moved.moved_to_id)


def _put_back(by: User, post: Post | None, kept: Mapping[str, Any]) -> None:
    """To the end of the conversation it was taken from: numbers are not given twice."""
    home = Topic.objects.filter(pk=kept.get("from", 0), merged_into=None).first()
    if post is None or home is None:
        raise Conflict(_("It is no longer there, so there is nothing to hide or show."))
    if post.topic_id == home.pk:
        return
    if post.number == 1:
        merge_topics(by=by, topic=post.topic, into=home)
    else:
        split_topic(by=by, topic=post.topic, numbers=[post.number], into=home)


def _stands(post: Post) -> bool:
    return post.removed_at is None


POST_MEASURES: dict[str, Measure] = {
    Verdict.EDIT: Measure(_edit, _edit_back, needs=("body",), fits=_stands),
    Verdict.REMOVE: Measure(_remove, _bring_back, fits=_stands),
    Verdict.MOVE: Measure(_move_post, _put_back, needs=("place",), fits=_stands),
    Verdict.SPLIT: Measure(_split, _put_back, needs=("title",), fits=_stands),
}
