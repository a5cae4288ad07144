"""The scoresheet: the Excel workbook that a panel member sends back, written and read again."""
