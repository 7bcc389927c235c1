"""Text into terms, in Python, once, for every engine: nothing in here knows a database or a web page."""

from search.language.analysis import ANALYSER, Analysis, analyse
from search.language.terms import Terms, terms_of, title_terms
from search.language.tokens import Token, fold, tokens, words

__all__ = [
    "ANALYSER",
    "Analysis",
    "Terms",
    "Token",
    "analyse",
    "fold",
    "terms_of",
    "title_terms",
    "tokens",
    "words",
]
