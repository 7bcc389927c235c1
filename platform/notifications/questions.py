"""Who is told of what becomes of a question: who asked, who was asked, who waits for the answer too."""

from django.utils.translation import override

from accounts.models import User
from directory.letters import moderators
from directory.speaking import editors_of
from forums.facts import (
    AnswerAccepted,
    AnswerNotChosen,
    DetailAsked,
    HelpersAsked,
    PostHelped,
    QuestionForgotten,
)
from forums.models import Post, Topic
from forums.paths import post_path, topic_path
from forums.questions.helping import why
from forums.questions.models import Asked, SameProblem
from kernel.facts import receives
from notifications.actions.tell import tell
from notifications.models import Notification


def _topic(pk: int) -> Topic:
    return Topic.objects.select_related("forum").get(pk=pk)


def _askers(topic: Topic) -> set[int]:
    return editors_of(topic.organisation_id) if topic.organisation_id else {topic.author_id}


@receives(HelpersAsked)
def helpers_asked(fact: HelpersAsked) -> None:
    """Each is told why: the reasons differ, so does the sentence in the reader's language."""
    topic = _topic(fact.topic_id)
    for asked in Asked.objects.filter(pk__in=fact.asked_ids).select_related("helper__organisation"):
        helper = asked.helper
        people = (
            editors_of(helper.organisation_id) if helper.organisation_id else {helper.person_id}
        )
        people = {person for person in people if person is not None} - {topic.author_id}
        languages = dict(User.objects.filter(pk__in=people).values_list("pk", "language"))
        for person, language in languages.items():
            with override(language):
                reasons = "; ".join(why(asked.reasons))
            tell(
                {person}, kind="asked_to_help", actor_id=None, subject=topic.title, detail=reasons,
                url=topic_path(topic.pk, topic.slug), target=("topic", topic.pk),
            )  # fmt: skip


@receives(DetailAsked)
def detail_asked(fact: DetailAsked) -> None:
    """Says more than that there is a reply, so it takes that one's place (tell.STRENGTH)."""
    post = Post.objects.select_related("topic__forum").get(pk=fact.post_id)
    topic = post.topic
    tell(
        _askers(topic), kind="detail_asked", actor_id=post.author_id, subject=topic.title,
        url=post_path(topic.pk, topic.slug, post.number), target=("post", post.pk),
        organisation_id=post.organisation_id,
    )  # fmt: skip


@receives(QuestionForgotten)
def question_forgotten(fact: QuestionForgotten) -> None:
    topic = _topic(fact.topic_id)
    tell(
        {person.pk for person in moderators()}, kind="question_forgotten", actor_id=None,
        subject=topic.title, url=topic_path(topic.pk, topic.slug), target=("topic", topic.pk),
    )  # fmt: skip


@receives(AnswerNotChosen)
def answer_not_chosen(fact: AnswerNotChosen) -> None:
    topic = _topic(fact.topic_id)
    tell(
        _askers(topic), kind="answer_not_chosen", actor_id=None, subject=topic.title,
        url=topic_path(topic.pk, topic.slug), target=("topic", topic.pk),
    )  # fmt: skip


@receives(AnswerAccepted)
def solved_for_others(fact: AnswerAccepted) -> None:
    """Those who have the problem too."""
    post = Post.objects.select_related("topic").get(pk=fact.post_id)
    topic = post.topic
    same = SameProblem.objects.filter(topic=topic).values_list("person_id", flat=True)
    tell(
        set(same) - {post.author_id}, kind="same_solved", actor_id=None, subject=topic.title,
        url=post_path(topic.pk, topic.slug, post.number), target=("post", post.pk),
    )  # fmt: skip


@receives(PostHelped)
def post_helped(fact: PostHelped) -> None:
    """Its author, once a person: whoever presses again and again is heard once. Where an organisation
    asked, its editors thank in its name: theirs would tell who held the pen."""
    post = Post.objects.select_related("topic").get(pk=fact.post_id)
    authors = editors_of(post.organisation_id) if post.organisation_id else {post.author_id}
    asker = post.topic.organisation_id
    house = asker if asker is not None and fact.person_id in editors_of(asker) else None
    by = {"organisation": house, "actor": None} if house else {"actor": fact.person_id}
    heard = Notification.objects.filter(kind="helped", target_kind="post", target_id=post.pk, **by)
    tell(
        authors - set(heard.values_list("person_id", flat=True)), kind="helped",
        actor_id=fact.person_id, organisation_id=house, subject=post.topic.title,
        url=post_path(post.topic_id, post.topic.slug, post.number), target=("post", post.pk),
    )  # fmt: skip
