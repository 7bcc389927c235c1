"""What the forums do when something happens below them."""

from django.db.models import F, Q

from accounts.facts import PersonRenamed
from forums.models import Forum, Post, Topic
from kernel.facts import receives


@receives(PersonRenamed)
def person_renamed(fact: PersonRenamed) -> None:
    """Kept pages show the name, so what shows it gets a new version."""
    own = Post.objects.filter(author=fact.person_id)
    answers_to = Post.objects.filter(parent__author=fact.person_id)
    for posts in (own, answers_to):
        Topic.objects.filter(pk__in=posts.values("topic")).update(version=F("version") + 1)
    shown = Q(author=fact.person_id) | Q(last_poster=fact.person_id) | Q(accepted_by=fact.person_id)
    Topic.objects.filter(shown).update(version=F("version") + 1)
    Post.objects.filter(pk__in=answers_to.values("pk")).update(version=F("version") + 1)
    own.update(version=F("version") + 1)
    forums = Topic.objects.filter(shown).values("forum")
    Forum.objects.filter(pk__in=forums).update(version=F("version") + 1)
