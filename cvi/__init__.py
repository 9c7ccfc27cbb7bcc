"""Case management for community violence intervention."""
