"""Whether a note is still true: who looks after it, by when it wants to be looked at, what readers doubt."""
