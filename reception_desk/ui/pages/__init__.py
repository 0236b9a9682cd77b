"""The pages of the rail; none imports another."""
