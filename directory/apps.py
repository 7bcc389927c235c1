from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from directory import (  # noqa: F401  they register themselves
            integrity,
            own_data,
            receivers,
            retention,
        )
        from directory.actions.ask import ask_whats_due
        from directory.actions.tell_endings import tell_endings
        from directory.actions.tell_matches import Round
        from directory.inviting import register_invitations
        from directory.moderated import register_organisations
        from directory.moderated_cards import register_cards
        from directory.page.gallery import register_photos
        from directory.record.asking import EVERY
        from directory.record.circles import register_circles
        from directory.record.parts import register_parts
        from kernel import background

        register_organisations()
        register_cards()
        register_invitations()
        register_photos()
        background.register("matches", Round().tick, every=3_600.0)
        background.register("cards that end", tell_endings, every=3_600.0)
        background.register("yearly questions", ask_whats_due, every=EVERY)
        register_parts()
        register_circles()
