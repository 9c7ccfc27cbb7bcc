"""Street outreach: contacts and attempts, logged on a phone."""
