"""Thanks can be reported and hidden, as other words can."""

from accounts.viewer import Viewer
from directory.voices import voice
from forums.actions.thank import hide_thanks
from forums.thanks.models import Thanks
from moderation.registry import Moderated, register


def _get(viewer: Viewer, pk: int) -> Thanks | None:
    rows = Thanks.objects.visible_to(viewer).select_related("giver", "person", "organisation")
    return rows.filter(pk=pk).first()


def _whom(thanks: Thanks) -> str:
    return voice(thanks.person, thanks.organisation).name


def register_thanks() -> None:
    register(
        Moderated(
            kind="thanks",
            get=_get,
            author_id=lambda thanks: thanks.giver_id,
            title=_whom,
            excerpt=lambda thanks: thanks.words,
            url=lambda thanks: f"{voice(thanks.person, thanks.organisation).url}#thanks",
            hide=hide_thanks,
        )
    )
