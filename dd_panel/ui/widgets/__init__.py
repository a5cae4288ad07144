"""The small kit every screen is made of: each widget owns its state and can be operated and read without a mouse."""
