from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from forums import ports as forum_ports
        from kernel import background
        from kernel.pages import bell_count
        from notifications import (  # they register themselves
            appreciation,  # noqa: F401
            corrections,  # noqa: F401
            directory_receivers,  # noqa: F401
            found,  # noqa: F401
            log_ins,  # noqa: F401
            mentions,  # noqa: F401
            moves,  # noqa: F401
            notes_receivers,  # noqa: F401
            of_the_place,  # noqa: F401
            own_data,  # noqa: F401  it registers itself
            partnerships,  # noqa: F401
            polls,  # noqa: F401
            questions,  # noqa: F401
            receivers,  # noqa: F401
            retention,  # noqa: F401
            review,  # noqa: F401
            statements,  # noqa: F401
        )
        from notifications.actions.keep import remind_whats_due
        from notifications.bell import unseen_of
        from notifications.followers import work_off as tell_followers
        from notifications.following import interests_of
        from notifications.inbound.mailbox import fetch
        from notifications.inviting import register_invitations
        from notifications.levels import heard, level_for, silenced
        from notifications.mail.sending import work_off as write_letters
        from notifications.of_the_place import remind_of_statement
        from notifications.saved.needs import Needs
        from notifications.saved.organisations import Organisations
        from notifications.saved.registry import register
        from notifications.saved.topics import Topics
        from notifications.saved.working import work_off
        from notifications.waiting_long import remind_moderators

        for kind in (Organisations(), Needs(), Topics()):
            register(kind)
        background.register("followers", tell_followers, every=1.0)
        background.register("kept things", remind_whats_due, every=30.0)
        background.register("what waits long", remind_moderators, every=300.0)
        background.register("statement", remind_of_statement, every=3600.0)
        background.register("letters", write_letters, every=15.0)
        background.register("mailbox", fetch, every=30.0, lane="mailbox")
        background.register("saved searches", work_off, every=60.0)
        bell_count.fill(unseen_of)
        register_invitations()
        forum_ports.level_for.fill(level_for)
        forum_ports.silenced.fill(silenced)
        forum_ports.heard.fill(heard)
        forum_ports.interests_of.fill(lambda person: [name for name, _href in interests_of(person)])
