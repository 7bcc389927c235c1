"""What operators see: figures of each process summed over all of them, and one number for each request."""
