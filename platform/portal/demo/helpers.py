"""Who can be asked, whom answers have helped, and who has a problem too: made out of who took part."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from accounts.models import User
from directory.models import Organisation
from forums.models import Post, Topic
from forums.questions.models import Asked, Helped, Helper, Question, SameProblem
from portal.demo.conversations import Spoken
from portal.demo.people import People
from taxonomy.models import Tag

HELPERS, HOUSES, THEIR_TAGS, MARKS = 8, 2, 6, 3


def mark(spoken: Sequence[Spoken], people: People) -> None:
    """Adds marks to topics that have just been loaded, and helpers where there are none."""
    questions = [one for one in spoken if one.topic.kind == Topic.Kind.QUESTION]
    rows = Question.objects.bulk_create(
        [Question(topic=one.topic, ring=1) for one in questions], ignore_conflicts=True
    )
    if not rows:
        return
    everybody = sorted(people.values(), key=lambda person: person.pk)
    _helped([one for one in questions if one.topic.accepted_id], everybody)
    _same([one for one in questions if not one.topic.accepted_id], everybody)
    if not Helper.objects.exists():
        _helpers([one for one in questions if one.topic.accepted_id])
        _asked([one for one in questions if one.topic.reply_count == 0])


def _others(one: Spoken, everybody: Sequence[User], without: set[int]) -> list[User]:
    """Some people, always the same ones of a topic."""
    start = one.topic.pk % len(everybody)
    turned = [*everybody[start:], *everybody[:start]]
    return [person for person in turned if person.pk not in without][: one.topic.pk % (MARKS + 1)]


def _helped(solved: Sequence[Spoken], everybody: Sequence[User]) -> None:
    for one in solved:
        post = Post.objects.get(pk=one.topic.accepted_id or 0)
        people = _others(one, everybody, {post.author_id})
        Helped.objects.bulk_create(Helped(post=post, person=person) for person in people)
        Post.objects.filter(pk=post.pk).update(helped_count=len(people))


def _same(unsolved: Sequence[Spoken], everybody: Sequence[User]) -> None:
    for one in unsolved:
        people = _others(one, everybody, {one.topic.author_id})
        SameProblem.objects.bulk_create(
            SameProblem(topic=one.topic, person=person) for person in people
        )
        Question.objects.filter(pk=one.topic.pk).update(same_count=len(people))


def _helpers(solved: Sequence[Spoken]) -> None:
    """Those whose answers have solved most, with the tags of what they solved; and two houses."""
    tags: dict[int, Counter[str]] = defaultdict(Counter)
    for one in solved:
        author = Post.objects.values_list("author_id", flat=True).get(pk=one.topic.accepted_id or 0)
        tags[author].update(one.row["tags"])
    best = sorted(tags, key=lambda person: (-tags[person].total(), person))[:HELPERS]
    for person in best:
        names = [name for name, _n in tags[person].most_common(THEIR_TAGS)]
        Helper.objects.create(person_id=person).tags.set(Tag.objects.filter(name__in=names))
    examples = Organisation.objects.filter(is_example=True, hidden=False).order_by("pk")[:HOUSES]
    for organisation in examples:
        names = [name for counter in tags.values() for name, _n in counter.most_common(1)][:4]
        helper = Helper.objects.create(organisation=organisation)
        helper.tags.set(Tag.objects.filter(name__in=names))


def _asked(waiting: Sequence[Spoken]) -> None:
    for one in waiting:
        shared = Helper.objects.filter(tags__name__in=one.row["tags"]).exclude(
            person=one.topic.author_id
        )
        Asked.objects.bulk_create(
            Asked(topic=one.topic, helper=helper, reasons=[["tags", 1]])
            for helper in shared.distinct()[:MARKS]
        )
