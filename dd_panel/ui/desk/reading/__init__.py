"""Reading an application: its text and contents, the tabs of its attachments, and marks made on them."""
