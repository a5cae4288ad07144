"""A member's reviews as a PDF."""
