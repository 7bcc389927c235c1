"""Decisions of moderators, the grounds on which they stand, and the statement of reasons that follows."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """All that moderators decide. Which of them a kind of thing offers is said in the registry."""

    KEEP = "keep", _("Leave it")
    RESTORE = "restore", _("Show it again")
    EDIT = "edit", _("Change the words")
    HIDE = "hide", _("Hide it")
    REMOVE = "remove", _("Remove it")
    MOVE = "move", _("Move it")
    SPLIT = "split", _("Make a conversation of its own of it")
    CLOSE = "close", _("Close the conversation")
    SLOW = "slow", _("Slow the room down")
    WARN = "warn", _("Warn its author")
    SILENCE = "silence", _("Silence its author in this room")
    SUSPEND = "suspend", _("Pause its author’s account")
    BAN = "ban", _("Stop its author for good")
    SWEEP = "sweep", _("Hide everything and pause the account")
    REFUSE = "refuse", _("Do not publish it")
    RETAG = "retag", _("Take a tag off it")
    RENAME = "rename", _("Take the name away")

    @property
    def done(self) -> str:
        """The same when it has been decided, for lists of what was: a label offers it."""
        return str(_DONE[self])


_DONE = {
    Verdict.KEEP: _("Left as it was"),
    Verdict.RESTORE: _("Shown again"),
    Verdict.EDIT: _("Words changed"),
    Verdict.HIDE: _("Hidden"),
    Verdict.REMOVE: _("Removed"),
    Verdict.MOVE: _("Moved"),
    Verdict.SPLIT: _("Made a conversation of its own"),
    Verdict.CLOSE: _("Conversation closed"),
    Verdict.SLOW: _("Room slowed down"),
    Verdict.WARN: _("Author warned"),
    Verdict.SILENCE: _("Author silenced in this room"),
    Verdict.SUSPEND: _("Author’s account paused"),
    Verdict.BAN: _("Author stopped for good"),
    Verdict.SWEEP: _("Everything hidden and the account paused"),
    Verdict.REFUSE: _("Not published"),
    Verdict.RETAG: _("Tag taken off"),
    Verdict.RENAME: _("Name taken away"),
}

QUIET = (Verdict.KEEP, Verdict.RESTORE)
"""They take nothing from anybody: no statement follows."""


def _in(language: str | None, pl: str, en: str) -> str:
    return en if (language or get_language() or "pl").startswith("en") else pl


class Ground(models.Model):
    """On what a decision stands: a house rule (`anchor` of the page of rules) or a provision of the law.
    The institute edits them; what was decided keeps the words of its day (Statement.ground_words)."""

    slug = models.SlugField(max_length=40, unique=True)
    name_pl = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    anchor = models.CharField(max_length=60, blank=True)
    provision_pl = models.CharField(max_length=300, blank=True)
    provision_en = models.CharField(max_length=300, blank=True)
    explanation_pl = models.TextField()
    explanation_en = models.TextField()
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return _in(None, self.name_pl, self.name_en)

    @property
    def explanation(self) -> str:
        return _in(None, self.explanation_pl, self.explanation_en)

    def words(self) -> dict[str, str]:
        """As a statement keeps it."""
        names = ("name", "provision", "explanation")
        kept = {
            f"{one}_{lang}": getattr(self, f"{one}_{lang}")
            for one in names
            for lang in ("pl", "en")
        }
        return {"slug": self.slug, "anchor": self.anchor, **kept}


class Decision(models.Model):
    """What a moderator decided about a thing, why, and by which rule. Never changed, only followed."""

    Verdict = Verdict
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decisions_received"
    )
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="decisions"
    )
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    rule = models.CharField(max_length=40)
    """The slug of its ground."""
    reason = models.TextField()
    sweep = models.ForeignKey("Act", models.SET_NULL, null=True, related_name="decisions")
    """The act that hid everything of a person, of which this is a part."""
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "object_id", "created_at"]),
            models.Index(fields=["author", "verdict"], name="decisions_about_an_author"),
        ]

    rule_words = ""
    """The name of the ground, where a list has put it there (moderation.grounds.named)."""

    @property
    def done(self) -> str:
        return Verdict(self.verdict).done


class Statement(models.Model):
    """Why somebody was restricted, with all that the law wants them to be told (Digital Services Act,
    article 17). Never changed; what undoes it is written beside it."""

    class Found(models.TextChoices):
        NOTICE = "notice", _("somebody reported it")
        OWN = "own", _("a moderator came upon it")
        FILTER = "filter", _("a filter held it back for a moderator")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="statements"
    )
    """Whom it restricts; None where it is nobody: a room is slowed down, an unclaimed page hidden."""
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    title = models.CharField(max_length=300, blank=True)
    excerpt = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    private = models.BooleanField(default=False, db_default=False)
    """Words of a private conversation: in lists they are not shown, and a moderator's look at them is logged."""
    where = models.CharField(max_length=200, blank=True)
    """The room or forum to which it is limited; "" for the whole site."""
    until = models.DateTimeField(null=True)
    """Until when it holds; None: until it is undone."""
    reason = models.TextField()
    """The facts, and why they fall under the ground: a moderator's own words."""
    found = models.CharField(max_length=6, choices=Found.choices, default=Found.OWN)
    ground = models.ForeignKey(Ground, models.SET_NULL, null=True, related_name="+")
    ground_words = models.JSONField(default=dict)
    decision = models.OneToOneField(Decision, models.SET_NULL, null=True, related_name="statement")
    act = models.OneToOneField("Act", models.SET_NULL, null=True, related_name="statement")
    undo = models.JSONField(default=dict)
    """What the room needs to bring back what was."""
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["person", "created_at"], name="statements_to_a_person"),
            models.Index(
                fields=["kind", "object_id"],
                condition=Q(undone_at=None),
                name="statements_that_hold",
            ),
        ]

    @property
    def done(self) -> str:
        return Verdict(self.verdict).done

    def __str__(self) -> str:
        return self.path

    @property
    def listed(self) -> str:
        """Its title where moderators read it among others."""
        return str(_("A message of a private conversation")) if self.private else self.title

    @property
    def path(self) -> str:
        return f"/moderation/statements/{self.pk}/"

    def ground_in(self, what: str, language: str | None = None) -> str:
        """A word of its ground ("name", "provision", "explanation") in the reader's language."""
        kept = self.ground_words
        return _in(language, kept.get(f"{what}_pl", ""), kept.get(f"{what}_en", ""))
