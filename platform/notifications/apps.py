from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forums.ports import following
        from kernel.pages import bell_count
        from notifications import partnerships, receivers  # noqa: F401  they register themselves
        from notifications.actions.watch import follows
        from notifications.bell import unseen_of

        bell_count.fill(unseen_of)
        following.fill(follows)
