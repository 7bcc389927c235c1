"""What a person is told, and what they watch."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.kept import models as kept  # noqa: F401  models of this room, too


class Level(models.IntegerChoices):
    """How much a person wants to hear of a thing; the numbers are their order."""

    MUTED = 0
    NORMAL = 1
    TRACKING = 2
    WATCHING = 3


class Watch(models.Model):
    """How much a person wants to hear of a thing: kind "topic", "forum", "tag", "organisation". For a
    topic its own row decides, else those of its tags, else its forum's (notifications.levels)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches")
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.WATCHING)
    created_at = models.DateTimeField(default=timezone.now)
    """Since when: older topics of a forum or tag are not unread to who has never opened them."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "person"], name="one_watch")
        ]
        indexes = [models.Index(fields=["person", "kind", "level"], name="watch_of_person")]


class Rhythm(models.TextChoices):
    """How often what is left for the digest is sent."""

    DAILY = "daily", _("every day")
    WEEKLY = "weekly", _("once a week")
    NONE = "none", _("never")


def site_zone() -> str:
    return str(settings.TIME_ZONE)


class Preferences(models.Model):
    """What a person wants to be told by which way (notifications.channels). Who has no row has the
    defaults. `channels` holds only what differs from them."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    channels = models.JSONField(default=dict)
    on_writing = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.WATCHING)
    """The level of a topic in which the person writes."""
    digest = models.CharField(max_length=6, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    quiet_from = models.TimeField(null=True)
    """From then until `quiet_to`, by the clock of `zone`, no mail is sent; both or neither."""
    quiet_to = models.TimeField(null=True)
    zone = models.CharField(max_length=40, default=site_zone)
    mails_on = models.DateField(null=True)
    """The day to which `mails` belongs."""
    mails = models.PositiveSmallIntegerField(default=0)


class Notification(models.Model):
    """Something happened that concerns a person. `kind` is a key of notifications.kinds, which gives
    the words; `url` is where it leads. `seen_at` empty counts at the bell."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=30)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    organisation = models.ForeignKey(
        "directory.Organisation", models.CASCADE, null=True, related_name="+"
    )
    """In whose name it was done; then there is no actor, since who wrote is not for everybody."""
    subject = models.CharField(max_length=200, blank=True)
    """The title of what it is about, as it was."""
    target_kind = models.CharField(max_length=20, blank=True)
    target_id = models.BigIntegerField(default=0)
    """What one must still be allowed to see for the notification to be shown."""
    url = models.CharField(max_length=300)
    detail = models.TextField(blank=True)
    """More words, such as a moderator's reason: in full, since nothing else shows it to its reader."""
    created_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)
    topic = models.ForeignKey("forums.Topic", models.CASCADE, null=True, related_name="+")
    """The topic it is about, where it is about one."""

    # Several of a kind about one topic (or one post: tell.OF_POST) make one line: the newest row
    # stands for all of them.
    line = models.BigIntegerField(default=0)
    """The id of the first of the line; 0 in the first itself."""
    newest = models.BooleanField(default=True)
    count = models.PositiveIntegerField(default=1)
    """How many the line tells of, in its newest row."""
    first_url = models.CharField(max_length=300, blank=True)
    """Where a line of several leads: to the first of them."""

    in_page = models.BooleanField(default=True)
    """Whether it is told in the page; else by mail alone."""
    by_mail = models.CharField(max_length=6, blank=True)
    """"now", "digest", or nothing; what became of it says `mailed_at`."""
    mail_after = models.DateTimeField(null=True)
    """When a mail may go at the earliest; none once it is sent, or was dropped."""
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["person", "id"],
                condition=models.Q(newest=True, in_page=True),
                name="notification_lines",
            ),
            models.Index(
                fields=["person"],
                condition=models.Q(seen_at=None, newest=True, in_page=True),
                name="notification_unseen",
            ),
            models.Index(
                fields=["mail_after"],
                condition=models.Q(mail_after__isnull=False),
                name="notification_mail_due",
            ),
            models.Index(fields=["person", "topic"], name="notification_of_topic"),
            models.Index(fields=["person", "id"], name="notification_latest"),
            models.Index(
                fields=["person", "target_kind", "target_id"], name="notification_of_target"
            ),
        ]


class ReceivedMail(models.Model):
    """A mail that somebody we know has sent us: taken once, however often it comes."""

    class Outcome(models.TextChoices):
        POSTED = "posted"
        HELD = "held"
        """It waits for a moderator."""
        REFUSED = "refused"
        REPEATED = "repeated"
        IGNORED = "ignored"

    mark = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    post = models.ForeignKey("forums.Post", models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["received_at"], name="mail_received")]


class SavedSearch(models.Model):
    """A person wants to hear by mail of what is new in a list. What is due is worked off in the
    background (notifications.saved.working)."""

    class Rhythm(models.TextChoices):
        DAILY = "daily", _("every day")
        WEEKLY = "weekly", _("once a week")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches"
    )
    kind = models.CharField(max_length=10)
    """A key of notifications.saved.registry: "directory", "needs", "topics", "search"."""
    query = models.CharField(max_length=2000, blank=True)
    """The filters as the list's address writes them, without the question mark."""
    name = models.CharField(max_length=120)
    rhythm = models.CharField(max_length=6, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    active = models.BooleanField(default=True)
    since = models.DateTimeField(default=timezone.now)
    """When it was last looked at: what has come since then is new."""
    due_at = models.DateTimeField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "query"], name="one_search_a_list")
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(active=True), name="search_due")
        ]


class ToldHit(models.Model):
    """A search has told of this already, or it was there when the search was saved. Kept only for as
    long as the object could be met again."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="told")
    object_id = models.BigIntegerField()
    at = models.DateTimeField()
    """When the object came."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["search", "object_id"], name="one_hit_a_search")
        ]
