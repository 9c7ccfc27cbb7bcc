"""The trail: who did what, when and why; and what left, to whom, under which authority."""
