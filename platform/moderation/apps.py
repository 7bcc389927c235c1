from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import ports
        from moderation import own_data  # noqa: F401  it registers itself
        from moderation.people import standing_of
        from moderation.screening import is_disposable

        ports.standing_of.fill(standing_of)
        ports.is_disposable.fill(is_disposable)
