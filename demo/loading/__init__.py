"""Read the content files and build the two trees from them."""
