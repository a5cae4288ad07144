"""Applications: what arrived, the forms that were read, who applied, and who may be in the competition."""
