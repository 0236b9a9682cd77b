"""Two windows and a centre for the services that look at what came from it."""

from tests.postgres import centre, postgres
from tests.windows import windows

__all__ = ["centre", "postgres", "windows"]
