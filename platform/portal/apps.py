from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.ports import is_demonstration
        from portal.demo.shown import shows_demo

        is_demonstration.fill(shows_demo)
        from moderation.grounds import anchors
        from place.ports import grounds

        grounds.fill(anchors)
