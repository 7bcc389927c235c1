"""Adds bench content. Each lot is one transaction and is whole in itself, so that a load which is
stopped half-way leaves less than was asked for, and nothing that does not fit together."""

from random import Random

from django.core.management import call_command

from portal.bulk.conversations import Talkers, add_topics
from portal.bulk.houses import add_organisations
from portal.bulk.long_topic import add_long_topic
from portal.bulk.people import add_people, authors
from portal.bulk.plan import PEOPLE, Plan, Tell
from portal.bulk.practice import Sources, add_notes
from portal.bulk.tagging import Tags
from portal.bulk.talk import add_messages
from portal.bulk.texts import Writer
from realtime.start import ensure_rooms


def load_bulk(plan: Plan, tell: Tell) -> None:
    """All that the plan asks for. What is new waits in the outbox for `search_drain`."""
    call_command("load_start", verbosity=0)
    writer = Writer(Random(plan.seed))  # noqa: S311  texts, not secrets
    if plan.users:
        add_people(plan.users, writer.random, tell)
    if plan.organisations:
        add_organisations(plan.organisations, writer, tell)
    if not plan.written:
        return
    people = authors()
    if not people:
        tell(f"nobody is here to write, so {PEOPLE} people are added")
        add_people(PEOPLE, writer.random, tell)
        people = authors()
    tags = Tags(writer.random)
    talkers = Talkers(writer, people, tags)
    if plan.topic_count:
        add_topics(plan, talkers, tell)
    if plan.long_topic:
        pk = add_long_topic(plan.long_topic, talkers, tell)
        tell(f"the long topic has the id {pk}")
    if plan.notes:
        add_notes(plan.notes, writer, Sources(people, tags), tell)
    if plan.messages:
        add_messages(plan.messages, writer, people, ensure_rooms(), tell)
