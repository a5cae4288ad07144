"""The Returns screen: scoresheets in, findings decided, and the receipt."""
