"""The portal as it really runs, so that it can be killed: gunicorn in a process group of its own.

A watching shell leads the group and holds one end of a pipe: when the process that started it goes,
however it goes, the whole group goes too.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_DEADLINE_S = 60
_WATCH = '"$@" </dev/null & cat >/dev/null; kill -KILL 0'


class Site:
    """One portal on a loopback port: its database, its keys and its web processes."""

    def __init__(
        self,
        home: Path,
        database_url: str,
        keys: Path,
        *,
        app: str = "app:app",
        workers: int = 2,
        environ: dict[str, str] | None = None,
    ) -> None:
        self.home = home
        self.database_url = database_url
        self.keys = keys
        self.port = free_port()
        self._app = app
        self._environ = {
            **{name: text for name, text in os.environ.items() if not name.startswith("ROKAD_")},
            "ROKAD_CONFIG": "test",
            "ROKAD_DATABASE_URL": database_url,
            "ROKAD_DATA_DIR": str(home),
            "ROKAD_KEY_DIR": str(keys),
            "PORT": str(self.port),
            "WEB_CONCURRENCY": str(workers),
            **(environ or {}),
        }
        self._log = home.parent / f"{home.name}.log"
        self._group: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start gunicorn and wait until it answers; RuntimeError with its log if it doesn't."""
        with self._log.open("ab") as log:
            self._group = subprocess.Popen(
                [
                    *("/bin/sh", "-c", _WATCH, "sh", sys.executable, "-m", "gunicorn"),
                    *("--config", ROOT / "config/gunicorn.conf.py", self._app),
                ],
                cwd=ROOT,
                env=self._environ,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_DEADLINE_S
        while not self.answers():
            if time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"gunicorn did not start:\n{self.log()}")
            time.sleep(0.02)

    def answers(self) -> bool:
        """Say whether the sign-in page comes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/login")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """End the whole group at once (kill -9) and wait until it is gone."""
        if self._group is None:
            return
        group, self._group = self._group, None
        os.killpg(group.pid, signal.SIGKILL)
        group.wait()
        assert group.stdin is not None
        group.stdin.close()
        while members(group.pid):
            time.sleep(0.002)

    def processes(self) -> list[int]:
        """List the process ids of gunicorn and its workers."""
        assert self._group is not None
        return [pid for pid in members(self._group.pid) if pid != self._group.pid]

    def log(self) -> str:
        """Give what gunicorn wrote."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""


def members(group: int) -> list[int]:
    """List the processes of a group of which a thread still runs, and so holds files."""
    return [int(entry.name) for entry in Path("/proc").iterdir() if _is_of(entry, group)]


def _is_of(process: Path, group: int) -> bool:
    if not process.name.isdigit():
        return False
    try:
        if int(_stat(process)[2]) != group:
            return False
        return any(_stat(one)[0] not in "ZX" for one in (process / "task").iterdir())
    except OSError:
        return False


def _stat(process: Path) -> list[str]:
    return (process / "stat").read_text().rpartition(")")[2].split()


def free_port() -> int:
    """Pick a free port below those that the system hands to outgoing connections."""
    while True:
        port = random.SystemRandom().randint(20000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
