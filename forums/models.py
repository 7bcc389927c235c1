"""Forums, topics, posts."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from accounts.viewer import Audience
from directory.models import Organisation
from forums import duty  # noqa: F401  models of this room, too
from forums.polls import models as polls  # noqa: F401  models of this room, too
from forums.querysets import ForumQuerySet, PostQuerySet, TopicQuerySet
from forums.questions import models as questions  # noqa: F401
from forums.reactions import models as reactions  # noqa: F401
from forums.review import models as review  # noqa: F401  models of this room, too
from forums.review.kinds import Review
from forums.thanks import models as thanks  # noqa: F401
from taxonomy.models import Region, Tagged


class Writing(models.TextChoices):
    """Who begins topics in a forum. Whoever reads one answers in it."""

    ALL = "all", _("everybody who reads it and has an account")
    MODERATORS = "moderators", _("moderators alone: others answer")


class Forum(models.Model):
    """A place for topics of a kind. `version` rises with every change that shows in its list."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=300, blank=True)
    lang = models.CharField(max_length=2, default="pl")
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.PUBLIC)
    review = models.CharField(max_length=8, choices=Review.choices, default=Review.OFF)
    """Whose words a moderator reads before others do."""
    writing = models.CharField(max_length=10, choices=Writing.choices, default=Writing.ALL)
    archived_at = models.DateTimeField(null=True, blank=True)
    """Since then it is only read; None while people write in it."""
    position = models.PositiveSmallIntegerField(default=0)
    topic_count = models.PositiveIntegerField(default=0)
    post_count = models.PositiveIntegerField(default=0)
    last_post_at = models.DateTimeField(null=True)
    name_version = models.PositiveIntegerField(default=1)
    """Rises only when name or slug change: what a kept page of a topic shows of its forum."""
    version = models.PositiveIntegerField(default=1)

    objects = ForumQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class OldForumAddress(models.Model):
    """A slug that a forum had: who comes by it is led on, unless it means something else now."""

    slug = models.SlugField(max_length=60, unique=True)
    forum = models.ForeignKey(Forum, models.CASCADE, related_name="old_addresses")
    left_at = models.DateTimeField(default=timezone.now)


class Topic(models.Model):  # type: ignore[django-manager-missing]  # taggit brings no types
    """A conversation, or a question with perhaps an accepted answer.

    `last_number` is the number of the newest post; numbers have no gaps. `version` rises with every
    change that shows, but for a reply at the end, which raises `last_number` alone.
    """

    class Kind(models.TextChoices):
        DISCUSSION = "discussion", _("discussion")
        QUESTION = "question", _("question")

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="topics", db_index=False)
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.DISCUSSION)
    lang = models.CharField(max_length=2, default="pl")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="topics")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="topics", db_index=False
    )
    """In whose name it was started: shown instead of the author (directory.voices). None: their own."""
    # The indexes of the lists begin with these two, so they need none of their own.
    region = models.ForeignKey(Region, models.SET_NULL, null=True, blank=True, db_index=False)
    tags = TaggableManager(through="forums.TaggedTopic", blank=True, ordering=["name"])
    excerpt = models.CharField(max_length=240, blank=True)
    last_number = models.PositiveIntegerField(default=0)
    reply_count = models.PositiveIntegerField(default=0)
    last_post_at = models.DateTimeField(default=timezone.now)
    last_poster = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    last_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """In whose name the last post was written."""
    accepted = models.ForeignKey("Post", models.SET_NULL, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    closed = models.BooleanField(default=False)
    pinned = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    """The topic that has all its posts now; of this one only the numbers are left, to lead there."""
    grown = models.BooleanField(default=False)
    """It was made of something, something was made of it, or it has a room: forums.ports says which."""
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=timezone.now)

    objects = TopicQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["forum", "last_post_at", "id"], name="topic_latest_of_forum"),
            models.Index(fields=["last_post_at", "id"], name="topic_latest"),
            # The tabs of a forum. Whole columns, since SQLite uses no partial index for `kind = ?`;
            # `IS NOT NULL` is written out in the statement, so there a partial one serves.
            models.Index(
                fields=["forum", "kind", "reply_count", "last_post_at", "id"],
                name="topic_without_replies",
            ),
            models.Index(
                fields=["forum", "last_post_at", "id"],
                condition=models.Q(accepted__isnull=False),
                name="topic_solved_of_forum",
            ),
            models.Index(fields=["author", "created_at", "id"], name="topic_of_author"),
            models.Index(
                fields=["last_post_at", "id"],
                condition=models.Q(kind="question", accepted=None),
                name="topic_unanswered",
            ),
            # The lists over all forums (forums.lists), for the same reason in whole columns.
            models.Index(
                fields=["kind", "reply_count", "last_post_at", "id"],
                name="topic_unreplied_anywhere",
            ),
            models.Index(
                fields=["last_post_at", "id"],
                condition=models.Q(accepted__isnull=False),
                name="topic_solved_anywhere",
            ),
            models.Index(fields=["region", "last_post_at", "id"], name="topic_latest_of_region"),
            models.Index(
                fields=["last_post_at", "id"],
                condition=models.Q(region__isnull=False),
                name="topic_with_a_place",
            ),
            models.Index(
                fields=["organisation", "last_post_at", "id"], name="topic_latest_of_house"
            ),
            # Of what was merged alone: for SQLite nearly all topics would stand under one key of a whole
            # one, and it would choose that for every list.
            models.Index(
                fields=["merged_into"],
                condition=models.Q(merged_into__isnull=False),
                name="topic_merged_into",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class TaggedTopic(Tagged):
    content_object = models.ForeignKey(Topic, models.CASCADE, related_name="tagged")
    last_post_at = models.DateTimeField(default=timezone.now)
    """The topic's own (forums.counters.stamp_tags): the list of a tag is a range of its index, too."""

    class Meta:
        indexes = [
            models.Index(
                fields=["tag", "last_post_at", "content_object"], name="topic_latest_of_tag"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="one_tag_a_topic")
        ]


class Post(models.Model):
    """One contribution. It keeps its number for ever, also when it is removed or hidden."""

    # Without an index of its own: the unique pair below begins with it. With one PostgreSQL, which knows
    # nothing of how topics differ in length, read all posts of a long topic for its first page.
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="posts", db_index=False)
    number = models.PositiveIntegerField()
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    """Who wrote it, always: for everybody's eyes ask directory.voices."""
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="posts")
    """In whose name; None: the author's own."""
    lang = models.CharField(max_length=2, default="pl")
    body = models.TextField()
    html = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    """When readers were last told of a change; what was mended within minutes is none (forums.grace)."""
    corrected = models.BooleanField(default=False)
    """Whether the last change that readers were told of was a moderator's."""
    helped_count = models.PositiveIntegerField(default=0)
    """How many people have said that it helped them."""
    reactions = models.JSONField(default=dict)
    """How many people have said each word of `reactions.kinds` of it; what nobody said is not there."""
    gathered = models.BooleanField(default=False)
    """Its words are others', quoted from elsewhere: nobody rewrites them (actions.quote_words)."""
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    hidden = models.BooleanField(default=False)
    moved_to = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="numbers_without_gaps")
        ]
        indexes = [models.Index(fields=["author", "created_at", "id"], name="post_of_author")]

    @property
    def gone(self) -> bool:
        """Whether only its number is shown: removed by its author, hidden, or moved away."""
        return self.removed_at is not None or self.hidden or self.moved_to_id is not None


class PostRevision(models.Model):
    """One change of a post: who made it, when, and what the post said before. What it said afterwards
    is the next one's `body`, or the post's own."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    body = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    quiet = models.BooleanField(default=False)
    """Mended within minutes, before anybody answered: readers are not told."""
    correction = models.BooleanField(default=False)
    """A moderator changed another's words, for the `reason`."""
    reason = models.CharField(max_length=300, blank=True)
    withheld = models.BooleanField(default=False)
    """The earlier words are for the author and the moderators alone."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="changes_of_a_post_in_order")
        ]


class TopicEvent(models.Model):
    """Something that was done to a topic, shown between its posts (forums.happenings)."""

    class Kind(models.TextChoices):
        CLOSED = "closed"
        REOPENED = "reopened"
        PINNED = "pinned"
        UNPINNED = "unpinned"
        RENAMED = "renamed"
        MOVED = "moved"
        SPLIT_OFF = "split_off"
        SPLIT_FROM = "split_from"
        TAKEN_IN = "taken_in"
        MERGED_IN = "merged_in"
        POLL_STARTED = "poll_start"
        POLL_ENDED = "poll_end"

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="happenings")
    after = models.PositiveIntegerField()
    """The number of the post after which it stands."""
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    """In whose name; None: the person's own."""
    at = models.DateTimeField(default=timezone.now)
    words = models.CharField(max_length=200, blank=True)
    """The earlier title, the earlier forum's name: empty where not every reader may know it."""
    other = models.ForeignKey(Topic, models.SET_NULL, null=True, related_name="+")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["topic", "after", "id"], name="what_was_done_to_a_topic")]


class Seat(models.Model):
    """A person's place in a topic: how far they have read."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "person"], name="one_seat_a_person")
        ]
