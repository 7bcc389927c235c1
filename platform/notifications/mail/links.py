"""Addresses in letters that act without a log-in. Each names a verb, a person and a thing, and is signed."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing

from notifications.channels import DEFAULTS

_SALT = "notifications.mail"
READ, MUTE, FOLLOW, STOP, DIGEST, ALL = "read", "mute", "follow", "stop", "digest", "all"
VERBS = (READ, MUTE, FOLLOW, STOP, DIGEST, ALL)


@dataclass(frozen=True)
class Deed:
    """What a link does. `topic` and `number` (how far it was told of) where it is about a topic;
    `groups` where it stops some kinds of mail."""

    verb: str
    person: int
    topic: int = 0
    number: int = 0
    groups: tuple[str, ...] = field(default=())


def link(deed: Deed) -> str:
    packed = [deed.verb, deed.person, deed.topic, deed.number, *deed.groups]
    token = signing.dumps(packed, salt=_SALT, compress=True)
    return f"{settings.BASE_URL}/notifications/by-mail/{token}/"


def deed_of(token: str) -> Deed | None:
    """What was signed; None for anything else."""
    try:
        verb, person, topic, number, *groups = signing.loads(token, salt=_SALT)
    except Exception:  # signing raises many kinds for bytes it never made
        return None
    if verb not in VERBS or not set(groups) <= DEFAULTS.keys():
        return None
    return Deed(verb, int(person), int(topic), int(number), tuple(groups))


def host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def message_id(person_id: int, topic_id: int, post_id: int = 0) -> str:
    """Of the letter that tells of a post; without one, of the letter all others of the topic follow."""
    post = f".{post_id}" if post_id else ""
    return f"<topic.{topic_id}{post}.to.{person_id}@{host()}>"
