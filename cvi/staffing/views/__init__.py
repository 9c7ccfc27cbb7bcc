"""Pages of staffing: one's own, and those of whoever leads a team."""
