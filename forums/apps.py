from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "forums"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forums import integrity, receivers  # noqa: F401  register themselves
        from forums.moderated import register_all

        register_all()
