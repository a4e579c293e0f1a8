"""Drawings as SVG, made on the server: a map, a timeline, a network.

They take plain data and know neither the store nor Flask. Each element is a link with a title, and
no meaning hangs on colour alone; whoever shows a drawing shows the same in words below it.
"""
