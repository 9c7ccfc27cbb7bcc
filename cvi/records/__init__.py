"""Records over time: what comes in from an office's own files, and the data of the demo."""
