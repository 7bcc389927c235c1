"""People."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.levels import Level
from accounts.own_data import models as own_data  # noqa: F401  models of this room, too

HANDLE_PATTERN = r"^[a-z0-9](?:[a-z0-9._-]{0,28}[a-z0-9])?$"


class Role(models.TextChoices):
    MEMBER = "member"
    MODERATOR = "moderator"
    ADMIN = "admin"


class WrittenTo(models.TextChoices):
    """Who may begin a conversation with a person."""

    PEOPLE = "people", _("People with an account whose e-mail address is confirmed")
    NOBODY = "nobody", _("Nobody")


class ReadingOrder(models.TextChoices):
    """In which order a person reads the replies of a topic."""

    TREE = "tree", _("As a conversation: answers under what they answer")
    TIME = "time", _("In order of time: as they were written")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, role=Role.ADMIN, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Name and handle are public; the rest only once the person opens it (`open`)."""

    email = models.EmailField(max_length=254, unique=True)
    handle = models.CharField(
        max_length=30, unique=True, validators=[RegexValidator(HANDLE_PATTERN)]
    )
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    organisation = models.CharField(max_length=200, blank=True)
    region = models.ForeignKey("taxonomy.Region", models.SET_NULL, null=True, blank=True)
    language = models.CharField(max_length=2, default="pl")
    bio = models.TextField(blank=True)
    bio_html = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    """How else they can be reached, in their own words."""
    open = models.BooleanField(default=False)
    profile_hidden = models.BooleanField(default=False)
    """A moderator has hidden what they say of themselves: it stays closed until that is undone."""
    seen_by = models.CharField(max_length=200, blank=True)
    """Who sees which field once it is open, as `accounts.visibility` packs it."""
    look = models.CharField(max_length=120, blank=True)
    """How pages look for them, as `kernel.appearance` packs it."""
    written_to_by = models.CharField(
        max_length=6, choices=WrittenTo.choices, default=WrittenTo.PEOPLE
    )
    reading_order = models.CharField(
        max_length=4, choices=ReadingOrder.choices, default=ReadingOrder.TREE
    )
    shows_presence = models.BooleanField(default=True)
    """Whether others see that they are in a room or write something just now."""
    hushed = models.TextField(blank=True, default="")
    """Handles of those whom they have muted or blocked: what these wrote is folded for them."""
    unseen = models.TextField(blank=True, default="")
    """Handles of those with whom there is a block, by either: they do not see each other's presence. Both
    follow the rows of Hush (accounts.hushing), so that no page and no socket asks for them."""
    is_active = models.BooleanField(default=True)
    verified = models.BooleanField(default=False)
    """Whether the e-mail address is confirmed; follows allauth's own row (accounts.receivers)."""
    second_step = models.BooleanField(default=False)
    """Whether an app or a passkey guards the log-in; follows allauth's own rows (accounts.receivers)."""
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.NEWCOMER)
    """How well they are known here. Who asks what follows from it asks `standing`."""
    level_pinned = models.BooleanField(default=False)
    """A moderator has set the level by hand: it is not counted any more."""
    days_seen = models.PositiveIntegerField(default=0)
    """Days on which they have read or written something."""
    seen_on = models.DateField(null=True, blank=True)
    watched = models.BooleanField(default=False)
    """They joined faster than anybody types: their first words are looked at before others see them."""
    hears_of_matches = models.BooleanField(default=True)
    """Whether they are told, by mail and at the bell, which needs and offers fit those of their own."""
    suspended_until = models.DateTimeField(null=True, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["handle", "name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_person_an_address")]

    def __str__(self) -> str:
        return self.name

    @property
    def suspended(self) -> bool:
        """Reads and does not write: a moderator's decision."""
        return self.suspended_until is not None and self.suspended_until > timezone.now()

    @property
    def moderates(self) -> bool:
        """Was named moderator or administrator, which rests while they are suspended: for who decides about
        them. What they may do themselves follows from the three below, and from nothing else."""
        return self.role in (Role.MODERATOR, Role.ADMIN)

    @property
    def is_moderator(self) -> bool:
        return self.moderates and not self.suspended

    @property
    def standing(self) -> Level:
        """The level that counts: who moderates has the widest."""
        return Level.CURATOR if self.is_moderator else Level(self.level)

    @property
    def is_curator(self) -> bool:
        """Looks after the place: moderators, and those whom they have named."""
        return self.is_active and self.standing == Level.CURATOR and not self.suspended

    @property
    def is_newcomer(self) -> bool:
        return self.standing == Level.NEWCOMER

    @property
    def is_staff(self) -> bool:
        return self.role == Role.ADMIN and not self.suspended

    @property
    def is_superuser(self) -> bool:  # type: ignore[override]
        """The role alone decides; PermissionsMixin's own column is left out."""
        return self.is_staff

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class FormerHandle(models.Model):
    """A handle that somebody had: nobody else takes it, and its old page leads on to theirs (accounts.former).
    Once the account is deleted the row says no more whose it was."""

    digest = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField(default=timezone.now)


class ApiToken(models.Model):
    """A bearer token, kept as its hash alone: who reads the table cannot use it."""

    person = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)


class OpenSession(models.Model):
    """Where a person is logged in, so that they can see and end it. No address is kept, so no place is
    shown; the session itself is Django's."""

    person = models.ForeignKey(User, models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=60, blank=True)
    """Browser and system, in words (accounts.devices)."""
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When it was ended from elsewhere. The row waits to tell that browser (accounts.leaving)."""


class Hush(models.Model):
    """A person does not want to hear of another: their own choice, which nobody else is told."""

    class Kind(models.TextChoices):
        MUTE = "mute", _("muted")
        BLOCK = "block", _("blocked")

    person = models.ForeignKey(User, models.CASCADE, related_name="hushes")
    other = models.ForeignKey(User, models.CASCADE, related_name="hushed_by")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "other"], name="one_hush")]


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> "InvitationQuerySet":
        """Neither used nor taken back nor too old."""
        since = timezone.now() - Invitation.GOOD_FOR
        return self.filter(accepted_at=None, revoked_at=None, sent_at__gt=since)


class Invitation(models.Model):
    """Somebody invited by mail, perhaps into something of a room above (accounts.invitations.grants)."""

    GOOD_FOR = timedelta(days=14)

    by = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254, db_index=True)
    language = models.CharField(max_length=2, default="pl")
    grant_kind = models.CharField(max_length=20, blank=True)
    grant_id = models.PositiveBigIntegerField(null=True, blank=True)
    role = models.CharField(max_length=20, blank=True)
    sending = models.PositiveSmallIntegerField(default=1)
    """Sent for the how manieth time: only the latest link works."""
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="accepted_invitations"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("grant_kind", "grant_id", name="invitations_into")]

    @property
    def late(self) -> bool:
        return self.sent_at + self.GOOD_FOR <= timezone.now()

    @property
    def open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and not self.late
