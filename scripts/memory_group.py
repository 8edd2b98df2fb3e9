"""A control group with a limit on memory, for programs that shall run out of it."""

import os
import subprocess
import uuid


class MemoryGroup:
    """A group of either version."""

    LIMITS = {"/sys/fs/cgroup/memory": "memory.limit_in_bytes", "/sys/fs/cgroup": "memory.max"}

    def __init__(self, folder, limit_file):
        self.folder, self.limit_file = folder, limit_file

    @classmethod
    def make(cls, name, limit):
        """None where none may be made."""
        for root, limit_file in cls.LIMITS.items():
            group = cls(f"{root}/trimtab-{name}-{uuid.uuid4()}", limit_file)
            try:
                os.mkdir(group.folder)
                group.set_limit(limit)
                return group
            except OSError:
                if os.path.isdir(group.folder):
                    group.remove()
        return None

    def set_limit(self, limit):
        with open(f"{self.folder}/{self.limit_file}", "w") as file:
            file.write(str(limit))

    def command(self, command):
        """The command, run in the group."""
        return ["sh", "-c", f"echo $$ > '{self.folder}/cgroup.procs' && exec \"$@\"", "sh", *command]

    def start(self, command, **options):
        return subprocess.Popen(self.command(command), **options)

    def peak(self):
        """Bytes at most in use so far."""
        for name in ("memory.max_usage_in_bytes", "memory.peak"):
            try:
                with open(f"{self.folder}/{name}") as file:
                    return int(file.read())
            except OSError:
                pass
        return None

    def reset_peak(self):
        for name in ("memory.max_usage_in_bytes", "memory.peak"):
            try:
                with open(f"{self.folder}/{name}", "w") as file:
                    file.write("0")
            except OSError:
                pass

    def remove(self):
        os.rmdir(self.folder)
