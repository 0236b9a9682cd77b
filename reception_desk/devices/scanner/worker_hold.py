"""The worker process of a device, held for one call at a time."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from reception_desk.devices.scanner.protocol import ScanError
from reception_desk.imaging.worker_process import WorkerProcess
from reception_desk.records.scanning import SCANNER_WORD, ScanOutcome


class WorkerHold:
    """The worker starts with the first call and is used again as long as it is fit.

    `environment` is read when a worker starts; `device` is what messages call the device.
    """

    def __init__(
        self, module: str, environment: Mapping[str, str], device: str = SCANNER_WORD
    ) -> None:
        self._module = module
        self._environment = environment
        self._device = device
        self._worker: WorkerProcess | None = None
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The process to look at when a device misbehaves; None while none runs."""
        worker = self._worker
        return worker.pid if worker else None

    @contextmanager
    def exclusive(self) -> Iterator[WorkerProcess]:
        """Hold the device for one call; a call that breaks off leaves nothing running.

        Raises `ScanError` with `device_busy` while another call holds it.
        """
        if not self._lock.acquire(blocking=False):
            raise ScanError(ScanOutcome.DEVICE_BUSY, device=self._device)
        try:
            if self._worker and not self._worker.is_fit:
                self.drop()
            self._worker = self._worker or WorkerProcess(
                self._module, environment=self._environment
            )
            yield self._worker
        except ScanError:
            raise
        except BaseException:
            self.drop()
            raise
        finally:
            self._lock.release()

    def drop(self) -> None:
        """End the worker, within the call that holds it; the next call starts another."""
        worker, self._worker = self._worker, None
        if worker:
            worker.close()

    def close(self) -> None:
        """End the worker once the call under way is over."""
        with self._lock:
            self.drop()
