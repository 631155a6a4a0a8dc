"""The way in: every fact enters here, whatever the channel, and is read, cleaned, matched and written alike."""
