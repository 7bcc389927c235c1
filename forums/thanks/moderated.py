"""Thanks can be reported and hidden, as other words can."""

from accounts.models import User
from accounts.viewer import Viewer
from directory.voices import voice
from forums.actions.thank import hide_thanks
from forums.duty import in_charge
from forums.thanks.models import Thanks
from moderation.registry import Moderated, register


def _get(viewer: Viewer, pk: int) -> Thanks | None:
    rows = Thanks.objects.visible_to(viewer).select_related(
        "giver", "person", "organisation", "post__topic"
    )
    return rows.filter(pk=pk).first()


def _whom(thanks: Thanks) -> str:
    return voice(thanks.person, thanks.organisation).name


def _in_charge(moderator: User, thanks: Thanks) -> bool:
    """Thanks for a post stand in its forum; those for everything stand in none."""
    return thanks.post is None or in_charge(moderator, thanks.post.topic.forum_id)


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
            in_charge=_in_charge,
        )
    )
