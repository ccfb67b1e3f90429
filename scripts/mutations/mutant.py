"""What a mutant is: one edit of one file, and the findings that have to follow from it."""

from dataclasses import dataclass, field

OPERATORS = []


@dataclass
class File:
    """A file of the exports: its path relative to the folder that was given, and its text with the line ends it has."""

    path: str
    text: str
    around: list = field(default_factory=list)
    """The other files of the same surroundings, itself among them."""

    @property
    def folder(self):
        return self.path.rpartition("/")[0]

    def neighbours(self):
        """The files of the same folder, itself among them: what Terraform takes for one module."""
        return [other for other in self.around if other.folder == self.folder]


@dataclass
class Expected:
    """A finding that has to be new: `at` is an offset in the text as it is after the edit, of `path`."""

    rule: str
    at: int
    path: str


@dataclass
class Mutant:
    """`old` at `start` of `file` becomes `new`, and that has to be found."""

    file: File
    start: int
    old: str
    new: str
    expected: list
    operator: str = ""
    hides: tuple = ()
    """Rules of which findings may be gone, because the edit takes away what they are about; `*` is any rule."""

    @property
    def end(self):
        return self.start + len(self.old)

    @property
    def text(self):
        return self.file.text[: self.start] + self.new + self.file.text[self.end :]

    def moved(self, offset):
        """Where an offset of the text is after the edit, or None where the edit has replaced it."""
        if offset < self.start or offset == self.start and not self.old.strip():
            return offset + (len(self.new) if offset == self.start else 0)
        if offset >= self.end:
            return offset + len(self.new) - len(self.old)
        return offset if offset == self.start else None

    def pointed(self, offset):
        """The same, found at another offset (of the text after the edit): a template as a whole."""
        self.expected[0].at = offset
        return self

    def also(self, rule, offset, file=None):
        """A second finding that follows from the same edit; `offset` is one of the text before it."""
        file = file or self.file
        place = self.moved(offset) if file is self.file else offset
        self.expected.append(Expected(rule, place, file.path))
        return self


def replace(file, start, old, new, rule, at=0, hides=()):
    """A mutant that replaces text, found `at` so many characters behind its beginning."""
    assert file.text.startswith(old, start), (file.path, start, old)
    return Mutant(file, start, old, new, [Expected(rule, start + at, file.path)], hides=hides)


def insert(file, start, new, rule, mark, hides=()):
    """A mutant that inserts text, found where `mark` is in it."""
    return Mutant(file, start, "", new, [Expected(rule, start + new.index(mark), file.path)], hides=hides)


def misspelt(word):
    """The word with two letters changed for one another, and never the same word."""
    return word[:-2] + word[-1] + word[-2] if word[-1] != word[-2] else word + "x"


def operator(name, ending):
    """Registers a generator of mutants for files whose name ends like this (a string or several)."""

    def register(function):
        OPERATORS.append((name, ending, function))
        return function

    return register
