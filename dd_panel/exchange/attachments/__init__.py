"""What came with an application: recognised by its content, read without running anything, with its text to search."""
