"""Elasticsearch, fed from the entries by the outbox. Search goes on without it."""

from search.engines.elastic.asking import Behind, ElasticEngine
from search.engines.elastic.drift import drift
from search.engines.elastic.feed import make_sure, rebuild, tell
from search.engines.elastic.link import in_use, resting

__all__ = ["Behind", "drift", "engine", "in_use", "make_sure", "rebuild", "resting", "tell"]

_engine = ElasticEngine()


def engine() -> ElasticEngine:
    return _engine
