"""What a person meets first: Today, my people, a participant's page."""
