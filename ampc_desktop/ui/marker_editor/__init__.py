"""The marker workspace: the lay to scale, its length, efficiency and price."""
