"""Who may thank whom, and who takes thanks away."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, asked, check_writer, is_moderator
from directory.voices import holds
from forums.models import Post
from forums.policies import sees_post
from forums.thanks.models import Thanks
from kernel.refusals import Refused


def check_thank_for(viewer: Viewer, post: Post) -> User:
    """For others' posts that can be read. Also in a closed conversation: thanks may come late."""
    person = check_writer(viewer)
    if not sees_post(person, post) or post.hidden:
        raise Refused(_("You can only give thanks for a post that is still here."))
    if post.author_id == person.pk or holds(person, post.author_id, post.organisation_id):
        raise Refused(_("Others thank you for your own post."))
    if post.organisation_id is None and not post.author.is_active:
        raise Refused(_("This account is closed."))
    if post.organisation is not None and post.organisation.hidden:
        raise Refused(_("This organisation is not shown."))
    return person


def check_thank(viewer: Viewer, whom: User) -> User:
    person = check_writer(viewer)
    if person.pk == whom.pk:
        raise Refused(_("Others thank you, not you yourself."))
    if not whom.is_active:
        raise Refused(_("This account is closed."))
    return person


def check_remove_thanks(viewer: Viewer, thanks: Thanks) -> User:
    """Who gave them, who got them (of an organisation its present editors), and moderators."""
    person = check_writer(viewer)
    if not takes_away(person, thanks):
        raise Refused(_("Only who gave thanks, who got them and moderators can remove them."))
    return person


def takes_away(person: User, thanks: Thanks) -> bool:
    if thanks.giver_id == person.pk or is_moderator(person):
        return True
    if thanks.organisation_id is not None:
        return holds(person, 0, thanks.organisation_id)
    return thanks.person_id == person.pk


may_thank_for = asked(check_thank_for)
may_thank = asked(check_thank)
may_remove_thanks = asked(check_remove_thanks)
