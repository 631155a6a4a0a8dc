"""The questions: one Cypher file, one typed function and one result model for each; every answer leaves
through here."""
