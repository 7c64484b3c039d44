"""The guides, and the index that answers from them."""
