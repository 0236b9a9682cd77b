"""The columns of a person and of a visit as Django fields, in morango's models.

No field may be null: morango drops a row whose empty field it finds invalid, and says it went well.
"""
# pyright: reportMissingImports=false

from django.db import models
from morango.models.core import SyncableModel


class HallRow(SyncableModel):
    """What every row has; the id of the desk's row is kept as the source of morango's own."""

    morango_profile = "hall"

    dataset = models.CharField(max_length=32)
    stream = models.IntegerField()
    desk_id = models.TextField()
    created_at = models.TextField()

    class Meta:
        """No table of its own."""

        abstract = True

    def calculate_partition(self) -> str:
        """Return the part of the data that a certificate opens."""
        return self.dataset


class Person(HallRow):
    """A person."""

    morango_model_name = "person"

    name = models.TextField()
    sex = models.TextField()
    birth_date = models.TextField()
    document_type = models.TextField()
    document_number = models.TextField()
    phone = models.TextField()
    address = models.TextField()


class Visit(HallRow):
    """A visit."""

    morango_model_name = "visit"

    unit_id = models.TextField()
    provisional_number = models.TextField()
    number = models.TextField()
    query_code = models.TextField()
    arrived_at = models.TextField()
    zone = models.TextField()
    window = models.TextField()
    received_by = models.TextField()
    form = models.TextField()
    channel = models.TextField()
    head_count = models.IntegerField()
    claim = models.TextField()
    facts = models.TextField()
    to_complete = models.IntegerField()
    summary = models.TextField()
    is_oral = models.IntegerField()
