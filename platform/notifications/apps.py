from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forums.ports import following
        from kernel import background
        from kernel.pages import bell_count
        from notifications import (  # they register themselves
            corrections,  # noqa: F401
            directory_receivers,  # noqa: F401
            moves,  # noqa: F401
            partnerships,  # noqa: F401
            receivers,  # noqa: F401
        )
        from notifications.actions.watch import follows
        from notifications.bell import unseen_of
        from notifications.saved.needs import Needs
        from notifications.saved.organisations import Organisations
        from notifications.saved.registry import register
        from notifications.saved.topics import Topics
        from notifications.saved.working import work_off

        for kind in (Organisations(), Needs(), Topics()):
            register(kind)
        background.register("saved searches", work_off, every=60.0)
        bell_count.fill(unseen_of)
        following.fill(follows)
