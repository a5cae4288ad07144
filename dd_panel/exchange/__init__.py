"""Every file format the program reads or writes; plain data and domain values on both sides, no database, no window."""
