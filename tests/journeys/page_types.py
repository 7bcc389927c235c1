"""Every page of the site by the name of its address: who opens it and on which way, or why nobody does here.

A way begins at an address; each word after it is a pattern of what links there lead to, and the first such link is
followed. So a page is met as people meet it; one that no link leads to has its whole address.
"""

HOUSE = "/directory/dom-kultury-w-brzozowce/"
NOTE = "/notes/noc-czytania-w-malej-bibliotece/"
TOPIC = r"/forums/latest/ /forums/t/\d+/"
SAID = r"/chat/rynek/ /messages/\d+/$"

ROWS: dict[str, tuple[str, str]] = {
    "account_confirm_email": ("", "/accounts/confirm-email/x/"),
    "account_email_verification_sent": ("", "/accounts/confirm-email/"),
    "account_inactive": ("", "/accounts/inactive/"),
    "account_logout": ("marta", "/accounts/logout/"),
    "account_reset_password_done": ("", "/accounts/password/reset/done/"),
    "account_reset_password_from_key": ("", "/accounts/password/reset/key/1-x/"),
    "account_reset_password_from_key_done": ("", "/accounts/password/reset/key/done/"),
    "accounts:erased": ("", "/accounts/deleted/"),
    "accounts:second_step": ("marta", "/accounts/second-step/"),
    "chat:about": ("", "/chat/rynek/about/"),
    "chat:actions": ("marta", SAID),
    "chat:archive": ("", "/chat/archive/"),
    "chat:archiving": ("marta", "/chat/dyzur-dostepnosc/archive/"),
    "chat:reactions": ("", rf"{SAID} /reactions/"),
    "chat:remove": ("ola", "/chat/rynek/messages/95/remove/"),
    "chat:room_about": ("marta", r"/directory/needs/ /needs/\d+/$ /chat/about/"),
    "chat:search": ("marta", "/chat/rynek/search/?q=sala"),
    "chat:settings": ("marta", "/chat/rynek/settings/"),
    "chat:silence": ("marta", "/chat/rynek/silence/krzysztof/"),
    "curation:answer": ("marta", r"/curation/answers/ /answers/\d+/"),
    "curation:answer-new": ("marta", "/curation/answers/new/"),
    "curation:answers-for": ("marta", "/curation/ /answers/for/"),
    "curation:discuss": ("marta", f"{NOTE}discuss/"),
    "curation:note-of": ("marta", f"{TOPIC} /note/"),
    "curation:pick": ("marta", "/chat/rynek/pick/"),
    "curation:same": ("marta", "/curation/ /curation/same/"),
    "curation:taken": ("marta", "/taken-up/2/"),
    "directory:card": ("marta", r"/directory/needs/ /needs/\d+/$"),
    "directory:card_done": ("marta", f"{HOUSE} /done/"),
    "directory:card_edit": ("marta", rf"{HOUSE} /cards/\d+/edit/"),
    "directory:cards": ("marta", f"{HOUSE}cards/"),
    "directory:claim": ("marta", "/directory/ekomuzeum-alwernia/claim/"),
    "directory:contact": ("marta", rf"{HOUSE}contacts/ /contacts/\d+/$"),
    "directory:contacts": ("marta", f"{HOUSE}contacts/"),
    "directory:history": ("marta", f"{HOUSE}history/"),
    "directory:hours": ("marta", f"{HOUSE}places/ /hours/"),
    "directory:merge": ("marta", f"{HOUSE}merge/"),
    "directory:networks": ("marta", f"{HOUSE}networks/"),
    "directory:new_card": ("marta", f"{HOUSE}cards/new/"),
    "directory:new_place": ("marta", f"{HOUSE}places/new/"),
    "directory:partners": ("marta", f"{HOUSE}partners/"),
    "directory:people": ("marta", f"{HOUSE}people/"),
    "directory:pictures": ("marta", f"{HOUSE}pictures/"),
    "directory:place": ("marta", rf"{HOUSE}places/ /places/\d+/$"),
    "directory:places": ("marta", f"{HOUSE}places/"),
    "directory:standing": ("marta", rf"{HOUSE}standing/ /standing/\d+/$"),
    "directory:standings": ("marta", f"{HOUSE}standing/"),
    "directory:still_right": ("", "/directory/asked/x/"),
    "forums:actions": ("marta", f"{TOPIC} /actions/"),
    "forums:add_poll": ("marta", f"{TOPIC} /poll/"),
    "forums:by": ("", "/forums/by/dom-kultury-w-brzozowce/"),
    "forums:choose": ("marta", "/forums/ask/"),
    "forums:correct_post": ("adam", f"{TOPIC} /actions/ /correct/"),
    "forums:detail": ("marta", r"/forums/unanswered/ /forums/t/\d+/ /detail/"),
    "forums:edit_post": ("ola", "/forums/topics/57/posts/3/edit/"),
    "forums:edit_topic": ("marta", rf"{TOPIC} /forums/topics/\d+/edit/$"),
    "forums:held_one": ("marta", r"/forums/held/ /held/\d+/"),
    "forums:helping_as": ("ola", "/forums/helping/dom-kultury-w-brzozowce/"),
    "forums:history": ("marta", "/forums/topics/48/posts/10/history/"),
    "forums:merge": ("marta", f"{TOPIC} /merge/"),
    "forums:move": ("marta", f"{TOPIC} /move/"),
    "forums:poll": ("marta", "/forums/polls/1/"),
    "forums:post": ("marta", r"/people/ola/ /forums/t/\d+/[^/]+/\d+/"),
    "forums:reactions": ("marta", f"{TOPIC} /reactions/"),
    "forums:region": ("", "/forums/region/1219/"),
    "forums:remove_post": ("marta", f"{TOPIC} /actions/ /remove/"),
    "forums:reply": ("marta", f"{TOPIC} /reply/"),
    "forums:solved": ("", "/forums/solved/"),
    "forums:split": ("marta", f"{TOPIC} /split/"),
    "forums:tag": ("", "/forums/tag/dzieci/"),
    "forums:thank_person": ("marta", "/forums/thanks/to/ola/"),
    "forums:thank_post": ("marta", r"/forums/unanswered/ /forums/t/\d+/ /actions/ /thank/"),
    "forums:thanks_at": ("marta", "/forums/thanks/at/dom-kultury-w-brzozowce/"),
    "forums:thanks_of": ("marta", "/forums/thanks/of/ola/"),
    "forums:waiting": ("", "/forums/waiting/?show=unsolved"),
    "mfa_list_webauthn": ("marta", "/accounts/2fa/webauthn/"),
    "moderation:case": ("marta", r"/moderation/ /moderation/(?:message|post)/\d+/"),
    "moderation:flag": ("marta", r"/directory/needs/ /needs/\d+/$ /report/"),
    "moderation:ground": ("adam", "/moderation/grounds/ /grounds/spam/"),
    "moderation:new_ground": ("adam", "/moderation/grounds/new/"),
    "moderation:person": ("marta", "/moderation/people/nela/"),
    "moderation:statement": ("marta", r"/moderation/ /statements/\d+/"),
    "moderation:tag": ("marta", r"/moderation/tags/ /tags/\d+/"),
    "notes:authors": ("danuta", f"{NOTE}authors/"),
    "notes:collect": ("marta", f"{NOTE}collect/"),
    "notes:collection": ("", "/notes/collections/ /notes/collections/"),
    "notes:doubt": ("marta", f"{NOTE}doubt/"),
    "notes:easy": ("", "/notes/a-night-of-reading-in-a-small-library/easy/"),
    "notes:edit": ("ola", "/notes/mine/ /edit/"),
    "notes:edit_collection": ("marta", "/notes/collections/dostepnosc-od-jutra/edit/"),
    "notes:edit_run": ("ola", f"{NOTE}runs/ /edit/"),
    "notes:helpful": ("marta", f"{NOTE}helpful/"),
    "notes:history": ("marta", f"{NOTE}history/"),
    "notes:revision": ("marta", rf"{NOTE}history/ /history/\d+/"),
    "notes:runs": ("marta", f"{NOTE}runs/"),
    "notes:truth": ("marta", "/notes/kino-w-wiejskiej-swietlicy/truth/"),
    "notes:write_run": ("marta", f"{NOTE}runs/write/"),
    "notifications:keep": ("marta", "/notifications/keep/note/1/"),
    "notifications:new_search": ("marta", "/notifications/searches/new/?of=directory"),
    "portal:retention": ("", "/about/retention/"),
    "push:browsers": ("marta", "/notifications/push/"),
    "search:group": ("marta", r"/search/words/ /search/words/\d+/"),
    "search:like": ("", "/search/like/note/1/"),
    "search:words": ("marta", "/search/words/"),
    "setup:document": ("adam", "/setup/documents/rules/"),
    "setup:duties": ("adam", "/setup/people/marta/forums/"),
    "setup:forum": ("adam", r"/setup/forums/ /forums/\d+/$"),
    "setup:log-ins": ("adam", "/setup/people/ola/sessions/"),
    "setup:practice": ("adam", r"/setup/words/ /words/\d+/$"),
    "setup:practice-join": ("adam", r"/setup/words/ /words/\d+/$ /join/"),
    "setup:practice-new": ("adam", "/setup/words/new/"),
    "setup:role": ("adam", "/setup/people/marta/"),
    "setup:room": ("adam", r"/setup/rooms/ /rooms/\d+/$"),
    "setup:saying": ("adam", "/setup/place/identity/"),
    "socialaccount_connections": ("marta", "/accounts/sso/"),
    "socialaccount_login_cancelled": ("", "/accounts/sso/login/cancelled/"),
    "socialaccount_login_error": ("", "/accounts/sso/login/error/"),
}  # fmt: skip

_WHY_NOT = {
    "a piece of a page, or an answer to a script": """
        chat:company chat:events chat:find chat:messages composing:at composing:suggest forums:polls forums:posts
        forums:quotation forums:similar search:suggest""",
    "a file": """
        accounts:fetch_copy composing:file directory:import_report mfa_download_recovery_codes moderation:log_table
        notes:docx notes:pdf portal: portal:feed-by portal:feed-directory portal:feed-forum portal:feed-forums
        portal:feed-needs portal:feed-notes portal:feed-region portal:feed-tag portal:logo portal:robots portal:sitemap
        portal:transparency_table push:worker""",
    "for machines": "portal:healthz portal:metrics portal:readyz",
    "leads on to another page": """
        curation:said forums:bare mfa_reauthenticate openid_connect_callback openid_connect_login""",
    "something must be done first: tests/journeys/test_made_pages.py": """
        account_reauthenticate accounts:erase chat:edit chat:leave chat:people directory:describe_picture
        directory:import directory:import_plan directory:network directory:remove_picture directory:remove_place
        forums:edit_poll forums:restore_post notifications:change_search portal:wording""",
    "something must be done first: tests/journeys/test_logging_in.py": """
        accounts:invitation mfa_activate_totp mfa_add_webauthn mfa_authenticate mfa_view_recovery_codes""",
    "something must be done first: tests/journeys/test_moderation_walk.py": """
        moderation:appeal moderation:notice moderation:report""",
    "a field or a button, for whoever has a second step, a passkey or a code in a letter": """
        account_confirm_login_code mfa_deactivate_totp mfa_edit_webauthn mfa_generate_recovery_codes
        mfa_login_webauthn mfa_reauthenticate_webauthn mfa_remove_webauthn""",
    "the page of the rules, once somebody has written terms": "portal:terms",
    "for whoever comes from the institute's own log-in and has no password here": """
        account_set_password socialaccount_signup""",
    "opened from a letter: a question and a button": """
        directory:prove_claim directory:renew_from_letter directory:stop_asking directory:stop_matches
        notifications:by_mail notifications:stop_by_letter""",
    "a question and a button, after somebody else has done something: tests/journeys/test_directory_record.py": """
        directory:review_change directory:review_claim directory:undo notes:invitation""",
}
NO_ROW = {name: reason for reason, names in _WHY_NOT.items() for name in names.split()}
