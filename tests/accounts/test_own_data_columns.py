"""No column in which people write is forgotten by an erasure: each is looked through, or a reason stands here."""

from django.apps import apps
from django.db import models

from accounts.own_data import own, texts
from accounts.own_data.holdings import GONE, holdings

LONG = 200
"""A shorter column has no room for a sentence that names somebody with a link."""

MACHINES = (
    "codes, figures and addresses that programs write, and what is kept of a mail until it is sent"
)
MADE = "made anew of what is looked through"
FACTS = "an organisation's own facts about itself, without Markdown"
HOUSE = "the institute's own words, which moderators and administrators keep up"
THEIRS = "the account's own; emptied with it"

EXEMPT = {
    "account.": MACHINES, "admin.": MACHINES, "auth.": MACHINES, 
    "django_tasks_database.": MACHINES, "kernel.": MACHINES, "mfa.": MACHINES, "sessions.": MACHINES,
    "socialaccount.": MACHINES, "taxonomy.": MACHINES,
    "accounts.erasure.was": THEIRS, "accounts.user.": THEIRS,
    "search.": MADE, "forums.topic.excerpt": MADE,
    "forums.asked.reasons": MACHINES, "forums.post.reactions": MACHINES, "forums.waiting.tags": MACHINES,
    "forums.forum.": HOUSE, "forums.topicevent.words": HOUSE, "place.settings.": HOUSE, "place.wording.": HOUSE,
    "moderation.notice.email": "of people without an account; has a term of its own", "moderation.ground.": HOUSE, "moderation.statement.ground_words": HOUSE, "moderation.entry.figures": MACHINES,
    "realtime.message.reactions": MACHINES,
    "notes.collection.title": "a heading of its curators",
    "notes.practicenote.source": FACTS, "notes.practicenote.source_key": MACHINES,
    "notes.practicenote.based_on_url": FACTS, "notes.practicenote.sign_url": FACTS,
    "directory.organisation.": FACTS, "directory.importjob.": FACTS, "directory.importline.": FACTS,
    "directory.site.": FACTS, "directory.standing.": FACTS, "directory.network.": FACTS,
    "directory.openingexception.": FACTS, "directory.accessfact.source": FACTS, "directory.change.private": FACTS,
    "directory.card.access": FACTS, "directory.contact.": FACTS,
}  # fmt: skip


def in_words() -> set[str]:
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            free = isinstance(field, models.CharField | models.TextField | models.JSONField)
            if free and not field.choices and (field.max_length or LONG) >= LONG:
                found.add(f"{model._meta.label_lower}.{field.name}")
    return found


def test_every_column_of_words_is_looked_through_or_has_a_reason() -> None:
    assert own.__name__  # the rooms have registered themselves
    looked = {f"{text.model}.{column}" for text in texts.texts for column in text.columns}
    gone = {holding.model for holding in holdings.values() if holding.fate is GONE and holding.told}
    left = {
        name for name in in_words() - looked
        if not name.startswith(tuple(EXEMPT)) and name.rpartition(".")[0] not in gone
    }  # fmt: skip
    assert sorted(left) == []


def test_no_reason_outlives_its_column() -> None:
    names = in_words()
    assert [one for one in EXEMPT if not any(name.startswith(one) for name in names)] == []
