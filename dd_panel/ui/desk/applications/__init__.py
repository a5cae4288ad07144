"""The member's applications in a list: how far each is, which are in sight, and the way to the next."""
