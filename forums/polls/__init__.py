"""Polls in topics: one question, a few answers, one ballot a person.

`Choice.votes` and `Poll.voters` are figures beside the rows that they count; `forums.actions.vote` writes
both under the topic's lock. Who voted for what is told by `polls.reading.voters_of` alone, and of a secret poll
by nothing.
"""
