"""What every request passes before a front door answers it: its number, its size, who asks, and how errors are said."""
