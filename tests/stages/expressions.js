#!/usr/bin/env tenure
// Operators by precedence, chains, calls, literals, and where a `/` divides or begins a regular expression.
const sum = a + b * c ** d ** e - -f;
const test = (a && b || c) ?? (d === e ? !f : typeof g > void 0);
const bits = a | b & c ^ d << 1 >>> 2 >> 3, more = 'k' in o && o instanceof C;
a = b ||= c[d] **= 2;
i++ + ++i, delete o.p, o[--i];
o?.p.q?.[r]?.(s).t;
new a.b(c)(d), new e, new f.g;
call(...args, last, ...more,);
tag`one${1}two\u0041${`in${ner}`}`;
const literals = [0x1F, 0b11, 0o17, 1_000.5e-3, .5, 10n, 'it\'s', "\u{1F600}", /[/]\/x/giu, null, true, this];
const quotient = a / b / c, pattern = /b/g.exec(a) / 2;
x = y
++z
