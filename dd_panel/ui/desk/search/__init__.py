"""The search in all of a member's applications and their attachments."""
