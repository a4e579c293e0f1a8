"""What the server tells whoever watches over it: health, metrics, the access log."""
