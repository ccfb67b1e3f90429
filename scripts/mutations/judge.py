"""Runs orglint over a mutant and compares what it says with what it said before."""

import json
import os
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Verdict:
    mutant: object
    missed: list = field(default_factory=list)
    extra: list = field(default_factory=list)
    gone: list = field(default_factory=list)
    hidden: list = field(default_factory=list)
    """What is gone because the operator says that it has to be."""

    @property
    def holds(self):
        return not (self.missed or self.extra or self.gone)


def check(orglint, folder):
    """All findings of all rules over a folder."""
    command = [orglint, "check", ".", "--preset", "strict", "--format", "json", "--fail-on", "never", "--allow-empty", "--quiet"]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if run.returncode != 0:
        raise RuntimeError(f"orglint failed on {folder} with {run.returncode}:\n{run.stderr.decode()}")
    return json.loads(run.stdout)["findings"]


def position(text, offset):
    """Line and column of an offset, both from 1; the column in UTF-16 code units, as the report has it."""
    begin = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, len(text[begin:offset].encode("utf-16-le")) // 2 + 1


def place(finding):
    start = finding["range"]["start"]
    return finding["rule"], finding["path"], start["line"], start["column"]


class Surroundings:
    """A copy of what belongs to one file, in which one mutant after the other is put."""

    def __init__(self, orglint, source, root, files, target):
        self.orglint, self.root, self.target, self.texts = orglint, root, target, {}
        for file in files:
            copy = os.path.join(target, os.path.relpath(file.path, root))
            os.makedirs(os.path.dirname(copy), exist_ok=True)
            shutil.copyfile(os.path.join(source, file.path), copy)
            self.texts[os.path.relpath(file.path, root)] = file.text
        self.before = check(orglint, target)

    def judge(self, mutant):
        """Puts the mutant in place, runs, takes it out again."""
        name = os.path.relpath(mutant.file.path, self.root)
        copy = os.path.join(self.target, name)
        with open(copy, "rb") as file:
            whole = file.read()
        try:
            with open(copy, "wb") as file:
                file.write(mutant.file.encode(mutant.text) if hasattr(mutant.file, "encode") else mutant.text.encode())
            after = check(self.orglint, self.target)
        finally:
            with open(copy, "wb") as file:
                file.write(whole)
        return self.compare(mutant, name, after)

    def compare(self, mutant, name, after):
        """The verdict; None where what has to be new was there before, so that nothing can be told."""
        expected = Counter()
        for one in mutant.expected:
            path = os.path.relpath(one.path, self.root)
            text = mutant.text if path == name else self.texts[path]
            expected[(one.rule, path, *position(text, one.at))] += 1
        old, replaced, lost, hidden = Counter(), set(), [], []
        for finding in self.before:
            was = place(finding)
            if finding["path"] != name:
                old[was] += 1
                continue
            offset = len(mutant.file.text.encode()[: finding["range"]["start"]["offset"]].decode())
            moved = mutant.moved(offset)
            if moved is not None:
                here = (was[0], name, *position(mutant.text, moved))
                old[here] += 1
                if mutant.old and offset == mutant.start:
                    replaced.add(here)
        if expected & old:
            return None
        found = Counter(place(finding) for finding in after)
        new = found - old
        for was in (old - found).elements():
            (hidden if was in replaced or {was[0], "*"} & set(mutant.hides) else lost).append(was)
        missed, extra = (expected - new).elements(), (new - expected).elements()
        # What is hidden may be told of the same place in other words.
        places = {was[1:] for was in hidden}
        extra = [one for one in extra if one[1:] not in places]
        # An export is reported through the file with its decoded text: what is hidden there is told of the export again.
        export, rules = name.removesuffix(".decoded.json"), {was[0] for was in hidden}
        extra = [one for one in extra if one[1] == name or one[1] != export or one[0] not in rules]
        return Verdict(mutant, list(missed), extra, lost, hidden)
