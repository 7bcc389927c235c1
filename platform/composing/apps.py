from django.apps import AppConfig


class ComposingConfig(AppConfig):
    name = "composing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from composing import (  # noqa: F401  these register themselves
            integrity,
            own_data,
            retention,
            unsent,
        )
