"""Reading resolutions: a folder of small files on one core, beside the word counter of the system on the same files; and a comparison."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from result import Result

CASES = Path(__file__).resolve().parent.parent / "src/mandate/cases"
BYTES = 100_000_000
IN_A_FOLDER = 1000


def fill(folder):
    """Copies of the cases until they are BYTES in all; gives their paths."""
    texts = [path.read_bytes() for path in sorted(CASES.glob("*.txt"))]
    paths, size = [], 0
    while size < BYTES:
        text = texts[len(paths) % len(texts)]
        path = folder / f"{len(paths) // IN_A_FOLDER:03}" / f"{len(paths):06}.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text)
        paths.append(str(path))
        size += len(text)
    return paths


def seconds(command, **more):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, **more)
    return time.perf_counter() - start


def measure(build, folder, rounds):
    place = folder / "mandates"
    place.mkdir()
    paths = fill(place)
    core = str(min(os.sched_getaffinity(0)))
    words = "\0".join(paths).encode()
    parse = Result("mandate parse, 100 MB", "s", beside="wc -w", most=3)
    compare = Result("mandate diff, ten pages", "ms", most=2)
    for _ in range(rounds):
        parse.yardstick.append(seconds(["taskset", "-c", core, "xargs", "-0", "wc", "-w"], input=words, env={**os.environ, "LC_ALL": "C"}))
        parse.ours.append(seconds(["taskset", "-c", core, build / "src/servanda", "mandate", "parse", "--json", place]))
        compare.ours.append(float(subprocess.run([build / "bench/mandate_diff", CASES], check=True, capture_output=True, text=True).stdout))
    shutil.rmtree(place)
    return [parse, compare]
