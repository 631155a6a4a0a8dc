"""What an organisation may read of its own intake: its imports, their remarks, its review queue."""
