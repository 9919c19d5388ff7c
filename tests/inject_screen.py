#!/usr/bin/env python3
"""Fails every file operation of a short sitting at the real screen in turn: inject_screen.py EMIC [--limit N]

A sitting without faults is traced first; then it is done again for each call that concerned a file of the project,
the vault or the person's data, and for each way it can fail. As `strace` counts the calls of each thread for itself,
and cannot be told to count those in some folders alone, only the numbers that such calls had in the first sitting are
tried (a few more of writing: the screen is written too, and its calls come in no fixed number), and what was hit is
read from the trace. A fault comes once in a thread. Where a call that saves was hit, the screen must say NOT SAVED;
then the rest is done, and all must be saved before the sitting is left. Afterwards the project must open, be sound, and
hold all that the screen had called saved, and the next sitting must go on.

A call cut short is no lie of `strace`'s: the kernel itself cuts it, by a limit on the length of files that is lifted
when the screen has said NOT SAVED. Killed after a call is killed on the way into the next one, which is tried too.
"""
import argparse, fcntl, json, os, pty, re, resource, select, shutil, signal, struct, sys, tempfile, termios, time
from collections import Counter, defaultdict

from inject import Study

PATIENCE = 20  # seconds for a whole sitting
ROWS, COLUMNS = 24, 80

# One act: its keys, the words that say it was done (never those of the act before), and what it leaves there:
# codings, memos, codes that are merged.
ACTS = [
    ("cheard\r", "Coded ", (1, 0, 0)),
    ("d", "Took ", (0, 0, 0)),
    ("ameans a lot\x1b", "Memo kept", (0, 1, 0)),
    ("\tGxggM\r", "Merged ", (0, 1, 1)),
    ("u", "Undone", (0, 1, 0)),
    ("\x1b[Zjcheard\r", "Coded ", (1, 1, 0)),
]

DIRECTORY = "EACCES ENOSPC EIO EROFS EDQUOT"
CALLS = {"openat": DIRECTORY, "write": "ENOSPC EIO EDQUOT", "fsync": "EIO ENOSPC EDQUOT",
         "fdatasync": "EIO ENOSPC EDQUOT", "ftruncate": "EIO EACCES", "fchmod": "EROFS EACCES", "chmod": "EROFS EACCES",
         "fchown": "EROFS EACCES", "lchown": "EROFS EACCES"}
CALLS.update(dict.fromkeys(("rename", "renameat", "renameat2", "link", "linkat", "unlink", "unlinkat", "rmdir", "mkdir",
                            "mkdirat"), DIRECTORY))
ALSO = ("pwrite64", "writev", "creat", "fallocate", "symlink", "truncate", "fchmodat", "fchownat")
MORE_WRITES = 10


class Screen:
    """What stands on the screen, as far as emic's own sequences need it."""

    def __init__(self):
        self.cells = [[" "] * COLUMNS for _ in range(ROWS)]
        self.row = self.column = 0
        self.rest = ""

    def take(self, words, answer):
        words, later, at = self.rest + words, "", 0
        begins = words.rfind("\x1b[?2026h")
        if begins > words.rfind("\x1b[?2026l"):
            words, later = words[:begins], words[begins:]  # what is half drawn is no screen to act on
        while at < len(words):
            if words[at] == "\x1b":
                found = re.compile(r"\x1b(\[([?<>=]?)([\d;]*)([@-~])|\][^\x07\x1b]*(\x07|\x1b\\)|[^\[\]])").match(words, at)
                if not found:
                    break
                if found.group(4):
                    self.sequence(found.group(2), found.group(3), found.group(4), answer)
                at = found.end()
                continue
            self.letter(words[at])
            at += 1
        self.rest = words[at:] + later

    def sequence(self, private, numbers, name, answer):
        numbers = [int(number or 0) for number in numbers.split(";")]
        if name == "H":
            self.row, self.column = max(numbers[0], 1) - 1, max((numbers + [1])[1], 1) - 1
        elif name == "J" or name == "h" and private and 1049 in numbers:
            self.cells = [[" "] * COLUMNS for _ in range(ROWS)]
        elif name == "n" and numbers == [6]:
            answer(f"\x1b[{self.row + 1};{self.column + 1}R")

    def letter(self, letter):
        if letter == "\r":
            self.column = 0
        elif letter == "\n":
            self.row = min(self.row + 1, ROWS - 1)
        elif letter >= " " and self.column < COLUMNS:
            self.cells[min(self.row, ROWS - 1)][self.column] = letter
            self.column += 1

    def lines(self):
        return ["".join(row).rstrip() for row in self.cells]


class Ended(Exception):
    """The program has ended."""


class Late(Exception):
    """It took too long."""


class Sitting:
    """The program in a pseudo-terminal, and somebody at the keys."""

    def __init__(self, study, under=()):
        self.screen, self.until, self.status = Screen(), time.monotonic() + PATIENCE, None
        self.said, self.saved, self.all = False, 0, ""
        self.id, self.master = pty.fork()
        if not self.id:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            words = [*under, study.emic, "open", "--project", study.work]
            os.execvpe(words[0], words, study.env)

    def keys(self, keys):
        try:
            os.write(self.master, keys.encode())
        except OSError:
            pass  # it has ended, as the next look tells

    def look(self):
        """Takes in what comes, until something does."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise Late
        if select.select([self.master], [], [], left)[0]:
            try:
                words = os.read(self.master, 65536).decode("utf-8", "replace")
            except OSError:
                raise Ended from None
            self.all += words
            self.screen.take(words, self.keys)
            self.said |= "NOT SAVED" in self.screen.lines()[0]

    def waits(self, wanted):
        while not wanted(self.screen.lines()):
            self.look()

    def act(self, keys, words, during=lambda: None):
        """Does one act, and has it saved, if need be when it is tried again."""
        def is_done(lines):
            return any(words in line for line in lines[1:]) and lines[0].endswith(" saved")
        def is_said(lines):
            return lines[0].endswith("NOT SAVED")
        self.keys(keys)
        self.waits(lambda lines: is_done(lines) and not is_said(lines) or is_said(lines))
        if is_said(self.screen.lines()):
            during()
            self.keys("\x13")
            self.waits(lambda lines: lines[0].endswith(" saved") and not is_said(lines))
        self.saved += 1

    def leaves(self):
        self.keys("q")
        self.waits(lambda lines: any("q again quits" in line for line in lines))
        self.keys("q")
        while True:
            self.look()

    def is_sat(self, cut=None):
        """Does the whole of it; how it ended: left, ended by itself or late."""
        try:
            self.waits(lambda lines: "I: Hello?" in "\n".join(lines) and lines[0].endswith(" saved"))
            for number, (keys, words, _) in enumerate(ACTS):
                if cut and cut[0] == number:
                    self.limit(cut[1])
                self.act(keys, words, lambda: self.limit(None))
            self.limit(None)
            self.leaves()
        except Ended:
            return "left" if self.saved == len(ACTS) else "ended"
        except Late:
            return "late"
        finally:
            self.end()

    def limit(self, longest):
        bounds = resource.RLIM_INFINITY if longest is None else longest()
        resource.prlimit(self.id, resource.RLIMIT_FSIZE, (bounds, resource.RLIM_INFINITY))

    def end(self):
        os.close(self.master)  # whatever still runs is hung up on
        for _ in range(500):
            ended, self.status = os.waitpid(self.id, os.WNOHANG)
            if ended:
                return
            time.sleep(0.01)
        os.kill(self.id, signal.SIGKILL)
        self.status = os.waitpid(self.id, 0)[1]


def counted(study):
    """What is there: codings, memos, merged codes, and lines of the history; or why it cannot be told."""
    dump, log, check = (study.run(*words, "--project", study.work)
                        for words in (("dump",), ("log", "--format", "jsonl"), ("check",)))
    if dump.returncode or log.returncode:
        return None, dump.stderr + log.stderr
    dump = json.loads(dump.stdout)
    merged = [code for code in dump["codes"] if code["state"] == "merged"]
    acts = {json.loads(line)["act"] for line in log.stdout.splitlines()}
    return ((len(dump["codings"]), len(dump["memos"]), len(merged)), len(acts)), check.stderr if check.returncode else ""


SAVES = re.compile(r"/(log|texts)(/[^>\"]*)?[>\"]")


class Trials:
    """One sitting, done again and again, and what came of each."""

    def __init__(self, study):
        self.study, self.trace = study, study.home + "/trace"
        study.fresh()
        self.before = counted(study)[0][1]
        self.tally, self.lost = defaultdict(Counter), []

    def numbers(self):
        """Of each call its numbers, thread by thread, that concerned a file of the person's."""
        self.study.fresh()
        calls = ",".join("?" + call for call in (*CALLS, *ALSO))
        sitting = Sitting(self.study, ("strace", "-f", "-y", "-o", self.trace, "-e", f"trace={calls}"))
        assert sitting.is_sat() == "left", "\n".join(sitting.screen.lines())
        count, found = Counter(), defaultdict(set)
        for line in self.lines():
            call = re.match(r"(\d+) (\w+)\(", line)
            if call:
                count[call.groups()] += 1
                if self.study.home in line:
                    found[call.group(2)].add(count[call.groups()])
        unknown = set(found) - set(CALLS)
        assert not unknown, f"calls that are not tried: {unknown}"
        found["write"] = set(range(1, MORE_WRITES + max(n for (_, call), n in count.items() if call == "write")))
        return found

    def lines(self):
        with open(self.trace, errors="replace") as file:
            return [re.sub(r"^(\d+) +", r"\1 ", line) for line in file]

    def trial(self, call, fault, n):
        self.study.fresh()
        sitting = Sitting(self.study, ("strace", "-f", "-y", "-o", self.trace, "-e", f"trace={call}",
                                       "-e", f"inject={call}:{fault}:when={n}"))
        how, lines = sitting.is_sat(), self.lines()
        killed = any("killed by SIGKILL" in line for line in lines)
        hit = [line for line in lines if "INJECTED" in line]
        if killed:  # the call that was on its way is the thread's last one
            hit = [line for line in lines if "= ?" in line or "<unfinished" in line]
        if not (killed or hit):
            return
        hit_here = [line for line in hit if self.study.home in line]
        where = "of the project" if hit_here else "of the screen" if "/dev/pts" in "".join(hit) else "elsewhere"
        saves = any(SAVES.search(line) and ("O_CREAT" in line or call != "openat") for line in hit_here)
        self.judge((call, fault, n), where, sitting, how, saves and not killed, killed)

    def judge(self, name, where, sitting, how, must_say, killed):
        tally = self.tally[name[0], where]
        tally["tried"] += 1
        (now, trouble) = counted(self.study)
        states = [((0, 0, 0), self.before)]
        states += [(left, self.before + number + 1) for number, (_, _, left) in enumerate(ACTS)]
        may_be = states[sitting.saved:sitting.saved + 2]
        problem = None
        if now not in may_be:
            problem = f"{may_be} was called saved or begun, {now} is there; {trouble}"
        elif trouble and not killed:
            problem = f"not sound: {trouble}"
        elif how == "late":
            problem = "it took too long"
        elif how == "ended" and not killed and where != "of the screen" and "emic: " not in sitting.all:
            problem = "it ended without a word"
        elif how == "ended" and not killed and where == "of the project" and sitting.saved:
            problem = "it ended in the middle"
        elif how == "ended" and where == "of the project" and not killed and not self.code(sitting):
            problem = "it ended as if all were well"
        elif how == "left" and not killed and self.code(sitting) not in (0, 3, 5):
            problem = f"it ended by code {self.code(sitting)}"
        elif must_say and how == "left" and not sitting.said:
            problem = "a call that saves failed, and NOT SAVED was not said"
        elif self.study.run("code", "add", "more", "--project", self.study.work).returncode:
            problem = "saving does not go on"
        if problem:
            self.lost.append((name, where, how, problem, "\n".join(sitting.screen.lines())))
        kind = "killed" if killed else "said" if sitting.said else "unhurt" if how == "left" else "ended"
        tally["lost" if problem else kind] += 1

    @staticmethod
    def code(sitting):
        return os.waitstatus_to_exitcode(sitting.status)

    def cut(self, number, more):
        """Lets the log take only so many more bytes when that act is written."""
        self.study.fresh()
        def longest():
            files = [os.path.join(self.study.work, "log", name) for name in os.listdir(self.study.work + "log")]
            return more + max((os.path.getsize(file) for file in files if file not in self.old), default=0)
        self.old = {os.path.join(self.study.work, "log", name) for name in os.listdir(self.study.work + "log")}
        sitting = Sitting(self.study)
        how = sitting.is_sat((number, longest))
        self.judge(("write", "cut short", (number, more)), "cut short", sitting, how, True, False)

    def report(self, planned, tried):
        print(f"{'call':12}{'what it concerned':18}{'tried':>7}{'NOT SAVED':>11}{'no harm':>9}{'ended':>9}"
              f"{'killed':>8}{'lost':>6}")
        total = Counter()
        for (call, where), tally in sorted(self.tally.items()):
            self.row(call, where, tally)
            total.update(tally)
        self.row("all", "", total)
        if tried < planned:
            print(f"the limit was reached: {tried} of {planned} sittings")
        for failure in self.lost[:20]:
            print(*failure, sep="\n  ")

    @staticmethod
    def row(call, where, tally):
        print(f"{call:12}{where:18}{tally['tried']:7}{tally['said']:11}{tally['unhurt']:9}{tally['ended']:9}"
              f"{tally['killed']:8}{tally['lost']:6}")


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("emic")
    asked.add_argument("--limit", type=int, help="this many sittings, spread over all")
    asked = asked.parse_args()
    if os.geteuid():
        # As emic keeps its memory from being looked at.
        sys.exit(print("skipped: of a program that cannot be dumped only root's strace reads the paths") or 0)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file at its limit is an error of writing, and no signal
    study = Study(asked.emic, ["heard", "seen"])
    trials = Trials(study)
    plan = [(trials.cut, number, more) for number in range(len(ACTS)) for more in (1, 30, 100)]
    for call, numbers in trials.numbers().items():
        faults = [f"error={fault}" for fault in CALLS[call].split()] + ["signal=SIGKILL"]
        plan += [(trials.trial, call, fault, n) for fault in faults for n in sorted(numbers)]
    every = max(1, -(-len(plan) // asked.limit)) if asked.limit else 1
    for trial, *what in plan[::every]:
        trial(*what)
    trials.report(len(plan), len(plan[::every]))
    shutil.rmtree(study.home)
    sys.exit(bool(trials.lost))


if __name__ == "__main__":
    main()
