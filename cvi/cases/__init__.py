"""Participants, their cases, the door to them, and what every program does with them."""
