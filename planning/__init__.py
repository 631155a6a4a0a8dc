"""The life of a visit between institutions: announced, joined, objected to, decided about, and told of."""
