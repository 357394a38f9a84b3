"""A real scheduler and two workers on this machine: the same bytes, no secrets, a worker lost."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pipeline.content.load import load
from pipeline.edition import edition
from pipeline.workflow.build import build
from pipeline.workflow.executors import cluster, this_machine
from pipeline.workflow.options import Options
from tests.conftest import MINI, Project, words_vault
from tests.workflow.test_build import ROOT, snapshot

pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def started(module: str, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli." + module, *words],
        cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@contextmanager
def running() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    scheduler = started(
        "dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"
    )
    workers = [
        started("dask_worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny")
        for _ in range(2)
    ]
    try:
        from distributed import Client  # noqa: PLC0415

        with Client(address, timeout=30, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def test_files_drawn_elsewhere_are_the_same_bytes_and_a_lost_worker_costs_none(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = project(MINI)
    sent: list[bytes] = []
    real = cluster._client

    def watched(address: str, process: int) -> Any:
        client = real(address, process)
        submit = client.submit

        def told(function: Any, program: str, said: bytes, *more: Any, **options: Any) -> Any:
            sent.append(said)
            return submit(function, program, said, *more, **options)

        monkeypatch.setattr(client, "submit", told)
        return client

    monkeypatch.setattr(cluster, "_client", watched)
    vault = words_vault(load(copy))
    local = Options(tmp_path / "local", engine=this_machine.here, vault=vault)
    build(copy, local, lambda _: None)
    with running() as (address, workers):
        there = Options(tmp_path / "there", engine=cluster.engine(address, full=False), vault=vault)
        killed = False

        def report(line: str) -> None:
            nonlocal killed
            if "public" in line and not killed:  # half-way: the jobs are out
                killed = True
                workers[0].send_signal(signal.SIGKILL)

        build(copy, there, report)
    assert killed
    assert snapshot(there.output) == snapshot(local.output)
    said = [edition.from_json(data) for data in sent]
    assert said
    assert {one.audience for one in said} == {"public"}
    values = [secret.reveal() for secret in vault.values()]
    assert values
    assert not [one for one in values for data in sent if len(one) > 8 and one.encode() in data]


def test_a_full_edition_goes_out_when_the_user_says_so(project: Project, tmp_path: Path) -> None:
    copy = project(MINI)
    with running() as (address, _):
        words = [str(copy), "--output", str(tmp_path / "o"), "--cluster", address, "--cluster-full"]
        run = subprocess.run(
            [sys.executable, "-m", "pipeline.cli", "build", *words, "--format", "docx"],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
    assert run.returncode == 0, run.stderr
    build(copy, Options(tmp_path / "l", formats=("docx",)), lambda _: None)
    assert snapshot(tmp_path / "o") == snapshot(tmp_path / "l")


def test_another_version_of_the_program_is_not_believed() -> None:
    with pytest.raises(cluster.OtherVersionError):
        cluster.draw("x", b"", "docx", "", None)  # type: ignore[arg-type]


def test_an_address_where_nobody_answers_is_told(tmp_path: Path) -> None:
    address = f"tcp://127.0.0.1:{free_port()}"
    begun = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "build", str(MINI), "--cluster", address,
         "--output", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert run.returncode == 1
    assert "no-cluster" in run.stderr
    assert "Traceback" not in run.stderr
    assert time.monotonic() - begun < 60
