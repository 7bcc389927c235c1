"""What a person may have meant: the words one slip of the finger away."""

from string import ascii_lowercase


def edits(word: str) -> set[str]:
    """Every string one letter left out, added, changed or swapped away from a folded word: about 50 a letter."""
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    near = {left + right[1:] for left, right in cuts if right}
    near |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    near |= {
        left + letter + right[1:] for left, right in cuts if right for letter in ascii_lowercase
    }
    near |= {left + letter + right for left, right in cuts for letter in ascii_lowercase}
    near.discard(word)
    return near
