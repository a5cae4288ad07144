"""What arrives becomes applications: read, matched, checked for eligibility; the counts add up."""
