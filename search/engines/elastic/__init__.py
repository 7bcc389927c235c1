"""Elasticsearch, fed from the entries by the outbox. Search goes on without it."""

from search.engines.elastic.asking import Behind, ElasticEngine
from search.engines.elastic.drift import drift
from search.engines.elastic.feed import rebuild, tell
from search.engines.elastic.link import in_use, resting

__all__ = ["Behind", "drift", "engine", "in_use", "rebuild", "resting", "tell"]

_engine = ElasticEngine()


def engine() -> ElasticEngine:
    return _engine
