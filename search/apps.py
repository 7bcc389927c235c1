from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from directory import ports as directory_ports
        from forums import ports as forums_ports
        from kernel import background
        from notifications import ports as saved_ports
        from notifications.saved import registry
        from search import (
            answers,
            documents,
            drain,
            integrity,  # noqa: F401  registers its checks
            lapsing,
            own_data,  # noqa: F401  registers itself
            receivers,  # noqa: F401  registers itself
            retention,  # noqa: F401  registers itself
            words,
        )
        from search.engines import elastic
        from search.following import Searches
        from search.sources.cards import Cards
        from search.sources.collections import Collections
        from search.sources.messages import Messages
        from search.sources.notes import Notes
        from search.sources.organisations import Organisations
        from search.sources.people import People
        from search.sources.topics import Topics

        for source in (
            Topics(), Notes(), Collections(), Organisations(), Cards(), People(), Messages(),
        ):  # fmt: skip
            documents.register(source)
        directory_ports.organisation_search.fill(answers.organisations)
        saved_ports.topic_search.fill(answers.topics)
        registry.register(Searches())
        forums_ports.similar.fill(answers.like_this)
        background.register("search", drain.tick, every=1.0, lane="search")
        background.register("search words", words.tick, every=1.0, lane="search")
        background.register("search lapses", lapsing.tick, every=300.0, lane="search")
        background.register("search index", elastic.make_sure, every=30.0, lane="search")
