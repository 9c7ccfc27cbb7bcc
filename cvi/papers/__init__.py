"""Papers that are made in the background: jobs with progress, PDF, spreadsheets, charts."""
