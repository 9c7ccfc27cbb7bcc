"""The demo: an invented city with a year of work in it, made through the services."""
