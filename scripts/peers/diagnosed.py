"""The workload DiagnosedService, as checks use it."""

import json
import os
import subprocess
import urllib.request


class Service:
    """Does what it is told by lines of its standard input, and ends with it."""

    def __init__(self, program, folder, address="127.0.0.1:0", **variables):
        environment = dict(os.environ, TRIMTAB_DIAGNOSTICS_ADDRESS=address, TRIMTAB_SAMPLING_INTERVAL="65536") | variables
        self.process = subprocess.Popen(
            [program, address, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
        )
        self.address = self.wait_for("listening ")
        self.root = "http://" + self.address

    def wait_for(self, start):
        for line in self.process.stdout:
            if line.startswith(start):
                return line[len(start):].strip()
        raise RuntimeError("the service ended")

    def tell(self, command, waits=True):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        if waits:
            self.wait_for("done " + command)

    def ask(self, path):
        with urllib.request.urlopen(self.root + path, timeout=60) as reply:
            return json.load(reply)

    def close(self):
        self.process.stdin.close()
        return self.process.wait(timeout=120)
