"""自助机: a touch screen in the hall, for visitors and nobody else."""
