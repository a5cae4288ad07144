"""Numbers that say how sure the ranking is; they stand beside the official score and never change it."""
