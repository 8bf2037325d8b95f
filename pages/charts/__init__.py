"""Charts drawn on the server: data that protects small cells, and a drawing in SVG for wide and narrow screens."""
