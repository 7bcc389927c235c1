from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import ports
        from moderation import (  # noqa: F401  they register themselves
            audit,
            own_data,
            receivers,
            retention,
        )
        from moderation.appeal_queue import register_appeals
        from moderation.notices import register_notices
        from moderation.people import standing_of
        from moderation.profiles import register_profiles
        from moderation.screening import is_disposable

        ports.standing_of.fill(standing_of)
        ports.is_disposable.fill(is_disposable)
        register_profiles()
        register_notices()
        register_appeals()
