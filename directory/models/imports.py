"""Files of organisations that a moderator brings in: what was sent, what would come of each line."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models.organisation import Organisation


class ImportJob(models.Model):
    """A file on its way into the directory. The file lies in a private folder until it ends."""

    class State(models.TextChoices):
        SENT = "sent", _("its columns are to be named")
        LOOKING = "looking", _("being looked through")
        READY = "ready", _("waits for your yes")
        COMING = "coming", _("being brought in")
        DONE = "done", _("brought in")
        FAILED = "failed", _("could not be read")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="imports"
    )
    name = models.CharField(max_length=120)
    """What the file was called where it came from."""
    file = models.CharField(max_length=60, blank=True)
    """Its name in our folder (directory.importing.folder); "" once it is gone."""
    columns = models.JSONField(default=list)
    """What stands in its head."""
    plan = models.JSONField(default=dict)
    """What the columns mean (directory.importing.plans)."""
    state = models.CharField(max_length=7, choices=State.choices, default=State.SENT)
    note = models.CharField(max_length=500, blank=True)
    """A sentence for the moderators: why it failed, why it must be looked at again."""
    size = models.PositiveIntegerField(default=0)
    """Lines of the file; a guess until it has been looked through."""
    counts = models.JSONField(default=dict)
    """Lines by how they ended."""
    revision = models.PositiveIntegerField(default=0)
    """Rises with every choice and every look, so that nobody says yes to what they have not seen."""
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def running(self) -> bool:
        return self.state in (self.State.LOOKING, self.State.COMING)

    def get_absolute_url(self) -> str:
        return f"/directory/import/{self.pk}/"


class ImportLine(models.Model):
    """What would come of one line of the file, and what did."""

    class Outcome(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        SAME = "same", _("same as here")
        OURS = "ours", _("looked after here")
        DOUBTFUL = "doubtful", _("perhaps here already")
        WRONG = "wrong", _("wrong")

    class Choice(models.TextChoices):
        LEAVE = "", _("leave it out")
        SAME = "same", _("it is the same")
        OTHER = "other", _("it is another")

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="lines")
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    name = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    changes = models.JSONField(default=dict)
    """Field to [what it is, what it would be]; of a doubtful line, if it is the same."""
    twin = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    """The organisation that the line is, or could be."""
    twin_line = models.PositiveIntegerField(null=True)
    """The line of the same file that this one could be."""
    choice = models.CharField(max_length=5, choices=Choice.choices, blank=True)
    done = models.CharField(max_length=8, blank=True)
    """How it ended once it was brought in: an outcome, or "left"."""

    class Meta:
        ordering = ["line"]
        constraints = [models.UniqueConstraint(fields=["job", "line"], name="one_outcome_a_line")]
        indexes = [models.Index(fields=["job", "outcome", "line"], name="line_by_outcome")]
