"""One module for each group of pages; `web/app.py` lists them."""
