"""Who may do what, read from src/*/*.decl by other eyes than the program's.

The walk (test/permission_walk.py) expects what a person reads in a declaration, so this reader shares nothing with
tools/decl. In: the files. Out: one Record for each, and for a role, a verb and a row whether it is open.
"""
import glob
import os
import re

ROLES = ["public", "officer", "legal", "focal_point", "partner", "donor", "finance", "writer", "auditor",
         "administrator"]
OFFICE = {"officer", "legal", "finance", "writer", "auditor", "administrator"}
SCOPED = {"focal_point", "partner", "donor"}
CLASSES = ["public", "office", "confidential", "personal"]
VERBS = ["see", "add", "change", "remove"]
NOT_FIELDS = {"public", "title", "key", "order", "filter", "search", "see", "add", "change", "remove", "check", "batch",
              "states", "step", "link", "release", "confidential", "personal", "fact", "rivals",
              "waits"}
A_TYPE = re.compile(r"(text|prose|words|remark) \d|ref \w|one of |choice \w|user\b")


def read_words(text):
    """"a, b, c required list" -> [a, b, c], [required, list]."""
    words = re.match(r"\w+(?:, *\w+)*", text)
    return words.group(0).replace(" ", "").split(","), text[words.end():].split()


class Field:
    def __init__(self, words, standard_class, choices):
        self.name, self.type = words[0], words[1]
        flags = words[2:]
        if self.type == "ref":
            self.ref, flags = words[2], words[3:]
        if self.type == "choice":
            self.choices, flags = choices[words[2]], words[3:]
        if self.type == "one":
            self.choices, flags = read_words(" ".join(words[3:]))
        self.flags = set(flags)
        self.known = next((c for c in CLASSES if c in self.flags), standard_class)
        if self.type == "secret":
            self.known = "secret"
        self.form = re.search(r'form "([^"|]*)', " ".join(words))
        self.form = self.form.group(1) if self.form else None
        self.example = re.search(r'example "([^"]*)"', " ".join(words))
        self.example = self.example.group(1) if self.example else None
        self.required = "required" in self.flags
        self.scope = "scope" in self.flags


GROUPS = {}  # roles that go together: "roles editors = officer, legal"


def read_open(text):
    """"officer, focal_point own, public released" -> [(role, which)]."""
    out = []
    for part in text.split(","):
        words = part.split()
        if not words or words[0] == "nobody":
            continue
        which = words[1] if len(words) > 1 else "all"
        for role in ROLES if words[0] == "everyone" else GROUPS.get(words[0], [words[0]]):
            assert role in ROLES and which in ("all", "own", "released"), text
            out.append((role, which))
    return out


def taken_by(step):
    """The roles of a step; none for one that nobody takes by hand. Rules read "all NOUN by FIELD": another "by"."""
    step = re.sub(r"all \w+ by \w+", "", step)
    by = re.search(r"\sby\s+(.*?)(?=\s(?:needs|second|with|within|due|when|unless|sets)\s|$)", step)
    return "" if not by or by.group(1).startswith("system") else by.group(1)


class Record:
    def __init__(self, noun):
        self.noun, self.fields, self.verbs, self.steps = noun, [], {verb: [] for verb in VERBS}, {}
        self.classes = {"confidential": [], "personal": []}
        self.release, self.standard_class = None, "office"

    def take(self, line):
        word, _, rest = line.partition(" ")
        rest = rest.strip()
        if word not in NOT_FIELDS or A_TYPE.match(rest):
            self.fields.append(line.split())
        elif word in VERBS:
            self.verbs[word] += read_open(rest)
        elif word in self.classes and rest.startswith("to "):
            self.classes[word] += read_open(rest[3:])
        elif word == "step":
            self.steps[rest.split()[0]] = read_open(taken_by(rest))
        elif word == "release":
            self.release = rest
        elif word == "states":
            self.fields.append(["state", "state"])
        elif word == "fact":
            self.fields += [["source", "ref", "source"] + rest.split(), ["mark", "choice", "mark"] + rest.split()]
        elif word == "rivals":
            self.fields.append(["set_aside", "flag", "system"])
        elif line == "public":
            self.standard_class = "public"

    def close(self, choices):
        """Only at the end is it known what class the fields have that do not say, and what shared choices there are."""
        self.fields = [Field(words, self.standard_class, choices) for words in self.fields]
        self.scope = next((f for f in self.fields if f.scope), None)
        self.made_id = not any(f.name == "id" for f in self.fields)

    @property
    def by_account(self):
        """Whether rows belong to whoever has the account: then own is one's own."""
        return self.scope is not None and self.scope.type == "user"

    @property
    def by_row(self):
        """Whether it depends on the row."""
        lists = list(self.verbs.values()) + list(self.steps.values()) + list(self.classes.values())
        return any(which != "all" for open_to in lists for _, which in open_to) or self.scope is not None

    def granted(self, verb):
        """The list of a verb ("step NAME" and classes too), with what holds everywhere for the auditor and administrator."""
        if verb in self.classes:
            open_to = list(self.classes[verb])
            if verb == "confidential":
                open_to = [o for o in open_to if o[0] != "administrator"]
            return open_to + [("auditor", "all")]
        open_to = self.steps[verb[5:]] if verb.startswith("step ") else self.verbs[verb]
        if verb == "see":
            return open_to + [("auditor", "all")]
        return [o for o in open_to if o[0] != "auditor"]

    def extent(self, role, verb):
        """The cell of the table: a subset of {"all"}, {"own", "released"}."""
        granted = self.granted(verb)
        has = {which for who, which in granted if who in (role, "public")}
        may_own = role != "public" if self.by_account else role in SCOPED and (role, "own") in granted
        if "all" in has:
            has = {"all"}
        elif not may_own:
            has.discard("own")
        if verb not in ("see", "add"):
            seen = self.extent(role, "see")
            has = has if seen == {"all"} else seen if has == {"all"} else has & seen
        return has

    def open(self, role, verb, own, released):
        extent = self.extent(role, verb)
        return "all" in extent or ("own" in extent and own) or ("released" in extent and released)

    def withheld(self, role, own, scoped, released):
        """Names of the fields that this role may not read of a row which it sees."""
        out = set()
        for field in self.fields:
            shown = True
            if field.known == "office":
                shown = role in OFFICE or (role in SCOPED and own) or (role == "focal_point" and not scoped)
            elif field.known in self.classes:
                shown = self.open(role, field.known, own, released)
            if not shown and field.known != "secret":
                out.add(field.name)
        return out


class Operation:
    """A question: who may ask it, and whether it changes something."""

    def __init__(self, noun, verb):
        self.noun, self.verb, self.open_to, self.changes, self.arguments = noun, verb, [], False, []

    def take(self, line):
        word, _, rest = line.partition(" ")
        if line.startswith("open to "):
            self.open_to += read_open(rest.strip()[3:])
        elif word == "changes":
            self.changes = True
        elif word not in ("reads", "gives", "panel"):
            self.arguments.append(line.split())

    def extent(self, role):
        open_to = [o for o in self.open_to if not (self.changes and o[0] == "auditor")]
        open_to += [] if self.changes else [("auditor", "all")]
        has = {which for who, which in open_to if who in (role, "public")}
        return {"all"} if "all" in has else has if role in SCOPED else has - {"own"}


def read_operations(root, pattern):
    """After read_declarations, which knows the groups of roles."""
    operations, operation = [], None
    for line in lines_of(root, pattern):
        if not line[0].isspace():
            words = line.split()
            operation = Operation(words[1], words[2]) if words[0] == "operation" else None
            operations += [operation] if operation else []
        elif operation:
            operation.take(line.strip())
    return operations


class Right:
    """What no record and no question declares: done on pages and by commands of its own. `user` is whoever has an account."""

    def __init__(self, words):
        self.noun, self.verb, self.to = words[0], words[1], words[2:]

    def extent(self, role):
        names = {name for word in self.to for name in GROUPS.get(word, [word])}
        has = names & {role, "everyone"} or ("user" in names and role != "public")
        return {"all"} if has else set()


def read_rights(root):
    """After read_declarations, which knows the groups of roles."""
    found = [re.match(r'right +(\w+) +(\w+) +"[^"]*" +to +(.*)', line) for line in lines_of(root, "*/*.decl")]
    return [Right([m.group(1), m.group(2)] + m.group(3).replace(",", " ").split()) for m in found if m]


def read_guarded_routes(root):
    """Every route of src/*/*.c that names a right: [(method, path, noun, verb)], with the short names of its file spelled out."""
    routes = []
    for path in sorted(glob.glob(os.path.join(root, "src", "*", "*.c"))):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for name, meaning in re.findall(r"#define (\w+) +(\d+, &right_\w+)", text):
            text = re.sub(r"^( *\{METHOD_.*), %s\}" % name, lambda m: "%s, %s}" % (m.group(1), meaning), text, flags=re.M)
        routes += re.findall(r'\{METHOD_(\w+), "([^"]+)", \w+, [\w |]+, &right_([a-z]+)_(\w+)\}', text)
    return routes


def lines_of(root, pattern):
    for path in sorted(glob.glob(os.path.join(root, "src", pattern))):
        with open(path, encoding="utf-8") as file:
            text = re.sub(r"(^|\s)#[^\n]*", "", file.read(), flags=re.M)
        for line in re.sub(r",\s*\n\s+", ", ", text).splitlines():
            if line.strip():
                yield line


def read_declarations(root, pattern):
    records, record, choices = [], None, {}
    for line in lines_of(root, "*/*.decl"):
        if line.startswith("roles "):
            name, _, members = line[6:].partition("=")
            GROUPS[name.strip()] = members.replace(",", " ").split()
    for line in lines_of(root, pattern):
        if line.startswith("choices "):
            choices[line.split()[1]] = read_words(line.split(" one of ")[1])[0]
        elif line.startswith("record "):
            record = Record(line.split()[1])
            records.append(record)
        elif not line[0].isspace():
            record = None
        elif record:
            record.take(line.strip())
    for record in records:
        record.close(choices)
    return {record.noun: record for record in records}
