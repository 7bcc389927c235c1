"""A run can be reported and hidden."""

from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from composing import holders
from kernel.markdown import excerpt, plain
from moderation.registry import Moderated, register
from notes.actions.runs import RUN, hide_run
from notes.paths import run_path
from notes.runs.models import Run


def _run(viewer: Viewer, pk: int) -> Run | None:
    seen = Run.objects.visible_to(viewer).filter(pk=pk)
    return seen.select_related("note", "author", "organisation").first()


def _runs_of(person_id: int, most: int) -> list[int]:
    written = Run.objects.filter(author=person_id, hidden=False)
    return list(written.order_by("pk").values_list("pk", flat=True)[:most])


def _may_have(viewer: Viewer, pk: int, file: int) -> bool:
    """Earlier words are not kept, so neither is for anybody what they showed."""
    return Run.objects.visible_to(viewer).filter(holders.shown_in("html", file), pk=pk).exists()


def register_runs() -> None:
    holders.register(RUN, _may_have)
    register(
        Moderated(
            kind="note_run",
            get=_run,
            author_id=lambda run: run.author_id,
            title=lambda run: _("How it went: %(title)s") % {"title": run.note.title},
            excerpt=lambda run: excerpt(plain(run.html)),
            url=lambda run: run_path(run.note.slug, run.pk),
            hide=hide_run,
            standing_of=_runs_of,
        )
    )
