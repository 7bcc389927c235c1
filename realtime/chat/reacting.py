"""Reactions to messages as pages show them: whose they are, one's own marks."""

from collections.abc import Sequence

from accounts.models import User
from accounts.viewer import Viewer
from forums.reactions.kinds import KINDS
from forums.reactions.reading import Figure, figures_of, marks_in
from realtime.chat.models import Message, MessageReaction


def own_on(viewer: Viewer, message: Message) -> set[str]:
    if not isinstance(viewer, User):
        return set()
    rows = MessageReaction.objects.filter(person=viewer, message=message)
    return set(rows.values_list("kind", flat=True))


def message_figures(viewer: Viewer, message: Message) -> list[Figure]:
    """Every word that can be said of the message, how many have, and the names of open accounts."""
    rows = MessageReaction.objects.filter(message=message)
    return figures_of(rows, message.reactions, own=own_on(viewer, message), names=KINDS)


def marks_on(viewer: Viewer, messages: Sequence[Message]) -> str:
    """What the viewer has said of these messages, by their numbers, for the page's script. One statement,
    or none."""
    pressed = {one.pk: one.seq for one in messages if one.reactions and not one.gone}
    if not pressed or not isinstance(viewer, User):
        return ""
    rows = MessageReaction.objects.filter(person=viewer, message__in=pressed).order_by("pk")
    return marks_in((pressed[pk], kind) for pk, kind in rows.values_list("message", "kind"))
