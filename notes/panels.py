"""What an organisation's page shows of the notes."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from directory.models import Organisation
from directory.ports import Panel, PanelRow
from kernel.templatetags.look import day
from notes.models import PracticeNote
from notes.paths import list_path, note_path

SHOWN = 5


def panels_of(viewer: Viewer, organisation: Organisation) -> Sequence[Panel]:
    """The newest published notes written for the organisation. One statement."""
    notes = PracticeNote.objects.published().filter(organisation=organisation.pk)
    newest = notes.order_by("-published_at", "-pk").values_list(
        "slug", "title", "author__name", "published_at", "in_its_name"
    )[: SHOWN + 1]
    rows = [
        PanelRow(title, note_path(slug), "note", day(at) if spoken else f"{author}, {day(at)}")
        for slug, title, author, at, spoken in newest
    ]
    everything = list_path(organisation=organisation.slug) if len(rows) > SHOWN else ""
    return [Panel(_("Practice notes"), tuple(rows[:SHOWN]), everything, place=1)]
