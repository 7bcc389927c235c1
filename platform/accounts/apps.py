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
        after_restore.extend((_erase_again, _who_administers))


def _erase_again() -> str:
    """What a restore says about it."""
    from accounts.actions.erase_account import apply_ledger

    return f"{apply_ledger()} deleted accounts deleted again"


def _who_administers() -> str:
    """The only administrator of the archive's day may have been deleted since."""
    from accounts.last_administrator import administrators

    if there := administrators().count():
        return f"administrators: {there}"
    return "no administrator is left: manage.py make_member ADDRESS --name NAME --role admin"
