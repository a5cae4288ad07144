"""The verbs of the work: each does one thing a person asks for, in one transaction, and says what changed."""
