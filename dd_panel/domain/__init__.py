"""The words and rules of a competitive grant round: values and pure functions, without files, clocks or screens."""
