"""Text and questions become tokens here, the same way for the index and for what people type."""
