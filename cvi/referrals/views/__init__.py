"""The pages of referrals and of the directory, by subject."""
