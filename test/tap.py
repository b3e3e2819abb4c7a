"""Test cases told as TAP, for tests in Python: each has a name and the faults that were found, none when it is good."""
import os
import sys


class Tap:
    def __init__(self):
        self.count = self.failed = 0

    def case(self, name, faults):
        self.count += 1
        self.failed += bool(faults)
        print("%s %d - %s" % ("not ok" if faults else "ok", self.count, name))
        for fault in faults[:40]:
            print("#   " + str(fault).replace("\n", "\n#   "))
        sys.stdout.flush()

    def remark(self, text):
        print("# " + text)

    def end(self):
        """The exit status."""
        print("1..%d" % self.count)
        return 1 if self.failed or not self.count else 0


def at_length():
    """Whether there is time for everything: what takes minutes is done in full in CI, and in a shorter form elsewhere."""
    return bool(os.environ.get("CI"))
