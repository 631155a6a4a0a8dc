"""The pages: what people read and write, in French, in a browser."""
