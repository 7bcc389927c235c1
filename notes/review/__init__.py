"""Review: what a person with that right says of a note before everybody reads its next state."""
