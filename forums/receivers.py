"""What the forums do when something happens below them."""

from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.facts import PersonRenamed
from directory.facts import OrganisationChanged
from directory.models import Organisation
from forums.facts import TopicChanged
from forums.models import Forum, Post, TaggedTopic, Topic, TopicEvent
from forums.polls.models import Poll
from forums.questions.models import Helper
from kernel.facts import publish, receives
from taxonomy.facts import TagGone, TagRenamed
from taxonomy.tags import move_tag


@receives(OrganisationChanged)
def organisation_changed(fact: OrganisationChanged) -> None:
    """Its name and picture stand beside what was written in its name. One that was merged into another
    speaks from then on as that other."""
    said = Post.objects.filter(organisation=fact.organisation_id)
    started = Topic.objects.filter(
        Q(organisation=fact.organisation_id) | Q(last_organisation=fact.organisation_id)
    )
    did = TopicEvent.objects.filter(organisation=fact.organisation_id)
    if not said.exists() and not started.exists():
        return
    answers = Post.objects.filter(parent__organisation=fact.organisation_id)
    _shows_anew(said.values("topic"), answers.values("topic"), did.values("topic"))
    started.update(version=F("version") + 1)
    Post.objects.filter(pk__in=answers.values("pk")).update(version=F("version") + 1)
    said.update(version=F("version") + 1)
    forums = started.values("forum")
    Forum.objects.filter(pk__in=forums).update(version=F("version") + 1)
    now = Organisation.objects.filter(pk=fact.organisation_id).values_list("merged_into", flat=True)
    if (heir := now.first()) is not None:
        Topic.objects.filter(organisation=fact.organisation_id).update(organisation=heir)
        Topic.objects.filter(last_organisation=fact.organisation_id).update(last_organisation=heir)
        said.update(organisation=heir)
        did.update(organisation=heir)
        Poll.objects.filter(organisation=fact.organisation_id).update(organisation=heir)


@receives(TagRenamed)
def tag_renamed(fact: TagRenamed) -> None:
    _show_tags(
        list(TaggedTopic.objects.filter(tag=fact.tag_id).values_list("content_object", flat=True))
    )


@receives(TagGone)
def tag_gone(fact: TagGone) -> None:
    """Topics and helpers get the tag that is kept."""
    move_tag(Helper.tags.through.objects.all(), owner="helper", fact=fact)
    topics = move_tag(TaggedTopic.objects.all(), owner="content_object", fact=fact)
    _show_tags(topics)
    for pk in topics:
        publish(TopicChanged(topic_id=pk))


def _show_tags(topics: list[int]) -> None:
    """Tags stand in kept rows and pages."""
    Topic.objects.filter(pk__in=topics).update(version=F("version") + 1)
    forums = Topic.objects.filter(pk__in=topics).values("forum")
    Forum.objects.filter(pk__in=forums).update(version=F("version") + 1)


@receives(PersonRenamed)
def person_renamed(fact: PersonRenamed) -> None:
    """Kept pages show the name, so what shows it gets a new version."""
    own = Post.objects.filter(author=fact.person_id)
    answers_to = Post.objects.filter(parent__author=fact.person_id)
    did = TopicEvent.objects.filter(by=fact.person_id)
    _shows_anew(own.values("topic"), answers_to.values("topic"), did.values("topic"))
    shown = Q(author=fact.person_id) | Q(last_poster=fact.person_id) | Q(accepted_by=fact.person_id)
    Topic.objects.filter(shown).update(version=F("version") + 1)
    Post.objects.filter(pk__in=answers_to.values("pk")).update(version=F("version") + 1)
    own.update(version=F("version") + 1)
    forums = Topic.objects.filter(shown).values("forum")
    Forum.objects.filter(pk__in=forums).update(version=F("version") + 1)


def _shows_anew(*topics: QuerySet[Any, Any]) -> None:
    for ids in topics:
        Topic.objects.filter(pk__in=ids).update(version=F("version") + 1)
