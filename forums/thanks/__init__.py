"""Thanks from one person to another, or to an organisation, with a sentence if they like.

For what was written in an organisation's name the organisation is thanked, and who held the pen is not named.
"""
