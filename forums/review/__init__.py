"""Words that wait: a moderator reads them before others do.

What waits is no post. It has no number, is in no list, count, feed or index, because it is a row of its
own; approved, it is written by the very action that writes every post, as of then.
"""
