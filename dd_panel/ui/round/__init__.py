"""The secretariat's screens: what came back, and the order that comes of it."""
