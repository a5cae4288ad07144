"""The first screen: go on where one stopped, open something else, or try the example."""
