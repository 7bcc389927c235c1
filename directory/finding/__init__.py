"""Which organisations an address means, how they are counted, sorted, shown and taken away: for pages, map and API."""
