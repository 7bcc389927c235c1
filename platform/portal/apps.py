from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.ports import is_demonstration
        from kernel import background
        from portal import status
        from portal.demo.shown import shows_demo

        is_demonstration.fill(shows_demo)
        background.register("status", status.look, every=status.LOOKED_EVERY)
        from moderation.grounds import anchors
        from place.ports import grounds

        grounds.fill(anchors)
