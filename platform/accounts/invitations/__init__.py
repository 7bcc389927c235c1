"""Inviting somebody by mail, also into something that is looked after by a room above."""
