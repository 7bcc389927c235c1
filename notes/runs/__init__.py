"""“I ran this”: somebody has done what a note says, and tells how it went."""
