from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import (  # they register themselves
            integrity,  # noqa: F401
            receivers,  # noqa: F401
            retention,  # noqa: F401
            security_events,  # noqa: F401
        )
        from accounts.actions.ask_for_copy import make_copies
        from accounts.actions.erase_account import finish_erasures
        from accounts.own_data import own  # noqa: F401  it registers itself
        from kernel import background
        from kernel.backup.hooks import after_restore

        background.register("copies of own data", make_copies, every=5.0)
        background.register("erasures", finish_erasures, every=3.0)
        after_restore.append(_erase_again)


def _erase_again() -> str:
    """What a restore says about it."""
    from accounts.actions.erase_account import apply_ledger

    return f"{apply_ledger()} deleted accounts deleted again"
