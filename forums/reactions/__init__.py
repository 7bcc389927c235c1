"""What people say of a post with one press: a small closed set of words, counted beside it.

The figures stand in `Post.reactions`; the rows say whose they are. `forums.actions.react` writes both
under the topic's lock, so the figure is always the number of rows.
"""
