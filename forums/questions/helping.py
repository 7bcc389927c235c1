"""Helpers as pages show them: one's own entries, and what one was asked."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from directory.speaking import voices_of
from forums.models import Post, Topic
from forums.questions.models import Asked, Helped, Helper, Question


def helper_of(person: User, organisation_id: int | None = None) -> Helper | None:
    """The entry of the person, or of an organisation, with its tags."""
    whose = {"organisation": organisation_id} if organisation_id else {"person": person}
    return Helper.objects.filter(**whose).select_related("region").prefetch_related("tags").first()


def asked_of(person: User, topic_id: int) -> Sequence[Asked]:
    """What the person was asked about a topic, themselves or for an organisation; not what they have
    declined."""
    theirs = Q(helper__person=person)
    houses = [house.pk for house in voices_of(person)]
    if houses:
        theirs |= Q(helper__organisation__in=houses)
    rows = Asked.objects.filter(theirs, topic=topic_id, declined_at=None)
    return list(rows.select_related("helper__organisation"))


def why(reasons: Sequence[Sequence[object]]) -> list[str]:
    """Why somebody was asked, in words of the interface's language."""
    said = []
    for name, figure in reasons:
        words = _words(str(name), int(str(figure)))
        if words:
            said.append(words)
    return said


def _words(name: str, n: int) -> str:
    if name == "tags":
        return ngettext("%(n)d tag that you named", "%(n)d tags that you named", n) % {"n": n}
    if name == "solved":
        words = ngettext(
            "an answer of yours solved %(n)d question like this",
            "answers of yours solved %(n)d questions like this", n,
        )  # fmt: skip
        return words % {"n": n}
    if name == "wrote":
        words = ngettext("you wrote %(n)d note about it", "you wrote %(n)d notes about it", n)
        return words % {"n": n}
    if name == "helped":
        words = ngettext(
            "%(n)d answer of yours helped somebody", "%(n)d answers of yours helped somebody", n
        )
        return words % {"n": n}
    return _("it is about your area") if name == "region" else ""


def question_of(topic: Topic) -> Question | None:
    """What stands beside a topic that is a question and was loaded with it."""
    if topic.kind != Topic.Kind.QUESTION:
        return None
    try:
        return topic.question
    except Question.DoesNotExist:
        return None


def helped_by(person: User, topic_id: int) -> str:
    """The numbers of the posts of a topic that have helped the person, for the page's script."""
    marks = Helped.objects.filter(person=person, post__topic=topic_id).order_by("post__number")
    return " ".join(str(number) for number in marks.values_list("post__number", flat=True))


def asks_now(post: Post) -> bool:
    """Whether the question waits for what this reply asks."""
    return Question.objects.filter(pk=post.topic_id, asks_detail=post).exists()
