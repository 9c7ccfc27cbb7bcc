"""Reentry: custody episodes and release days."""
