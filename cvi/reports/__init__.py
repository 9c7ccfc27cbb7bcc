"""Counts of the work in all programs, and the auditor's view of the trail."""
