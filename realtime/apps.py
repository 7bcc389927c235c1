from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    name = "realtime"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from composing import holders
        from directory import ports as directory_ports
        from directory.ports import conversation, panels
        from forums import ports as forum_ports
        from kernel import background
        from kernel.backup import beside
        from moderation.registry import register, reverses
        from notifications.targets import judges
        from realtime import (  # noqa: F401  they register themselves
            integrity,
            own_data,
            receivers,
            retention,
        )
        from realtime.chat.about import opening, room_of_card, room_of_topic
        from realtime.chat.access import may_have_of_message
        from realtime.chat.actions.ask_organisation import conversation_with
        from realtime.chat.actions.say import MESSAGE
        from realtime.chat.actions.silence import SILENCE, undo_silence
        from realtime.chat.calling import rooms_seen
        from realtime.chat.moderated import MESSAGES
        from realtime.chat.words import pack_stretches
        from realtime.panels import panels_of
        from realtime.push.sending import work_off

        background.register("push", work_off, every=5.0, lane="push")
        beside.kept.append("vapid.pem")
        panels.fill(panels_of)
        conversation.fill(conversation_with)
        forum_ports.talk.fill(room_of_topic)
        forum_ports.talk_opening.fill(opening)
        directory_ports.talk.fill(room_of_card)
        directory_ports.talk_opening.fill(opening)
        judges["room"] = rooms_seen
        register(MESSAGES)
        reverses(SILENCE, undo_silence)
        holders.register(MESSAGE, may_have_of_message)
        background.register("words of long rooms", pack_stretches, every=60.0)
