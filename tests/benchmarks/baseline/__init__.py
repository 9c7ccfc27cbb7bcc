"""The afternoon build: the admin, guardian's list helper, simple-history, nothing sealed."""
