"""What one command costs more than another on a noisy machine: both are alive at once, and each runs while the other is stopped.

The speed of a shared machine changes within seconds, so runs one after the other differ by 10 % for no reason. Turns of a
fraction of a second let both of a pair meet the same machine.
"""

import math
import os
import signal
import statistics
import time


def start(command):
    """A silent process in a group of its own, which is stopped and continued with all that it starts."""
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, number) for number in (0, 1, 2)]
    try:
        return os.posix_spawnp(command[0], command, os.environ, file_actions=actions, setpgroup=0)
    finally:
        os.close(null)


def signal_group(pid, number):
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        pass


def alternate(commands, turn=0.1):
    """Runs the commands in turns of so many seconds until all have ended. User and system seconds of each, in their order.

    A command that fails raises.
    """
    pids, seconds = [], {}
    try:
        for command in commands:
            pids.append(start(command))
            signal_group(pids[-1], signal.SIGSTOP)
        while len(seconds) < len(pids):
            for number, pid in enumerate(pids):
                if pid in seconds:
                    continue
                signal_group(pid, signal.SIGCONT)
                end = time.monotonic() + turn
                while time.monotonic() < end and pid not in seconds:
                    time.sleep(0.005)
                    ended, status, usage = os.wait4(pid, os.WNOHANG)
                    if ended == pid:
                        seconds[pid] = usage.ru_utime + usage.ru_stime
                        if status != 0:
                            raise RuntimeError(f"{' '.join(commands[number])} ended with status {status}")
                signal_group(pid, signal.SIGSTOP)
    finally:
        for pid in pids:
            if pid not in seconds:
                signal_group(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
    return [seconds[pid] for pid in pids]


def mean_interval(ratios):
    """The mean, and the ends of its 95 % interval."""
    mean = statistics.mean(ratios)
    half = 1.96 * statistics.stdev(ratios) / math.sqrt(len(ratios))
    return mean, mean - half, mean + half
