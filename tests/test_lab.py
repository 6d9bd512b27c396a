"""``make lab``: JupyterLab comes up with the environment's kernel and the notebooks."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from src.utils import paths


@pytest.mark.slow
def test_lab_starts_runs_and_writes_nothing_to_the_home_folder(tmp_path: Path) -> None:
    """The page answers, one kernel is offered, it is the environment's, and HOME stays empty."""
    home = tmp_path / "home"
    home.mkdir()
    variables = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "XDG"))}
    log = tmp_path / "log"
    with log.open("w") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", "src.utils.maintenance.lab", "--no-browser", "--port=0"],
            env=variables | {"HOME": str(home)},
            stderr=file,
            stdout=file,
            cwd=paths.root(),
        )
    try:
        address, token = started(server, log)
        assert b"JupyterLab" in answered(server, f"{address}/lab?token={token}", log)
        offered = json.loads(get(f"{address}/api/kernelspecs?token={token}"))["kernelspecs"]
        assert list(offered) == ["python3"]
        assert offered["python3"]["resources"] is not None
        listed = json.loads(get(f"{address}/api/contents/notebooks?token={token}"))["content"]
        assert "10_extraction.ipynb" in [item["name"] for item in listed]
    finally:
        server.terminate()
        server.wait(timeout=30)
    assert not list(home.iterdir()), [p.name for p in home.iterdir()]


def started(server: subprocess.Popen[bytes], log: Path) -> tuple[str, str]:
    """Wait for the server's address; return it with the token."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        found = re.search(
            r"(http://(?:localhost|127\.0\.0\.1):\d+)/\S*token=(\w+)", log.read_text()
        )
        if found:
            return found.group(1), found.group(2)
        time.sleep(0.2)
    raise AssertionError(log.read_text())


def answered(server: subprocess.Popen[bytes], address: str, log: Path) -> bytes:
    """The first page.  The server names its address before it listens there, so a refusal waits."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        try:
            return get(address)
        except urllib.error.HTTPError:
            raise
        except urllib.error.URLError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())


def get(address: str) -> bytes:
    """The body of a page of the server that this test started."""
    with urllib.request.urlopen(address, timeout=30) as answer:
        body: bytes = answer.read()
    return body
