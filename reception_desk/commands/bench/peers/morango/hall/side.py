"""One act of the desk or of the server under morango.

    python -m hall.side prepare FILE        make the server's tables, and a certificate in FILE
    python -m hall.side push FILE URL       rows from the standard input, one JSON object a line
    python -m hall.side pull FILE URL

A desk takes the server's certificate as its own. `push` and `pull` print {"rows": …, "seconds": …}:
the rows at the desk, and the time from the open session until the last of them stands at the
other side.
"""
# pyright: reportMissingImports=false

import json
import sys
import time
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from django.db import transaction

_SCOPE = "hall"
_BATCH = 1000


def prepare(file: Path) -> None:
    """Make the certificate that owns all data, and write it with its key."""
    from morango.models.certificates import Certificate

    certificate = Certificate.generate_root_certificate(_SCOPE)
    values = {
        "serialized": certificate.serialized,
        "signature": certificate.signature,
        "key": certificate.private_key.get_private_key_string(),
    }
    file.write_text(json.dumps(values), encoding="utf-8")


def exchange(action: str, file: Path, url: str) -> dict[str, Any]:
    """Push the rows that come in, or pull what the server has."""
    from hall.models import Person, Visit
    from morango.models.certificates import Filter
    from morango.registry import syncable_models
    from morango.sync.controller import MorangoProfileController

    certificate = _taken(file)
    if action == "push":
        _fill({"person": Person, "visit": Visit}, certificate.id)
    syncable_models.check_models_ready(_SCOPE)
    connection = MorangoProfileController(_SCOPE).create_network_connection(url)
    session = connection.create_sync_session(certificate, certificate, chunk_size=_BATCH)
    client = session.get_push_client() if action == "push" else session.get_pull_client()
    started = time.perf_counter()
    client.initialize(Filter(certificate.id))
    client.run()
    client.finalize()
    seconds = time.perf_counter() - started
    connection.close_sync_session(session.sync_session)
    return {"rows": Person.objects.count() + Visit.objects.count(), "seconds": seconds}


def _taken(file: Path) -> Any:
    """Keep the server's certificate with its key, and return it."""
    from morango.models.certificates import Certificate, Key

    values = json.loads(file.read_text(encoding="utf-8"))
    certificate = Certificate.deserialize(values["serialized"], values["signature"])
    certificate.private_key = Key(private_key_string=values["key"])
    certificate.save()
    return certificate


def _fill(models: dict[str, Any], dataset: str) -> None:
    """Store the rows as somebody's work at the desk would."""
    with transaction.atomic():
        for line in sys.stdin:
            row = json.loads(line)
            model, source = models[row.pop("table")], row.pop("id")
            model(dataset=dataset, _morango_source_id=source, **row).save()


def _define_scope() -> None:
    from morango.models.certificates import ScopeDefinition

    ScopeDefinition.objects.create(
        id=_SCOPE,
        profile=_SCOPE,
        version=1,
        primary_scope_param_key="dataset",
        read_write_filter_template="${dataset}",
    )


def main() -> None:
    """Make the tables of a new database, then act."""
    action, file, *url = sys.argv[1:]
    call_command("migrate", run_syncdb=True, verbosity=0)
    _define_scope()
    if action == "prepare":
        prepare(Path(file))
    else:
        sys.stdout.write(f"{json.dumps(exchange(action, Path(file), url[0]))}\n")


if __name__ == "__main__":
    django.setup()
    main()
