"""What ships with the program: every standard as rows, each group with its source."""
