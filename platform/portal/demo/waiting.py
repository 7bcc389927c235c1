"""Words of the demo region that wait for a moderator."""

from collections.abc import Mapping

from forums.models import Forum
from forums.review.kinds import Cause
from forums.review.models import Waiting
from kernel.markdown import render
from portal.demo.people import People
from portal.demo.reading import Clock, rows


def ensure_waiting(people: People, forums: Mapping[str, Forum], clock: Clock) -> int:
    """Those that have never been sent yet, whatever became of them since; how many are new."""
    made = 0
    for row in rows("waiting"):
        author, body = people[row["author"]], row["body"].strip()
        _waiting, new = Waiting.objects.get_or_create(
            author=author,
            key=f"demo-{row['forum']}",
            defaults={
                "forum": forums[row["forum"]], "title": row["title"], "kind": row["kind"],
                "tags": row["tags"], "lang": row["lang"], "body": body, "html": render(body),
                "cause": Cause.FORUM, "created_at": clock.at(row["at"]),
            },
        )  # fmt: skip
        made += new
    return made
