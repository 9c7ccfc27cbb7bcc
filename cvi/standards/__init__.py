"""Lists, criteria, phases, protocols, deadlines, limits, screenings: data with days in force."""
