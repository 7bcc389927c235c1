"""Every permission has two shapes, a check and a filter: they agree for everybody about everything."""

import pytest

from forums.access import forum_for, post_for, topic_for
from forums.actions.hide import hide_post, hide_topic
from forums.actions.post_reply import post_reply
from forums.actions.remove_post import remove_post
from forums.actions.start_topic import start_topic
from forums.models import Forum, Post, Topic
from forums.policies import sees_forum, sees_post, sees_topic
from tests.cast import Cast


@pytest.mark.parametrize("who", ["visitor", "nowa", "ola", "jan", "ewa", "marta", "adam"])
def test_checks_and_filters_agree(cast: Cast, who: str) -> None:
    from django.http import Http404

    members = Forum.objects.create(slug="czlonkowie", name="Dla członków", audience="members")
    for forum in (cast.square, cast.backroom, members):
        shown = start_topic(by=cast.marta, forum=forum, title="Widać", body="b")
        post_reply(by=cast.marta, topic=shown, body="x")
        hide_post(post_reply(by=cast.marta, topic=shown, body="ukryte"), True)
        remove_post(by=cast.marta, post=post_reply(by=cast.marta, topic=shown, body="usunięte"))
        hide_topic(start_topic(by=cast.marta, forum=forum, title="Ukryte", body="b"), True)
    viewer = getattr(cast, who)
    for model, check in ((Forum, sees_forum), (Topic, sees_topic), (Post, sees_post)):
        allowed = set(model.objects.visible_to(viewer).values_list("pk", flat=True))
        for thing in model.objects.all():
            assert check(viewer, thing) == (thing.pk in allowed), (who, thing)
    for topic in Topic.objects.select_related("forum"):
        if sees_topic(viewer, topic):
            assert topic_for(viewer, topic.pk) == topic
        else:
            with pytest.raises(Http404):
                topic_for(viewer, topic.pk)
    for post in Post.objects.all():
        if sees_post(viewer, post):
            assert post_for(viewer, post.topic_id, post.number) == post
        else:
            with pytest.raises(Http404):
                post_for(viewer, post.topic_id, post.number)
    assert forum_for(viewer, "ogolne") == forum_for(viewer, pk=cast.square.pk) == cast.square
