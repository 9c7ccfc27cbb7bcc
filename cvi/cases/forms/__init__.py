"""What is asked about a participant, by subject."""
