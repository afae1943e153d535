"""What a loader of a patch may try, each by itself. It ends with what came of them, on standard error."""

import json
import os
import socket
import subprocess
import sys

MACHINE, MARK, PROJECT, PORT = "{machine}", "{mark}", "{project}", "{port}"


def tried(attack):
    try:
        return bool(attack())
    except Exception:
        return False


def read(path):
    with open(path) as file:
        return file.read()


def append(path):
    with open(path, "a") as file:
        return file.write("# mine\n")


def others():
    """Processes of the machine: whoever started this one is in none of its own."""
    return [pid for pid in os.listdir("/proc") if pid.isdigit() and "bin/throughline" in read(f"/proc/{pid}/cmdline")]


def left_behind():
    script = f'trap "" TERM HUP; while :; do sleep 1; done; : {MARK}'
    return subprocess.Popen(["sh", "-c", script], start_new_session=True).pid


ATTACKS = {
    "reads the machine": lambda: read(f"{MACHINE}/canary"),
    "writes to the machine": lambda: append(f"{MACHINE}/written"),
    "changes the project": lambda: append(os.path.abspath(__file__)),
    "sees production": lambda: os.listdir(f"{PROJECT}/.throughline/warehouse"),
    "calls": lambda: socket.create_connection(("127.0.0.1", int(PORT)), 2),
    "sees processes": others,
    "starts one that stays": left_behind,
}

print(json.dumps({"came": {name: tried(attack) for name, attack in ATTACKS.items()}}), file=sys.stderr)
raise SystemExit(3)
