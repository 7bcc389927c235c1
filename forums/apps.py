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
        from forums.writing import register_all as register_writing
        from kernel import background

        background.register("questions", due.work_off, every=20.0)
        panels.fill(panels_of)
        register_all()
        register_writing()
