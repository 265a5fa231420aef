#!/usr/bin/env python3
"""Runs the programs of this folder under several engines, interleaved, and prints ratios.

    scripts/bench/compare.py [-n ROUNDS] [--only TEXT] 'node --jitless' target/release/tenure ...

Each program prints `@@ time MS` and `@@ check TEXT`; the checks must agree. The first engine is the base: a ratio above 1
means faster than it. Each time is the least of all rounds; the last line is the geometric mean.
"""
import argparse
import math
import os
import re
import shlex
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def measure(command, path):
    """(ms, check), or None when the program failed."""
    result = subprocess.run([*command, path], capture_output=True, text=True, timeout=300)
    time = re.search(r'^@@ time ([\d.]+)$', result.stdout, re.M)
    check = re.search(r'^@@ check (.*)$', result.stdout, re.M)
    if result.returncode != 0 or not time or not check:
        sys.stderr.write(f'{shlex.join(command)} {path}: exit {result.returncode}\n{result.stderr[-400:]}\n')
        return None
    return float(time[1]), check[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('engines', nargs='+')
    parser.add_argument('-n', type=int, default=3, help='rounds (default 3)')
    parser.add_argument('--only', default='', help='only programs whose name contains TEXT')
    options = parser.parse_args()
    engines = [shlex.split(engine) for engine in options.engines]
    programs = sorted(name for name in os.listdir(HERE) if name.endswith('.js') and options.only in name)
    ratios = [[] for _ in engines]
    print(f'{"program":<16}' + ''.join(f'{os.path.basename(e[0])[:10]:>12}' + (' ' * 8 if i else '') for i, e in enumerate(engines)))
    for program in programs:
        best, checks = [math.inf] * len(engines), set()
        for _ in range(options.n):
            for index, engine in enumerate(engines):
                found = measure(engine, os.path.join(HERE, program))
                if found:
                    best[index] = min(best[index], found[0])
                    checks.add(found[1])
        row = f'{program[:-3]:<16}{best[0]:>10.1f}ms'
        for index in range(1, len(engines)):
            ratio = best[0] / best[index] if best[index] < math.inf else 0
            ratios[index] += [ratio] if ratio else []
            row += f'{best[index]:>10.1f}ms {ratio:>6.2f}x'
        print(row + ('   CHECKS DIFFER' if len(checks) > 1 else ''), flush=True)
    means = [math.exp(sum(map(math.log, r)) / len(r)) if r else 0 for r in ratios]
    print(f'{"geometric mean":<16}{"":>12}' + ''.join(f'{"":>12} {mean:>6.2f}x' for mean in means[1:]))


main()
