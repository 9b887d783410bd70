"""What cells look like once bands, conditions and gradients are applied."""
