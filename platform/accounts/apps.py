from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import integrity, receivers  # noqa: F401  they register themselves
        from accounts.actions.invite import forget_old
        from kernel import background

        background.register("old invitations", forget_old, every=3_600.0)
