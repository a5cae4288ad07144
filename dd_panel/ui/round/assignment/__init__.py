"""The Assignment screen: the matrix, what stands beside it, and making the packs."""
