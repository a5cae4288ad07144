"""My scores: everything a member has scored in one table, questions about it, and the scoresheet made of it."""
