"""What the YAML files may hold."""
