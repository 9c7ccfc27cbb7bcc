"""What the service directory starts with."""
