"""Who works here: agencies, teams, users, their roles, and how they sign in."""
