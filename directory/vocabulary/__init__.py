"""The words in which an organisation is described, each with what may be said in it."""
