"""What is left of removed posts for those who wrote them: a line after the page, since the page itself
is the same for everybody. Moderators have it in their own copy of the page."""

from django.db.models import Q
from django.template.loader import render_to_string

from accounts.models import User
from directory.speaking import voices_of
from forums.models import Post
from forums.paths import post_verb_path


def own_removed(viewer: User, topic_id: int, *, after: int, upto: int) -> str:
    """A piece that leads to the viewer's own removed posts with after < number <= upto; "" for none."""
    own = Q(author=viewer) | Q(organisation__in=[house.pk for house in voices_of(viewer)])
    posts = Post.objects.filter(
        own, topic_id=topic_id, number__gt=after, number__lte=upto, hidden=False, moved_to=None
    ).exclude(removed_at=None)
    rows = [
        (number, at, post_verb_path(topic_id, number, "restore"))
        for number, at in posts.order_by("number").values_list("number", "removed_at")
    ]
    return render_to_string("forums/_removed.html", {"rows": rows}) if rows else ""
