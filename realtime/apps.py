from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "realtime"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from directory.ports import panels
        from moderation.registry import register
        from realtime import integrity, receivers  # noqa: F401  they register themselves
        from realtime.chat.moderated import MESSAGES
        from realtime.panels import panels_of

        panels.fill(panels_of)
        register(MESSAGES)
