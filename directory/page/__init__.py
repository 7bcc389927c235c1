"""The page of one organisation, part by part, and what machines read of it."""
