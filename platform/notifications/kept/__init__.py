"""What a person keeps for later: a topic, an answer, a note, an organisation; with a reminder if they like."""
