"""Maps, drawn on the server from the region's own boundaries, and what stands on them."""
