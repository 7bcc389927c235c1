from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import integrity, receivers  # noqa: F401  they register themselves
        from accounts.actions.ask_for_copy import make_copies
        from accounts.actions.erase_account import finish_erasures
        from accounts.actions.invite import forget_old
        from accounts.own_data import copying, own  # noqa: F401  it registers itself
        from kernel import background
        from kernel.backup.hooks import after_restore

        background.register("copies of own data", make_copies, every=5.0)
        background.register("erasures", finish_erasures, every=3.0)
        background.register("old copies of own data", copying.remove_old, every=3_600.0)
        background.register("old invitations", forget_old, every=3_600.0)
        after_restore.append(_erase_again)


def _erase_again() -> str:
    """What a restore says about it."""
    from accounts.actions.erase_account import apply_ledger

    return f"{apply_ledger()} deleted accounts deleted again"
