from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from directory.ports import panels
        from forums import (  # noqa: F401  register themselves
            integrity,
            own_data,
            receivers,
            retention,
        )
        from forums.moderated import register_all
        from forums.panels import panels_of
        from forums.polls import due as polls_due
        from forums.polls import integrity as polls_integrity  # noqa: F401  registers itself
        from forums.polls import receivers as polls  # noqa: F401  register themselves
        from forums.polls.moderated import register_polls
        from forums.questions import due
        from forums.questions import receivers as questions  # noqa: F401  register themselves
        from forums.reactions import integrity as reactions_integrity  # noqa: F401  registers itself
        from forums.reactions import receivers as reactions  # noqa: F401  register themselves
        from forums.review import integrity as waiting_integrity  # noqa: F401  registers itself
        from forums.review import receivers as review  # noqa: F401  registers itself
        from forums.review.seeing import number_of_waiting
        from forums.thanks import receivers as thanks  # noqa: F401  register themselves
        from forums.thanks.moderated import register_thanks
        from forums.writing import register_all as register_writing
        from kernel import background
        from kernel.pages import waiting_count

        waiting_count.fill(number_of_waiting)
        background.register("questions", due.work_off, every=20.0)
        background.register("polls", polls_due.work_off, every=15.0)
        panels.fill(panels_of)
        register_all()
        register_polls()
        register_thanks()
        register_writing()
