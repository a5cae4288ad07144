"""The consolidated workbook: the secretariat's merged result, from the ranking down to the cell behind every score."""
