"""The pages of the shared record, by subject."""
