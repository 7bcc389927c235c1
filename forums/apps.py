from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from directory.ports import panels
        from forums import integrity, receivers  # noqa: F401  register themselves
        from forums.moderated import register_all
        from forums.panels import panels_of
        from forums.questions import due
        from forums.questions import receivers as questions  # noqa: F401  register themselves
        from forums.review import integrity as waiting_integrity  # noqa: F401  registers itself
        from forums.review import receivers as review  # noqa: F401  registers itself
        from forums.review.seeing import number_of_waiting
        from forums.writing import register_all as register_writing
        from kernel import background
        from kernel.pages import waiting_count

        waiting_count.fill(number_of_waiting)
        background.register("questions", due.work_off, every=20.0)
        panels.fill(panels_of)
        register_all()
        register_writing()
