"""What a person may do in the forums. Each rule has two shapes: `check_…` raises Refused with a
sentence for the person, `may_…` answers True or False. What may be seen is `forums.querysets`."""

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import Audience, Viewer, asked, audiences_of, check_writer, is_moderator
from forums.duty import in_charge
from forums.models import Forum, Post, Topic, Writing
from forums.voices import holds
from kernel.refusals import Refused
from moderation.reported import waits


def sees_forum(viewer: Viewer, forum: Forum) -> bool:
    return forum.audience in audiences_of(viewer)


def sees_topic(viewer: Viewer, topic: Topic) -> bool:
    """A topic that was merged into another is seen there."""
    return (
        topic.merged_into_id is None
        and sees_forum(viewer, topic.forum)
        and (not topic.hidden or is_moderator(viewer))
    )


def sees_post(viewer: Viewer, post: Post) -> bool:
    """Whether the text may be read; a gone post's number may be seen with its topic."""
    if (
        not sees_topic(viewer, post.topic)
        or post.removed_at is not None
        or post.moved_to_id is not None
    ):
        return False
    return not post.hidden or is_moderator(viewer)


def check_moderate(viewer: Viewer) -> User:
    person = check_writer(viewer)
    if not is_moderator(person):
        raise Refused(_("Only moderators can do this."))
    return person


def check_rearrange(viewer: Viewer, topic: Topic) -> User:
    """Move it, split it, merge it: who moderates both ends, which they see."""
    person = check_moderate(viewer)
    if not sees_topic(person, topic):
        raise Refused(_("Only moderators can do this."))
    check_in_charge(person, topic.forum_id)
    return person


def moderates(person: User, topic: Topic) -> bool:
    """Whether they are a moderator who looks after this conversation's forum."""
    return is_moderator(person) and in_charge(person, topic.forum_id)


def check_in_charge(moderator: User, forum_id: int) -> None:
    """Raises Refused for a moderator who is named for other forums alone."""
    if not in_charge(moderator, forum_id):
        raise Refused(_("Other moderators look after this place."))


def may_bring_into(viewer: Viewer, forum_id: int, audience: str) -> bool:
    """Whether they may invite others by mail into this forum: a moderator who looks after it. Into one that
    moderators alone read nobody is invited: being a moderator is no gift of a letter."""
    if audience == Audience.MODERATORS or audience not in audiences_of(viewer):
        return False
    return asked(check_moderate)(viewer) and in_charge(check_moderate(viewer), forum_id)


def check_start(viewer: Viewer, forum: Forum) -> User:
    person = check_writer(viewer)
    if not sees_forum(person, forum):
        raise Refused(_("You cannot write here."))
    check_in_use(forum)
    if forum.writing == Writing.MODERATORS and not is_moderator(person):
        raise Refused(_("Only moderators begin conversations here. You can answer them."))
    return person


def check_in_use(forum: Forum) -> None:
    """Raises Refused where the forum is archived: words, titles, polls and reactions stay as they are, also
    the moderators'. What remains is to take one's own words away, to say what helped, and to moderate."""
    if forum.archived_at is not None:
        raise Refused(archived_words())


def archived_words() -> str:
    return _("This forum is archived: you can read it, but nothing more is written in it.")


def check_reply(viewer: Viewer, topic: Topic) -> User:
    person = check_writer(viewer)
    if not sees_topic(person, topic):
        raise Refused(_("You cannot write here."))
    if topic.merged_into_id is not None:
        raise Refused(_("This conversation has become part of another one."))
    check_in_use(topic.forum)
    if topic.closed and not moderates(person, topic):
        raise Refused(_("This conversation is closed. You can start a new one."))
    return person


def check_edit(viewer: Viewer, post: Post) -> User:
    """Nobody changes another's words (a moderator's correction is another verb). An organisation's
    words are its present editors'; who wrote them and has left changes them no more."""
    person = check_writer(viewer)
    if not sees_post(person, post) or not holds(person, post.author_id, post.organisation_id):
        raise Refused(_("Only its author can change this."))
    if post.hidden:
        raise Refused(_("A moderator has hidden this. You can ask them about it."))
    _check_own(post)
    check_in_use(post.topic.forum)
    check_goes_on(person, post.topic)
    return person


def check_goes_on(person: User, topic: Topic) -> None:
    """Raises Refused where the conversation is closed to this person."""
    if topic.closed and not moderates(person, topic):
        raise Refused(_("This conversation is closed, so nothing in it can be changed."))


def check_correct(viewer: Viewer, post: Post) -> User:
    """The exception: a moderator takes out a telephone number, or mends what cannot be read. It bears
    their name and a reason, and the author is told."""
    person = check_moderate(viewer)
    if not sees_post(person, post):
        raise Refused(_("Only its author can change this."))
    check_in_charge(person, post.topic.forum_id)
    if holds(person, post.author_id, post.organisation_id):
        raise Refused(_("These are your own words: change them as their author."))
    _check_own(post)
    return person


def _check_own(post: Post) -> None:
    if post.gathered:
        raise Refused(_("These are words of others, quoted as they were. Nobody rewrites them."))


def check_remove(viewer: Viewer, post: Post) -> User:
    """Whoever wrote it, also after leaving the organisation in whose name; its editors; moderators."""
    person = check_writer(viewer)
    if not sees_post(person, post) or not (
        post.author_id == person.pk
        or moderates(person, post.topic)
        or holds(person, post.author_id, post.organisation_id)
    ):
        raise Refused(_("Only its author can remove this."))
    return person


def check_restore(viewer: Viewer, post: Post) -> User:
    """Who removed it brings it back; what a moderator removed, a moderator. While it waits for a moderator's
    decision, or one has hidden it, it stays away: else it would stand there with nobody's eye on it. In an
    archived forum words come only by a moderator's decision."""
    person = check_writer(viewer)
    own = post.removed_by_id == person.pk
    moderator = moderates(person, post.topic)
    if (
        not sees_topic(person, post.topic)
        or post.moved_to_id is not None
        or not (moderator or (own and holds(person, post.author_id, post.organisation_id)))
    ):
        raise Refused(_("Only the person who removed this can bring it back."))
    if moderator:
        return person
    check_in_use(post.topic.forum)
    if post.hidden:
        raise Refused(_("A moderator has hidden this. You can ask them about it."))
    if waits("post", post.pk) or (post.number == 1 and waits("topic", post.topic_id)):
        raise Refused(_("Somebody reported this. It can come back once a moderator has decided."))
    return person


def check_accept(viewer: Viewer, topic: Topic) -> User:
    person = check_writer(viewer)
    if not sees_topic(person, topic) or not (moderates(person, topic) or _started(person, topic)):
        raise Refused(_("Only the person who asked can accept an answer."))
    if topic.kind != Topic.Kind.QUESTION:
        raise Refused(_("This is a conversation, not a question: there is no answer to accept."))
    return person


def _started(person: User, topic: Topic) -> bool:
    return holds(person, topic.author_id, topic.organisation_id)


def check_change_topic(viewer: Viewer, topic: Topic) -> User:
    """Who started it as long as it goes on; moderators always, since a title can break a rule."""
    person = check_writer(viewer)
    if not sees_topic(person, topic) or not (moderates(person, topic) or _started(person, topic)):
        raise Refused(_("Only the person who started this can change its title and tags."))
    if not moderates(person, topic):
        check_in_use(topic.forum)
        check_goes_on(person, topic)
    return person


def check_same(viewer: Viewer, topic: Topic) -> User:
    """Who has a problem too is not who asked."""
    person = check_writer(viewer)
    if not sees_topic(person, topic):
        raise Refused(_("You cannot write here."))
    if topic.kind != Topic.Kind.QUESTION:
        raise Refused(_("This is a conversation, not a question."))
    if _started(person, topic):
        raise Refused(_("This is your own question."))
    return person


def check_helped(viewer: Viewer, post: Post) -> User:
    person = check_writer(viewer)
    if not sees_post(person, post) or post.number == 1:
        raise Refused(_("Only an answer that is still here can have helped."))
    if holds(person, post.author_id, post.organisation_id):
        raise Refused(_("Others say whether your own answer helped."))
    return person


def check_ask_detail(viewer: Viewer, topic: Topic) -> User:
    person = check_reply(viewer, topic)
    check_same(person, topic)
    if topic.accepted_id is not None:
        raise Refused(_("This question has its answer."))
    return person


def check_withdraw_ask(viewer: Viewer, topic: Topic, ask: Post) -> User:
    """Who asked for more, who was asked, and moderators."""
    person = check_writer(viewer)
    theirs = holds(person, ask.author_id, ask.organisation_id)
    if not sees_topic(person, topic) or not (
        theirs or _started(person, topic) or moderates(person, topic)
    ):
        raise Refused(_("Only who asked for more can take that back."))
    return person


may_moderate = asked(check_moderate)
may_start = asked(check_start)
may_reply = asked(check_reply)
may_edit = asked(check_edit)
may_correct = asked(check_correct)
may_remove = asked(check_remove)
may_restore = asked(check_restore)
may_accept = asked(check_accept)
may_change_topic = asked(check_change_topic)
may_same = asked(check_same)
may_helped = asked(check_helped)
may_ask_detail = asked(check_ask_detail)
may_withdraw_ask = asked(check_withdraw_ask)
