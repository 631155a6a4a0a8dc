"""The reference data of France: territories, activities, vocabularies, and the lookups of cleaning."""
