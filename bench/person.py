"""Signing in as a person does, for measurements of what is never kept."""

import http.client
import re
from urllib.parse import urlencode


def sign_in(server, told, login="officer"):
    """The header that says so in each request. `told` is what `servanda demo` said: the passwords are in it."""
    password = re.search(rf"^{login} {{2,}}(.+?) {{2}}", told, re.M)[1]
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"))
    connection.request("GET", "/en/login")
    page = connection.getresponse().read().decode()
    form = {"key": re.search(r'name="key" value="([^"]+)"', page)[1], "login": login, "password": password, "next": ""}
    connection.request("POST", "/en/login", urlencode(form),
                       {"Content-Type": "application/x-www-form-urlencoded", "Origin": server.url})
    answer = connection.getresponse()
    answer.read()
    cookies = [value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    connection.close()
    if answer.status != 303 or not cookies:
        raise SystemExit(f"{login} could not sign in: {answer.status}")
    return "Cookie: " + "; ".join(cookies)
