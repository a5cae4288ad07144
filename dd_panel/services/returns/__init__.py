"""What comes back: scoresheets merged cell by cell, questions decided, and every value traced."""
