"""Settings of the desk and of the server; the environment says which database it is."""

import json
import os
import secrets

DATABASES = {"default": json.loads(os.environ["HALL_DATABASE"])}
INSTALLED_APPS = (
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "mptt",
    "rest_framework",
    "morango",
    "hall",
)
ROOT_URLCONF = "morango.urls"
ALLOWED_HOSTS = ("127.0.0.1",)
SECRET_KEY = secrets.token_hex()
USE_TZ = True
