"""A prepared answer for a topic: the words for what it is about are filled in, and a person reads it over
before it is sent."""

import re

from accounts.models import User
from accounts.viewer import Viewer
from curation.models import Canned
from directory.voices import voice
from forums.models import Topic
from forums.paths import topic_path
from kernel.gate import whole_number

WORDS = ("name", "title", "forum", "link")
_WORD = re.compile(r"\{(name|title|forum|link)\}")


def prepared(viewer: Viewer, topic: Topic, raw: str) -> str:
    """Fills forums.ports.prepared."""
    pk = whole_number(raw)
    if pk is None or not isinstance(viewer, User) or not viewer.is_curator:
        return ""
    row = Canned.objects.filter(pk=pk).first()
    return written_for(row, topic) if row else ""


def answers() -> list[Canned]:
    return list(Canned.objects.all())


def written_for(canned: Canned, topic: Topic) -> str:
    """In the language of the topic; titles and names as text, whatever signs are in them."""
    said = {
        "name": _escaped(voice(topic.author, topic.organisation).name),
        "title": _escaped(topic.title),
        "forum": _escaped(topic.forum.name),
        "link": topic_path(topic.pk, topic.slug),
    }
    body = canned.body_en if topic.lang == "en" else canned.body_pl
    return _WORD.sub(lambda found: said[found.group(1)], body)


def _escaped(words: str) -> str:
    return "".join(f"\\{sign}" if sign in "[]\\`*_<>" else sign for sign in words)
