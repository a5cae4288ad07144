"""The Ranking screen: the order, how sure it is, and what would change it."""
