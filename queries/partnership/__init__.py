"""What the Region and the territories do together: agreements, strategies, consultations, needs."""
