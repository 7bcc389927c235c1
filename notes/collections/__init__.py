"""Collections: somebody puts notes together, in an order, and says why."""
