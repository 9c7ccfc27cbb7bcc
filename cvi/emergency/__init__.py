"""Referrals to teams of other agencies: exactly what was consented to leaves, nothing else."""
