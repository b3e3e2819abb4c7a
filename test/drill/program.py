"""The program as its users run it: a store on either engine, commands, a server that may be killed, and who asks it."""
import http.client
import json
import os
import re
import signal
import subprocess
import tempfile
import threading
import time
import urllib.parse

PASSWORD = "Tulips grow in Delft"


def engines(folder):
    """A place for a new store on each engine there is: a name, an address."""
    yield "sqlite", os.path.join(folder, "drill.db")
    server = os.environ.get("SERVANDA_TEST_PG")
    if server:
        schema = "drill%d_%d" % (os.getpid(), int(time.time() * 1000) % 1000000)
        subprocess.run(["psql", "-q", server, "-c", "CREATE SCHEMA " + schema], check=True)
        yield "postgres", "%s?options=-csearch_path%%3D%s" % (server, schema)


class Program:
    """One program and one store. `before` is what the program is started through: faketime, setpriv, prlimit."""

    def __init__(self, program, store, folder, before=(), environment=None):
        self.program, self.store, self.folder, self.before = program, store, folder, list(before)
        self.environment = dict(os.environ, LC_ALL="C.UTF-8", XDG_STATE_HOME=folder, HOME=folder)
        self.environment.pop("SERVANDA_TOKEN_FILE", None)
        self.environment.update(environment or {})
        self.token = None

    def command(self, *words):
        return [*self.before, self.program, "--db", self.store, "--lang", "en", *words]

    def run(self, *words, typed=""):
        return subprocess.run(self.command(*words), input=typed, env=self.environment, text=True, capture_output=True,
                              timeout=300, check=False)

    def must(self, *words, typed=""):
        done = self.run(*words, typed=typed)
        assert done.returncode == 0, "%s: %d %s" % (" ".join(words), done.returncode, done.stderr)
        return done.stdout

    def make(self, kind="init"):
        """A new store with one account that may do nearly everything, and its token."""
        self.must(kind)
        self.must("user", "add", "keeper", "--name", "Keeper", "--role", "administrator,officer", typed=PASSWORD + "\n")
        as_keeper = [] if not self.store.startswith("postgres") else ["--as", "keeper"]
        self.token = self.must(*as_keeper, "user", "token", "keeper", typed=PASSWORD + "\n").strip()

    def on_either(self, *words):
        """The words of a command of an administrator, with the token where the engine asks for one."""
        if not self.store.startswith("postgres"):
            return self.run(*words)
        path = os.path.join(self.folder, "token")
        with open(path, "w", encoding="ascii") as file:
            file.write(self.token)
        self.environment["SERVANDA_TOKEN_FILE"] = path
        try:
            return self.run("--as", "keeper", *words)
        finally:
            del self.environment["SERVANDA_TOKEN_FILE"]

    def serve(self, *options):
        return Server(self, options)


class Server:
    """A server that is being started. `ready` waits until it listens; `said` is what it told on stderr."""

    def __init__(self, program, options=()):
        self.began, self.url = time.monotonic(), None
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(program.command("serve", "--listen", "127.0.0.1:0", "--quiet", *options),
                                        env=program.environment, stdout=subprocess.PIPE, stderr=self.errors, text=True)

    def ready(self):
        """The seconds it took to listen."""
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), "the server said %r and %s" % (line, self.said())
        self.url = line.split()[-1]
        return time.monotonic() - self.began

    @property
    def port(self):
        return urllib.parse.urlparse(self.url).port

    def said(self):
        self.errors.seek(0)
        return self.errors.read().decode("utf-8", "replace")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.end()

    def stop(self):
        """Its exit status."""
        self.process.terminate()
        return self.end()

    def end(self):
        status = self.process.wait(timeout=60)
        self.process.stdout.close()
        return status

    def memory(self):
        """Resident, in megabytes."""
        with open("/proc/%d/status" % self.process.pid, encoding="ascii") as file:
            return int(re.search(r"VmRSS:\s+(\d+)", file.read()).group(1)) / 1024


class Client:
    """Somebody at the programming interface, on one connection. What goes wrong with it comes as OSError or HTTPException."""

    def __init__(self, url, token, timeout=30):
        self.host, self.token, self.timeout, self.connection = urllib.parse.urlparse(url).netloc, token, timeout, None

    def ask(self, method, path, value=None, key=None, **more):
        if not self.connection:
            self.connection = http.client.HTTPConnection(self.host, timeout=self.timeout)
        headers = {"Authorization": "Bearer " + self.token} if self.token else {}
        body = None
        if value is not None:
            headers["Content-Type"], body = "application/json", json.dumps(value)
        if key:
            headers["Idempotency-Key"] = key
        headers.update({name.replace("_", "-"): text for name, text in more.items()})
        try:
            self.connection.request(method, "/api/v1/" + path, body, headers)
            answer = self.connection.getresponse()
            text = answer.read().decode("utf-8")
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise
        return answer.status, json.loads(text) if text.startswith(("{", "[")) else text


def together(work, count):
    """Runs work(0) .. work(count - 1), each in a thread of its own; an exception in one is raised here."""
    wrong = []

    def guarded(i):
        try:
            work(i)
        except Exception as error:  # pylint: disable=broad-except
            wrong.append(error)
    threads = [threading.Thread(target=guarded, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]
