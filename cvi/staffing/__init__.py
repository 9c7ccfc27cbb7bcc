"""The people who do the work: staff supervision, training, who is out, and how they are."""
