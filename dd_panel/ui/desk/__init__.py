"""The review desk: where a panel member reads, scores and explains."""
