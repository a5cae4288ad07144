"""What comes of the reviews: the ranking, how sure it is, and the consolidated workbook."""
