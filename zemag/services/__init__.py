"""The only modules that write rows of ZeMAG; each change is one transaction with its row of the log."""
