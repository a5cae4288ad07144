"""The window: screens, and the small kit of widgets they are made of."""
