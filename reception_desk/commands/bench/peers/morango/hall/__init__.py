"""A Django project with one desk's tables under morango, run outside this program's packages."""
