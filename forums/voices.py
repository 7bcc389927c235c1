"""Whom a topic or a post shows as its author. The rule is `directory.voices`; who held the pen is said by
`forums.writers` to those who may know it, and nowhere else."""

from directory.voices import HEAVY, WHOLE, Voice, holds, own_words, same_voice, voice, voice_of
from forums.models import Topic

__all__ = [
    "HEAVY",
    "WHOLE",
    "Voice",
    "holds",
    "last_voice",
    "own_words",
    "same_voice",
    "voice",
    "voice_of",
]


def last_voice(topic: Topic) -> Voice:
    """Who wrote last in a topic. Wants last_poster and last_organisation loaded with it."""
    return voice(topic.last_poster, topic.last_organisation)
