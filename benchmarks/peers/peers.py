"""The Python side of the comparison: told line by line what to prepare, to answer and to time.

    describe                     names and versions of the libraries
    find PACKAGE                 yes if it can be imported, else no
    pin CORE                     stay on that core
    prepare ID FUNCTION ARGS     FUNCTION is module.name in rooms/; an argument is an input file or a number
    answer ID FILE               run once, write the numbers of the answer to FILE
    time ID RUNS                 nanoseconds of thread CPU time, and how many threads there are
    forget                       let go of all that was prepared

A prepared work is a function of no arguments, or a pair of it and one that turns its result into numbers. Each line gets one line back:
"ok ..." or "error ...". Inputs are raw little-endian numbers; the ending of the name says which.
"""

import gc
import importlib
import importlib.util
import itertools
import os
import sys
import time
import traceback
import warnings

import numpy as np

import describe

TYPES = {"f64": "<f8", "f32": "<f4", "u8": "u1", "i32": "<i4", "i64": "<i8"}


class Works:
    """What was prepared, by number."""

    def __init__(self, folder):
        self._folder = folder
        self._prepared = {}

    def describe(self):
        return describe.libraries()

    def find(self, package):
        return "yes" if importlib.util.find_spec(package) else "no"

    def pin(self, core):
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {int(core)})

    def prepare(self, number, function, *arguments):
        module, name = function.split(".")
        work = getattr(importlib.import_module(f"rooms.{module}"), name)(*map(self._argument, arguments))
        self._prepared[number] = work if isinstance(work, tuple) else (work, lambda result: result)

    def answer(self, number, file):
        run, numbers = self._prepared[number]
        answer = np.asarray(numbers(run()), dtype="<f8").ravel()
        answer.tofile(os.path.join(self._folder, file))

    def time(self, number, runs):
        run, _ = self._prepared[number]
        gc.disable()
        start = time.thread_time_ns()
        for _ in itertools.repeat(None, int(runs)):
            run()
        taken = time.thread_time_ns() - start
        gc.enable()
        return f"{taken} {threads()}"

    def forget(self):
        self._prepared.clear()
        gc.collect()

    def _argument(self, word):
        ending = word.rpartition(".")[2]
        return np.fromfile(os.path.join(self._folder, word), dtype=TYPES[ending]) if ending in TYPES else float(word)


def threads():
    return len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1


def main():
    replies = sys.stdout
    sys.stdout = sys.stderr
    warnings.simplefilter("ignore")
    works = Works(sys.argv[1])
    for line in sys.stdin:
        command, *arguments = line.split()
        try:
            reply = f"ok {getattr(works, command)(*arguments) or ''}"
        except Exception as error:  # a peer may raise anything, and the row says so
            traceback.print_exc()
            reply = " ".join(f"error {type(error).__name__}: {error}".split())
        print(reply, file=replies, flush=True)


if __name__ == "__main__":
    main()
