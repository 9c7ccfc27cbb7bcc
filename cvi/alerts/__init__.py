"""On-call shifts, safety alerts that reach someone, digests and calendar addresses."""
