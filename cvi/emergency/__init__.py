"""Reading one file in an emergency, for an hour, before others who look on."""
