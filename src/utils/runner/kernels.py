"""Kernels that are started ahead of their notebook, with its libraries already imported.

Starting a kernel and importing pandas or the drawing libraries costs more than most cells do. The
kernels of the next notebooks do both while the current one runs. A notebook cannot tell: its
own imports find the modules loaded, and its variables and counts begin empty.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from pathlib import Path
from types import TracebackType

from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync

from src.utils import paths
from src.utils.runner import dependencies

# How many kernels get ready behind the one that works: the drawing libraries take longer to import
# than a notebook of tables takes to run.
AHEAD = 2


class Kernels:
    """The kernels of one run, by notebook; a context that leaves none behind."""

    def __init__(self, stems: list[str]):
        self._stems = stems
        self._running: dict[str, AsyncKernelManager] = {}
        # A socket's path must be short, so the folder is a temporary one.
        self._sockets = Path(tempfile.mkdtemp(prefix="audit-"))

    def __enter__(self) -> Kernels:
        """Start the first kernel and do not wait for it."""
        self._start(0)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every kernel that still runs."""
        for stem in list(self._running):
            self.end(stem)
        shutil.rmtree(self._sockets, ignore_errors=True)

    def get(self, stem: str) -> AsyncKernelManager:
        """Return a notebook's kernel, and start those of its successors."""
        position = self._stems.index(stem)
        for each in range(position, min(position + 1 + AHEAD, len(self._stems))):
            self._start(each)
        return self._running[stem]

    def end(self, stem: str) -> None:
        """End a notebook's kernel at once: everything it wrote, it wrote whole."""
        kernel = self._running.pop(stem)
        if kernel.has_kernel:
            run_sync(kernel.shutdown_kernel)(now=True)

    def _start(self, position: int) -> None:
        """Start a kernel in the root unless it runs already.

        It speaks through sockets of the file system, out of reach of the network.
        """
        stem = self._stems[position]
        if stem in self._running:
            return
        name = str(self._sockets / f"{secrets.token_hex(4)}.json")
        kernel = AsyncKernelManager(kernel_name="python3", connection_file=name)
        if os.name == "posix":
            kernel.transport = "ipc"
            kernel.ip = name.removesuffix(".json")
        # A dictionary as answer would be shown; an expression statement of None is not.
        loads = [f"__import__({module!r}) and None" for module in dependencies.preloaded(stem)]
        ahead = [f"--IPKernelApp.exec_lines={line}" for line in loads]
        run_sync(kernel.start_kernel)(
            cwd=str(paths.root()), env=dict(os.environ), extra_arguments=ahead
        )
        self._running[stem] = kernel
