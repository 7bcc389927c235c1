"""Somebody thanks another person, or an organisation; thanks are taken away."""

from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.viewer import check_writer
from forums.actions.locking import held_post, locked_topic
from forums.facts import Thanked
from forums.models import Post
from forums.thanks.models import WORDS_LIMIT, Thanks
from forums.thanks.policies import check_remove_thanks, check_thank, check_thank_for
from kernel.facts import publish
from kernel.fields import gathered
from kernel.gate import clean_text
from kernel.once import once
from kernel.refusals import Conflict


def thank_for(*, by: User, post: Post, words: str = "", key: str | None = None) -> Thanks:
    """Thanks for a post, to whom it shows as its author. Raises Refused, Invalid (words), KeyReused,
    or Conflict for a second time."""
    check_writer(by)
    said = _read(words)

    def make() -> int:
        topic = locked_topic(post.topic_id)
        held = held_post(topic, post.pk)
        check_thank_for(by, held)
        whom: dict[str, Any] = (
            {"organisation_id": held.organisation_id}
            if held.organisation_id
            else {"person_id": held.author_id}
        )
        return _write(by, said, post=held, for_post=True, **whom)

    return _once(by, ["thanks", "post", post.pk, said], key, make)


def thank(*, by: User, whom: User, words: str = "", key: str | None = None) -> Thanks:
    """Thanks to a person for everything. The same refusals."""
    check_writer(by)
    said = _read(words)

    def make() -> int:
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        check_thank(by, whom)
        return _write(by, said, person_id=whom.pk)

    return _once(by, ["thanks", "person", whom.pk, said], key, make)


def remove_thanks(*, by: User, thanks: Thanks) -> None:
    """Gone for good; removing what is gone changes nothing. Raises Refused."""
    check_remove_thanks(by, thanks)
    Thanks.objects.filter(pk=thanks.pk).delete()


def hide_thanks(thanks: Thanks, hidden: bool) -> None:
    """A moderator's decision, called by `moderation.registry`."""
    Thanks.objects.filter(pk=thanks.pk).update(hidden=hidden)


def _read(words: str) -> str:
    fields = gathered(words=lambda: clean_text(words, limit=WORDS_LIMIT, lines=False))
    return str(fields["words"])


def _once(by: User, payload: Any, key: str | None, make: Any) -> Thanks:
    with transaction.atomic():
        pk, _made = once(person_id=by.pk, key=key, payload=payload, make=make)
        thanks = Thanks.objects.select_related("person", "organisation", "post").filter(pk=pk)
        found = thanks.first()
    if found is None:
        raise Conflict(_("These thanks have been removed since."))
    return found


def _write(by: User, words: str, **whom: Any) -> int:
    same = {"giver": by, **whom}
    if Thanks.objects.filter(**same).exists():
        raise Conflict(_("You have said thank you for this already."))
    thanks = Thanks.objects.create(words=words, lang=(get_language() or "pl")[:2], **same)
    publish(Thanked(thanks_id=thanks.pk))
    return thanks.pk
