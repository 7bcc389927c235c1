"""When a text changes, so do the links that are kept of it."""

from curation.links import relink_note, relink_post, touch_linked
from curation.models import NoteLink
from curation.taking.spreading import settle_post
from forums.facts import (
    ForumChanged,
    PostChanged,
    PostsMoved,
    ReplyPosted,
    TopicChanged,
    TopicMerged,
    TopicStarted,
)
from forums.models import Post
from forums.paths import topic_path
from forums.whole import whole_post
from kernel.facts import receives
from notes.facts import NoteChanged, NotePublished
from notes.models import PracticeNote
from notes.truth.stewards import stewards_of
from notifications.actions.tell import tell


@receives(TopicStarted, ReplyPosted, PostChanged)
def post_written(fact: TopicStarted | ReplyPosted | PostChanged) -> None:
    post = whole_post(fact.post_id)
    relink_post(post, new=not isinstance(fact, PostChanged))
    settle_post(post)
    if isinstance(fact, TopicStarted):
        _tell_of_conversation(post)


def _tell_of_conversation(post: Post) -> None:
    """Those who look after the note that a new conversation is about."""
    opened = NoteLink.objects.filter(post=post, opens=True).select_related("note").first()
    if opened is not None:
        note = opened.note
        tell(
            stewards_of(note), kind="note_discussed", actor_id=post.author_id, subject=note.title,
            organisation_id=post.organisation_id, target=("topic", post.topic_id),
            url=topic_path(post.topic_id, post.topic.slug),
        )  # fmt: skip


@receives(PostsMoved)
def posts_moved(fact: PostsMoved) -> None:
    """A moved post is written anew where it goes."""
    moved = {pk for pair in fact.moves for pk in pair}
    linked = set(NoteLink.objects.filter(post__in=moved).values_list("post", flat=True))
    posts = Post.objects.filter(pk__in=moved)
    for post in posts.filter(html__contains="/notes/") | posts.filter(pk__in=linked):
        relink_post(post)


@receives(TopicChanged, TopicMerged)
def topic_changed(fact: TopicChanged | TopicMerged) -> None:
    """Its title, or who may read it."""
    links = NoteLink.objects.filter(post__topic=fact.topic_id).order_by()
    touch_linked(links.values_list("note", flat=True))


@receives(ForumChanged)
def forum_changed(fact: ForumChanged) -> None:
    links = NoteLink.objects.filter(post__topic__forum=fact.forum_id).order_by()
    touch_linked(links.values_list("note", flat=True))


@receives(NotePublished, NoteChanged)
def note_written(fact: NotePublished | NoteChanged) -> None:
    """Its own links, and the pages of the notes that show its title or that it is there at all."""
    note = PracticeNote.objects.filter(pk=fact.note_id).first()
    if note is not None:
        relink_note(note)
