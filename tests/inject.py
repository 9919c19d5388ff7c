#!/usr/bin/env python3
"""Fails every file operation of a short run of the real program in turn: inject.py EMIC

For each system call that writes (or makes, names, syncs) and each way it can fail, `strace` lets its n-th call fail,
for every n until the run has no n-th one. Each time emic must say so by exit code 5 (or be unhurt), and
afterwards the project must open, hold all that was called done, and take the change that failed.
Without strace nothing is tried, and that is said.
"""
import os, shutil, subprocess, sys, tempfile

emic = os.path.abspath(sys.argv[1])
if not shutil.which("strace"):
    sys.exit(print("skipped: strace is not installed") or 0)
home = tempfile.mkdtemp(dir=os.environ.get("TMPDIR", "/var/tmp"))
env = {"HOME": home, "EMIC_CODER": "mk", "PATH": os.environ["PATH"]}
whole, work = home + "/whole", home + "/work"


def run(*args, under=()):
    return subprocess.run([*under, emic, *args], env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL)


open(home + "/t.txt", "w").write("I: Hello?\nRosa: They listened to me.\nI: And then?\nRosa: I was heard.\n")
for args in (("new", whole + "/"), ("import", "--yes", "--project", whole + "/", home + "/t.txt"),
             ("code", "add", "heard", "--project", whole + "/")):
    assert run(*args).returncode == 0, args
change = ("code", "add", "seen", "--project", work + "/")
calls = {"openat": "EACCES ENOSPC EIO EROFS EDQUOT", "write": "ENOSPC EIO EDQUOT", "fdatasync": "EIO ENOSPC EDQUOT",
         "fsync": "EIO ENOSPC EDQUOT", "rename": "EACCES ENOSPC EROFS", "linkat": "EACCES ENOSPC",
         "mkdir": "EACCES ENOSPC"}
tried = unhurt = said = killed = 0
lost = []


def fresh():
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(whole, work)


def codes():
    return run("codes", "--format", "csv", "--project", work + "/")


def trial(call, fault, n):
    """Whether the n-th call was there to fail."""
    global tried, unhurt, said, killed
    fresh()
    trace = home + "/trace"
    ran = run(*change, under=("strace", "-f", "-o", trace, "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={n}"))
    if "INJECTED" not in open(trace).read() and "killed by SIGKILL" not in open(trace).read():
        return False
    tried += 1
    if ran.returncode == 0:
        unhurt += 1
    elif "SIGKILL" in fault:
        killed += 1
    elif ran.returncode in (2, 3, 5) and (ran.stderr.strip() or call == "write"):  # the words about it are written too
        said += 1
    else:
        lost.append((call, fault, n, ran.returncode, ran.stderr[-300:]))
    after = codes()
    if after.returncode != 0 or "heard" not in after.stdout or (ran.returncode == 0 and "seen" not in after.stdout):
        lost.append((call, fault, n, "not there after", after.stdout + after.stderr[-300:]))
    elif "seen" not in after.stdout and run(*change).returncode != 0:
        lost.append((call, fault, n, "saving does not go on", ""))
    return True


for call, faults in calls.items():
    for fault in [f"error={f}" for f in faults.split()] + ["signal=SIGKILL"]:
        n = 1
        while trial(call, fault, n):
            n += 1
print(f"{tried} operations failed in turn: {said} said by an exit code, {unhurt} without harm, {killed} killed there, {len(lost)} lost")
for failure in lost[:20]:
    print(failure)
shutil.rmtree(home)
sys.exit(bool(lost))
