"""The panel member's work: conflicts first, then scores, reasons, marks, and the scoresheet that goes back."""
