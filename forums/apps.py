from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from directory.ports import panels
        from forums import integrity, receivers  # noqa: F401  register themselves
        from forums.moderated import register_all
        from forums.panels import panels_of
        from forums.writing import register_all as register_writing

        panels.fill(panels_of)
        register_all()
        register_writing()
