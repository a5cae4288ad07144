"""Scoring an application: the total, a card for each criterion, the recommendation, and what is left to finish."""
