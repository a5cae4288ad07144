"""Who reads what: worked out, explained, and changed as little as possible."""
