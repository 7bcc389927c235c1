"""Text columns into which no door of the pages lets hostile text, and why.

A column that is neither here nor filled by a door of doors.py or deeds.py fails the suite: whoever adds one says
here why nothing hostile can stand in it, or adds the door.
"""

OUR_WORDS = "our own words: kinds, names of fields and states"
MACHINES = "made by us: digests, marks, keys, file names, figures"
CHOSEN = "chosen from a list that the form judges"
JUDGED = "letters and figures alone are let through (the field's own validator; tests/directory, tests/accounts)"
PLACES = "read from the files of the region's units by an administrator's command"
LATER = "filled by the product itself from columns that stand in the table"

EXEMPT: dict[str, dict[str, str]] = {
    "accounts": {
        "ApiToken.digest": MACHINES, "ApiToken.name": "no page makes tokens: the command's own argument",
        "DataCopy.store": MACHINES, "FormerHandle.digest": MACHINES, "Erasure.was": LATER, "FormerName.handle": LATER, "FormerName.name": LATER,
        "Invitation.email": "judged as an address; shown to its sender alone",
        "Invitation.grant_kind": OUR_WORDS, "Invitation.language": CHOSEN, "Invitation.role": CHOSEN,
        "OpenSession.device": "our words for what a browser says of itself (tests/hostile/test_surfaces.py)",
        "OpenSession.session_key": MACHINES, "User.email": "judged by allauth; shown to its owner and in the administration",
        "User.handle": JUDGED, "User.hushed": MACHINES, "User.language": CHOSEN, "User.look": CHOSEN, "User.password": MACHINES,
        "User.seen_by": CHOSEN, "User.unseen": MACHINES,
    },
    "composing": {"Attachment.holder_kind": OUR_WORDS, "Attachment.kind": OUR_WORDS, "Attachment.store": MACHINES,
                  "Draft.device": JUDGED, "Draft.place": JUDGED},
    "curation": {"Gathering.mark": MACHINES, "HiddenForNow.kind": OUR_WORDS, "SetAside.line": OUR_WORDS},
    "directory": {
        "AccessFact.attribute": OUR_WORDS, "AccessFact.source": LATER, "Card.access": CHOSEN, "Change.private": LATER,
        "Change.reason": "the verdict on a suggestion: shown by the page that shows Claim.evidence", "Change.source": LATER,
        "Claim.email": JUDGED, "Claim.reason": "as Change.reason", "Contact.phone": JUDGED,
        "ImportJob.counts": MACHINES, "ImportJob.file": MACHINES, "ImportJob.note": OUR_WORDS,
        "ImportLine.done": MACHINES, "ImportLine.changes": LATER, "ImportLine.reason": OUR_WORDS,
        "Network.code": JUDGED, "Network.url": JUDGED, "OldAddress.slug": JUDGED,
        **{f"Organisation.{name}": JUDGED for name in
           ("e_delivery", "isil", "krs", "nip", "phone", "regon", "rik", "wikidata")},
        "Organisation.lang": CHOSEN, "Organisation.languages": CHOSEN, "Organisation.picture": MACHINES,
        "Organisation.shown_to": CHOSEN, "Organisation.source": LATER, "Organisation.source_key": LATER,
        "Partnership.about": "made of the titles of cards, when two have found each other", "Photo.name": MACHINES,
        "Site.number": JUDGED, "Site.phone": JUDGED, "Site.postcode": JUDGED,
    },
    "forums": {
        "Asked.reasons": OUR_WORDS, "Forum.lang": CHOSEN, "Forum.slug": JUDGED, "OldForumAddress.slug": JUDGED,
        "Post.lang": CHOSEN, "Post.reactions": OUR_WORDS, "Reaction.kind": OUR_WORDS, "Thanks.lang": CHOSEN,
        "Topic.lang": CHOSEN, "Waiting.key": MACHINES, "Waiting.kind": CHOSEN, "Waiting.lang": CHOSEN,
        "Waiting.sent_hash": MACHINES,
    },
    "kernel": {"Outbox.error": OUR_WORDS, "Outbox.kind": OUR_WORDS, "Outbox.queue": OUR_WORDS,
               "UsedKey.body_hash": MACHINES, "UsedKey.key": JUDGED, "PartState.name": OUR_WORDS, "PartState.state": OUR_WORDS,},
    "moderation": {
        "Decision.kind": OUR_WORDS, "Decision.rule": CHOSEN, "Entry.before": MACHINES, "Entry.deed": OUR_WORDS,
        "Entry.digest": MACHINES, "Entry.figures": MACHINES, "Entry.kind": OUR_WORDS, "Ground.anchor": JUDGED,
        "Ground.slug": JUDGED, "Hold.kind": OUR_WORDS, "Notice.language": CHOSEN, "Notice.secret": MACHINES,
        "Notice.url": "an address of this site alone", "Report.kind": OUR_WORDS, "Statement.kind": OUR_WORDS,
        "Statement.ground_words": LATER, "Statement.where": LATER,
    },
    "notes": {
        "Collection.lang": CHOSEN, "PracticeNote.based_on_url": JUDGED, "PracticeNote.lang": CHOSEN,
        "PracticeNote.sign_url": "addresses of known video sites alone", "PracticeNote.source_key": MACHINES,
        "PracticeNote.facts": "boxes of the templates: in tests/notes; rendered by the filter that renders summaries",
        "PracticeNote.sections": "as the body: the same renderer", "Revision.facts": LATER, "Revision.sections": LATER,
    },
    "notifications": {
        "KeptThing.target_kind": OUR_WORDS, "Notification.by_mail": OUR_WORDS, "Notification.kind": OUR_WORDS,
        "Notification.target_kind": OUR_WORDS, "Preferences.channels": CHOSEN, "Preferences.zone": CHOSEN,
        "ReceivedMail.mark": MACHINES, "SavedSearch.kind": OUR_WORDS, "Watch.kind": OUR_WORDS,
    },
    "place": {"Change.before": LATER, "Logo.mark": MACHINES},
    "realtime": {
        "Conversation.same_as": MACHINES, "Message.reactions": OUR_WORDS, "MessageReaction.kind": OUR_WORDS,
        "PushSubscription.auth_hash": MACHINES, "PushSubscription.browser": OUR_WORDS,
        "PushSubscription.endpoint": JUDGED, "PushSubscription.key": JUDGED, "PushSubscription.secret": JUDGED,
        "PushSubscription.session": MACHINES, "Stream.kind": OUR_WORDS, "StreamEvent.type": OUR_WORDS,
    },
    "search": {
        "Entry.kind": OUR_WORDS, "WordChange.changes": LATER,
        **{f"Shelf.{name}": MACHINES for name in
           ("audience", "dates", "groups", "kind", "language", "organisation", "practices", "regions")},
    },
    "taxonomy": {
        "Audience.code": JUDGED, "Edition.name": PLACES, "OldPractice.code": LATER,
        "OldPractice.name_en": LATER, "OldPractice.name_pl": LATER, "Format.code": JUDGED,
        **{f"Region.{name}": PLACES for name in ("code", "credit", "kind", "mesh", "name", "outline")},
    },
}  # fmt: skip
"""By room, then by model and column."""


def exempt() -> dict[str, str]:
    return {f"{room}.{name}": why for room, names in EXEMPT.items() for name, why in names.items()}
