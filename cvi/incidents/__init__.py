"""The drop box: what police, prosecutors and probation leave; nothing ever goes back to them."""
