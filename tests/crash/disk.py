"""A small disk of its own, in a file: its power can be cut, and it can be filled up."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from pathlib import Path

MEBI = 1 << 20
TOOLS = {"mkfs.ext4": "e2fsprogs", "mount": "mount", "umount": "mount"}
_SHUTDOWN = 0x8004587D  # EXT4_IOC_SHUTDOWN
_WITHOUT_FLUSH = (2).to_bytes(4, "little")


def what_is_missing() -> str:
    """Say what keeps this machine from having such a disk; '' when nothing does."""
    if os.geteuid() != 0:
        return "mounting a disk needs root"
    if not Path("/dev/loop-control").exists():
        return "this kernel has no loop devices"
    missing = {package for tool, package in TOOLS.items() if shutil.which(tool) is None}
    return f"missing: apt-get install {' '.join(sorted(missing))}" if missing else ""


class Disk:
    """An ext4 file system on a loop device; nothing may be open on it when it is unmounted."""

    def __init__(self, folder: Path, mebibytes: int) -> None:
        self._image = folder / "disk.img"
        self.root = folder / "disk"
        self.root.mkdir()
        self._is_mounted = False
        with self._image.open("wb") as image:
            image.truncate(mebibytes * MEBI)
        _run("mkfs.ext4", "-q", "-F", "-m", "0", self._image)
        self.mount()

    def mount(self) -> None:
        """Mount it; what its journal holds is put in order first."""
        # commit=300: nothing reaches the disk by the file system's own clock, only by fsync
        _run("mount", "-o", "loop,commit=300", self._image, self.root)
        self._is_mounted = True

    def cut(self) -> None:
        """Cut the power: what was not written through by now is lost."""
        held = os.open(self.root, os.O_RDONLY)
        try:
            fcntl.ioctl(held, _SHUTDOWN, _WITHOUT_FLUSH)
        finally:
            os.close(held)

    def unmount(self) -> None:
        """Unmount it, if it is mounted."""
        if self._is_mounted:
            _run("umount", self.root)
            self._is_mounted = False

    def fill(self, left: int) -> Path:
        """Fill it up but for ``left`` bytes and return the file that fills it."""
        filler = self.root / "filler"
        room = os.statvfs(self.root)
        with filler.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, room.f_bavail * room.f_frsize - left)
        return filler


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.stderr.strip()}")
