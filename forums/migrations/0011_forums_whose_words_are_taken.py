"""Addresses under /forums/ have come to mean lists and pages. A forum that had one of these words as its
slug could not be reached any more: it gets the next free one, and its old address leads on where it can."""

from itertools import count

from django.db import migrations
from django.db.models import F

TAKEN = frozenset({
    "t", "topics", "ask", "preview", "similar", "posts", "new", "waiting", "polls", "thanks", "helping", "unread",
    "mine", "order", "latest", "unanswered", "solved", "tag", "region", "by", "held",
})
"""As they are at this migration (forums.actions.create_forum.RESERVED_SLUGS)."""


def give_way(apps, schema_editor):
    Forum = apps.get_model("forums", "Forum")
    OldForumAddress = apps.get_model("forums", "OldForumAddress")
    used = set(Forum.objects.values_list("slug", flat=True))
    for forum in Forum.objects.filter(slug__in=TAKEN).order_by("pk"):
        old = forum.slug
        new = next(slug for n in count(2) if (slug := f"{old}-{n}") not in used)
        used.add(new)
        OldForumAddress.objects.update_or_create(slug=old, defaults={"forum": forum})
        # What is kept of its pages, and of those of its topics, names the old address.
        Forum.objects.filter(pk=forum.pk).update(
            slug=new, version=F("version") + 1, name_version=F("name_version") + 1
        )


class Migration(migrations.Migration):
    # Apart from the one that makes the table: PostgreSQL does not add constraints to rows of the same transaction.

    dependencies = [
        ("forums", "0010_old_addresses_of_forums"),
    ]

    operations = [migrations.RunPython(give_way, migrations.RunPython.noop)]
