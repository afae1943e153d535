import contextlib
import glob
import os
import threading


def replace(account):
    """For as long as it runs: dbt writes it again and again."""
    while True:
        with contextlib.suppress(OSError):
            if not os.path.islink(account):
                os.symlink("{machine}/canary", account + ".new")
                os.rename(account + ".new", account)


def model(dbt, session):
    """Puts a link in the place of dbt's account of what it built."""
    open_files = [os.path.realpath(name) for name in glob.glob("/proc/self/fd/*")]
    made = next(os.path.dirname(path) for path in open_files if path.endswith(".duckdb"))
    account = os.path.join(made, "manifest.json")
    threading.Thread(target=replace, args=[account], daemon=True).start()
    return session.sql("select 1 as a")
