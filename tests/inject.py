#!/usr/bin/env python3
"""Fails every file operation of a short run of the real program in turn: inject.py EMIC

For each system call that writes (or makes, names, syncs) and each way it can fail, `strace` lets its n-th call fail,
for every n until the run has no n-th one. Each time emic must say so by exit code 5 (or be unhurt), and
afterwards the project must open, hold all that was called done, and take the change that failed.
Without strace nothing is tried, and that is said.
"""
import os, shutil, subprocess, sys, tempfile

WORDS = "I: Hello?\nRosa: They listened to me.\nI: And then?\nRosa: I was heard.\n"


class Study:
    """A small project, `whole`, and `work`, the copy of it that may be hurt; both in a home of their own."""

    def __init__(self, emic, codes):
        if not shutil.which("strace"):
            sys.exit(print("skipped: strace is not installed") or 0)
        self.emic = os.path.abspath(emic)
        self.home = os.path.realpath(tempfile.mkdtemp(dir=os.environ.get("TMPDIR", "/var/tmp")))
        self.env = {"HOME": self.home, "EMIC_CODER": "mk", "PATH": os.environ["PATH"], "LANG": "C.UTF-8",
                    "TERM": "xterm-256color"}
        self.whole, self.work = self.home + "/whole/", self.home + "/work/"
        with open(self.home + "/t.txt", "w") as file:
            file.write(WORDS)
        for args in (("new", self.whole), ("import", "--yes", "--project", self.whole, self.home + "/t.txt"),
                     *(("code", "add", code, "--project", self.whole) for code in codes)):
            assert self.run(*args).returncode == 0, args

    def run(self, *args, under=()):
        return subprocess.run([*under, self.emic, *args], env=self.env, capture_output=True, text=True,
                              stdin=subprocess.DEVNULL)

    def fresh(self):
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self.whole, self.work)


CALLS = {"openat": "EACCES ENOSPC EIO EROFS EDQUOT", "write": "ENOSPC EIO EDQUOT", "fdatasync": "EIO ENOSPC EDQUOT",
         "fsync": "EIO ENOSPC EDQUOT", "rename": "EACCES ENOSPC EROFS", "linkat": "EACCES ENOSPC",
         "mkdir": "EACCES ENOSPC"}


class Trials:
    """One change from the shell, tried again and again, and what came of it."""

    def __init__(self, study):
        self.study = study
        self.change = ("code", "add", "seen", "--project", study.work)
        self.tried = self.unhurt = self.said = self.killed = 0
        self.lost = []

    def trial(self, call, fault, n):
        """Whether the n-th call was there to fail."""
        study, trace = self.study, self.study.home + "/trace"
        study.fresh()
        ran = study.run(*self.change, under=("strace", "-f", "-o", trace, "-e", f"trace={call}",
                                             "-e", f"inject={call}:{fault}:when={n}"))
        with open(trace) as file:
            traced = file.read()
        if "INJECTED" not in traced and "killed by SIGKILL" not in traced:
            return False
        self.tried += 1
        if ran.returncode == 0:
            self.unhurt += 1
        elif "SIGKILL" in fault:
            self.killed += 1
        elif ran.returncode in (2, 3, 5) and (ran.stderr.strip() or call == "write"):  # the words about it are written too
            self.said += 1
        else:
            self.lost.append((call, fault, n, ran.returncode, ran.stderr[-300:]))
        after = study.run("codes", "--format", "csv", "--project", study.work)
        if after.returncode != 0 or "heard" not in after.stdout or (ran.returncode == 0 and "seen" not in after.stdout):
            self.lost.append((call, fault, n, "not there after", after.stdout + after.stderr[-300:]))
        elif "seen" not in after.stdout and study.run(*self.change).returncode != 0:
            self.lost.append((call, fault, n, "saving does not go on", ""))
        return True


def main():
    study = Study(sys.argv[1], ["heard"])
    trials = Trials(study)
    for call, faults in CALLS.items():
        for fault in [f"error={f}" for f in faults.split()] + ["signal=SIGKILL"]:
            n = 1
            while trials.trial(call, fault, n):
                n += 1
    print(f"{trials.tried} operations failed in turn: {trials.said} said by an exit code, {trials.unhurt} without harm, "
          f"{trials.killed} killed there, {len(trials.lost)} lost")
    for failure in trials.lost[:20]:
        print(failure)
    shutil.rmtree(study.home)
    sys.exit(bool(trials.lost))


if __name__ == "__main__":
    main()
