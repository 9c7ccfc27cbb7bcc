"""What is asked about a referral and about the directory, by subject."""
