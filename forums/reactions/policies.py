"""Who may react to a post."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Viewer, asked, check_writer
from forums.models import Post, Topic
from forums.policies import check_in_use, sees_post
from forums.reactions.kinds import KINDS, offered
from forums.voices import holds
from kernel.refusals import Invalid, Refused


def read_reaction(raw: object) -> str:
    """The name of a kind. Raises Invalid."""
    if not isinstance(raw, str) or raw not in KINDS:
        raise Invalid({"kind": [_("One of: %(words)s.") % {"words": ", ".join(KINDS)}]})
    return raw


def check_react(viewer: Viewer, post: Post) -> User:
    """Others' posts, where they can be read and the conversation goes on. A reaction is a person's,
    also of those who speak for an organisation."""
    person = check_writer(viewer)
    if not sees_post(person, post) or post.hidden:
        raise Refused(_("You can only react to a post that is still here."))
    if post.author_id == person.pk or holds(person, post.author_id, post.organisation_id):
        raise Refused(_("Others react to your own post."))
    check_in_use(post.topic.forum)
    if post.topic.closed:
        raise Refused(_("This conversation is closed, so nobody can react to it any more."))
    return person


def check_kind(post: Post, kind: str) -> None:
    """What another button of this post says already cannot be said a second way."""
    question = post.topic.kind == Topic.Kind.QUESTION
    if kind not in {one.name for one in offered(question=question, number=post.number)}:
        raise Refused(_("Of a question, say “I have this too” instead."))


may_react = asked(check_react)
