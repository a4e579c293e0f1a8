"""Requests that nobody would send, to a server that has to answer every one of them."""
