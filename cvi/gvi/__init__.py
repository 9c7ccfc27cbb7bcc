"""Group violence intervention: custom notifications, kept apart from police."""
