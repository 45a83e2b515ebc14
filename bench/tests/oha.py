#!/usr/bin/env python3
"""Stands in for oha, the load generator: takes the options that bench gives it, asks a few times, and reports as oha does.

The times that it reports mean nothing. How oha draws addresses is rebuilt for what bench writes: letters, [aA] and (a|b).
"""

import argparse
import json
import random
import re
import sys
import urllib.error
import urllib.request
from collections import Counter

PARTS = re.compile(r"\\(?P<escaped>.)|\[(?P<any>[^]]*)\]|\((?P<one_of>[^)]*)\)|(?P<letter>.)")


def draw(expression):
    """An address that an expression describes."""

    def part(found):
        if found["any"]:
            return random.choice(found["any"])
        if found["one_of"]:
            return re.sub(r"\\(.)", r"\1", random.choice(found["one_of"].split("|")))
        return found["escaped"] or found["letter"]

    return "".join(part(found) for found in PARTS.finditer(expression))


def ask(address, headers):
    """The status of an answer."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            answer.read()
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--version", action="version", version="oha: a stand-in")
    for flag in ["--no-tui", "--disable-compression", "--rand-regex-url", "-w"]:
        parser.add_argument(flag, action="store_true")
    parser.add_argument("--output-format", choices=["json"])
    parser.add_argument("--dump-urls", type=int)
    parser.add_argument("-c", type=int)
    parser.add_argument("-n", type=int)
    parser.add_argument("-z")
    parser.add_argument("-t")
    parser.add_argument("-A")
    parser.add_argument("-H", action="append", default=[])
    parser.add_argument("address")
    options = parser.parse_args()
    address = (lambda: draw(options.address)) if options.rand_regex_url else (lambda: options.address)
    if options.dump_urls:
        for _ in range(options.dump_urls):
            print(address())
        return
    headers = dict(header.split(": ", 1) for header in options.H) | {"Accept": options.A}
    statuses = Counter(str(ask(address(), headers)) for _ in range(options.n or 2))
    report = {
        "summary": {"requestsPerSec": 1.0},
        "metrics": {"latency_ms": {"p50": 1.0, "p99": 2.0}},
        "statusCodeDistribution": statuses,
        "errorDistribution": {},
    }
    json.dump(report, sys.stdout)


if __name__ == "__main__":
    main()
