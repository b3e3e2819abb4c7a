"""Programs under measurement: starting them, asking the kernel what they used, and loading them with wrk."""

import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def children(pid):
    """A process and all that it started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += children(int(child))
    return found


def cpu_seconds(pid):
    """User and system time of a process and its children so far."""
    total = 0
    for each in children(pid):
        fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


def memory_megabytes(pid):
    """Proportional set size: its own pages, and its share of those it has in common with others."""
    total = 0
    for each in children(pid):
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{each}/smaps_rollup").read_text(), re.M)
        total += int(found[1])
    return total / 1024


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """A server that is up: `url`, `pid`, and `ready`, the seconds it took to listen. Stopped at the end of `with`."""

    def __init__(self, process, url, ready):
        self.process, self.url, self.ready = process, url, ready
        self.pid = process.pid

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def servanda(program, store):
    """The program on a store that exists already."""
    start = time.perf_counter()
    process = subprocess.Popen([program, "--db", store, "serve", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)
    for line in process.stdout:
        if found := re.search(r"listening on (http://\S+)", line):
            return Server(process, found[1].rstrip("/"), time.perf_counter() - start)
    raise SystemExit(f"{program} serve ended before it listened")


def nginx(folder, files):
    """nginx serving `files` (name: bytes) from `folder`, set up as fast as it can be for that."""
    root = Path(folder) / "nginx"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    root.chmod(0o755)
    for name, content in files.items():
        (root / name).write_bytes(content)
    port = free_port()
    user = "user root;" if os.getuid() == 0 else ""
    (root / "nginx.conf").write_text(f"""
daemon off; pid {root}/pid; error_log {root}/errors; worker_processes {os.cpu_count()}; {user}
events {{ worker_connections 1024; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; default_type "text/html; charset=utf-8";
    open_file_cache max=100; open_file_cache_valid 1h;
    client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c; uwsgi_temp_path {root}/d;
    scgi_temp_path {root}/e;
    server {{ listen 127.0.0.1:{port} reuseport; root {root}; }}
}}
""")
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    start = time.perf_counter()
    process = subprocess.Popen([program, "-c", f"{root}/nginx.conf", "-e", f"{root}/errors"])
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return Server(process, f"http://127.0.0.1:{port}", time.perf_counter() - start)
        except ConnectionRefusedError:
            if process.poll() is not None:
                raise SystemExit("nginx ended before it listened") from None
            time.sleep(0.001)


def load(server, path, seconds, headers=(), connections=64):
    """wrk with one thread. Gives requests a second and microseconds of processor time in each."""
    before = cpu_seconds(server.pid)
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", *[a for h in headers for a in ("-H", h)], server.url + path]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    used = cpu_seconds(server.pid) - before
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"{path} did not answer every request:\n{said}")
    requests = int(re.search(r"(\d+) requests in", said)[1])
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    return rate, used / requests * 1e6
