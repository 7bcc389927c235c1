"""What a post refers to, once it is written: its files are its own from then on, and whom it names is
said."""

from composing.actions.attach import attach
from forums.facts import Mentioned
from forums.models import Post
from forums.texts import POST, Written
from kernel.facts import publish


def referred(post: Post, written: Written, *, before: str = "") -> None:
    """Within the transaction that writes the post, after its own fact. `before` is the HTML that it had:
    who was named there has been told. Raises Invalid (body)."""
    attach(files=written.composed.files, kind=POST, holder_id=post.pk)
    named = written.composed.newly_named(before)
    people, organisations = set(named.people.values()), set(named.organisations.values())
    if people or organisations:
        publish(
            Mentioned(
                topic_id=post.topic_id,
                post_id=post.pk,
                person_ids=tuple(sorted(people)),
                organisation_ids=tuple(sorted(organisations)),
            )
        )
