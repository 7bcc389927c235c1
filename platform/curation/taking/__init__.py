"""Taking up what people said: a topic out of a talk, a note out of a topic."""
