// Regular expressions where the engine takes short cuts: ASCII and other subjects, patterns used often, changed prototypes.
'use strict';

const print = (...values) => console.log(...values.map((value) => (typeof value === 'string' ? value.split('\u2028').join('<LS>') : value)));
const show = (match) => (match === null ? 'null' : JSON.stringify([...match, match.index]));

// ---- the same patterns, cold and hot, on ASCII, Latin-1 and two-byte subjects
const patterns = [
  /\d+/, /[aeiou]/, /\s{2,}/, /x{2,3}?/, /[^a-z]+/i, /error/i, /(\w+)@(\w+)\.org/, /\b[a-z]{3,}\b/, /^\s+|\s+$/, /a|ab|abc/,
  /(?:ab|a)(c|bcd)(d*)/, /(?:(a)|b)*/, /(a*)?/, /(?=(a+))a*b\1/, /\W/, /[\w-]+$/, /^$/, /$/m, /^b/m, /.+/s, /[]/, /[^]/,
];
const subjects = [
  'user12@example.org said: an ERROR in  line 33', 'aaba abcd xxxx\nb ', '', '  padded  ', 'b\u00e9\u00e8 42 caf\u00e9@x.org  Error',
  '\u4e00\u4e8c 7 abcd \ud83d\ude00 error  xx', 'ABC-def_1', '\r\nb\u2028b',
];
const all = () => patterns.map((pattern) => subjects.map((subject) => show(pattern.exec(subject))).join(' ')).join('\n');
const cold = all();
print(cold);
const long = 'zzzz '.repeat(2000);
for (const pattern of patterns) pattern.exec(long);
let same = true;
for (let i = 0; i < 2; i++) same = same && all() === cold;
print('hot as cold:', same);

// ---- the methods, over every kind of subject
for (const subject of subjects) {
  print(JSON.stringify([
    subject.split(/[\s@]/), subject.split(/(\d)|x/, 4), subject.match(/[a-z]+/gi), subject.search(/[\d-]/),
    subject.replace(/\w/g, (c, at) => c + at % 10), subject.replace(/(\w)(\w)?/g, '[$2$1$&$$]'), subject.replaceAll(/o|e/g, ''),
    [...subject.matchAll(/(?<word>[a-z]+)(?<digits>\d+)?/g)].map((m) => [m.groups.word, m.groups.digits, m.index]),
  ]));
}

// ---- case
print(/k/iu.test('\u212a'), /s/iu.test('\u017f'), /[\u017f]/iu.test('s'), /[^s]/i.test('S'), /[A-z]/i.test('_'), /[_-a]/i.test('A'), /[^\W]/i.test('Q'));

// ---- lastIndex, sticky, global, empty matches
const digits = /\d+/g;
print(digits.exec('a12b345').index, digits.lastIndex, digits.exec('a12b345').index, digits.lastIndex, digits.exec('a12b345'), digits.lastIndex);
const sticky = /\d/y;
print(sticky.test('12a'), sticky.test('12a'), sticky.test('12a'), sticky.lastIndex, '12a3'.replace(/\d/gy, '<$&>'), '1a'.split(/\d/y));
digits.lastIndex = { valueOf: () => 3 };
print(digits.exec('a12b345')[0], digits.lastIndex);
digits.lastIndex = 'x';
print(digits.exec('a12b345')[0], digits.lastIndex);
digits.lastIndex = 99;
print(digits.test('a1'), digits.lastIndex);
print(JSON.stringify(['abc'.replace(/x*/g, '-'), 'abc'.split(/(?:)/), '\ud83d\ude00x'.replace(/(?:)/gu, '-').length, 'ab'.match(/$/g)]));
const frozen = Object.freeze(/a/g);
try { 'a'.match(frozen); } catch (error) { print(error.name); }

// ---- what a match leaves behind
/(\d)(x)?(\d)?/.exec('ab1');
print(JSON.stringify([RegExp.$1, RegExp.$2, RegExp.$9, RegExp.lastMatch, RegExp.lastParen, RegExp.leftContext, RegExp.rightContext]));
'k=v; l=w'.replace(/(\w)=(\w)/g, '');
print(JSON.stringify([RegExp.$1, RegExp.$2, RegExp.$3, RegExp['$&'], RegExp['$+'], RegExp['$`'], RegExp["$'"], RegExp.input]));
/none/.test('xyz');
print(JSON.stringify([RegExp.$1, RegExp.input]));
'a b  c'.split(/\s+/);
print(JSON.stringify([RegExp.$1, RegExp.lastMatch, RegExp.leftContext]));

// ---- indices and groups
const found = /(?<year>\d{4})-(?<month>\d\d)?/d.exec('on 2024-');
print(JSON.stringify(found.indices), JSON.stringify(found.indices.groups), Object.getPrototypeOf(found.groups), JSON.stringify(found.groups));

// ---- overridden parts of the protocol
class Loud extends RegExp {
  exec(subject) { const match = super.exec(subject); if (match) match[0] = match[0].toUpperCase(); return match; }
}
print('abab'.replace(new Loud('b', 'g'), (m) => m + '!'), JSON.stringify('a1b'.split(new Loud('\\d'))));
const own = /b/;
own.exec = () => null;
print(own.test('b'), 'b'.match(own), 'b'.replace(own, 'x'), JSON.stringify('abc'.split(own)));
const exec = RegExp.prototype.exec;
let calls = 0;
RegExp.prototype.exec = function (subject) { calls++; return exec.call(this, subject); };
print(/a/.test('a'), 'aXbX'.replace(/x/gi, '.'), JSON.stringify('a1b'.split(/\d/)), 'ab'.search(/b/), [...'aa'.matchAll(/a/g)].length, calls);
RegExp.prototype.exec = exec;
print(/a/.test('a'), calls);
let log = '';
const watched = { get lastIndex() { log += 'get '; return 0; }, set lastIndex(value) { log += `set:${value} `; }, exec: (s) => null, flags: '' };
print(RegExp.prototype[Symbol.replace].call(watched, 'abc', 'x'), RegExp.prototype[Symbol.search].call(watched, 'abc'), log);

// ---- replacers that meddle
const meddler = /(\w)/g;
print('abc'.replace(meddler, (m, g, at, whole) => { meddler.lastIndex = 0; meddler.compile('z', 'g'); return `${m}${at}${whole.length}`; }));
try { 'abc'.replace(/b/g, () => { throw new Error('from replacer'); }); } catch (error) { print(error.message); }
print('aXb'.replace(/x/i, () => undefined), 'aXb'.replace(/x/i, { toString: () => '$&$&' }), 'abc'.replace(/(?<n>b)/, '$<n>$<n>$<m>'));

// ---- splitting: empty subjects and matches, groups, limits, and what is remembered
const splits = [['', /x/], ['', /(?:)/], ['', /^/], ['abc', /(?:)/], ['abc', /(b)?/], ['abc', /$/], ['abc', /^/], ['a1b2c', /(\d)/], ['a1b2c', /\d/, 2],
  ['a1b2c', /(\d)/, 2], ['a1b2c', /(\d)/, 3], ['1a', /\d/], ['a1', /\d/], ['11', /1/], ['a\u{1f600}b', /(?:)/u], ['a\u{1f600}b', /(?:)/], ['ab', /(x)|b/], ['a,b;c', /[,;]/, 4294967297]];
for (const [subject, pattern, limit] of splits) {
  /zz/.test('zz');
  print(JSON.stringify(subject.split(pattern, limit)), JSON.stringify([RegExp.lastMatch, RegExp.leftContext]));
}

// expect: ["12",4] null null null ["42",4] ["7",3] ["1",8] null
// expect: ["u",0] ["a",0] null ["a",3] ["a",8] ["a",5] ["e",5] null
// expect: ["  ",36] null null ["  ",0] ["  ",17] ["  ",18] null ["\r\n",0]
// expect: null ["xx",10] null null null ["xx",20] null null
// expect: ["12@",4] [" ",4] null ["  ",0] ["éè 42 ",1] ["一二 7 ",0] ["-",3] ["\r\n",0]
// expect: ["ERROR",28] null null null ["Error",19] ["error",13] null null
// expect: ["user12@example.org","user12","example",0] null null null null null null null
// expect: ["example",7] ["aaba",0] null ["padded",2] ["caf",7] ["abcd",5] null null
// expect: null [" ",16] null ["  ",0] null null null ["\r\n",0]
// expect: ["a",9] ["a",0] null ["a",3] ["a",8] ["a",5] null null
// expect: null ["abcd","c","d",5] null null null ["abcd","c","d",5] null null
// expect: ["",null,0] ["aaba","a",0] ["",null,0] ["",null,0] ["b",null,0] ["",null,0] ["",null,0] ["",null,0]
// expect: ["",null,0] ["aa","aa",0] ["",null,0] ["",null,0] ["",null,0] ["",null,0] ["",null,0] ["",null,0]
// expect: null ["aba","a",1] null null null null null null
// expect: ["@",6] [" ",4] null [" ",0] ["é",1] ["一",0] ["-",3] ["\r",0]
// expect: ["33",43] null null null ["Error",19] ["xx",20] ["ABC-def_1",0] ["b",4]
// expect: null null ["",0] null null null null null
// expect: ["",45] ["",14] ["",0] ["",10] ["",24] ["",22] ["",9] ["",0]
// expect: null ["b",15] null null ["b",0] null null ["b",2]
// expect: ["user12@example.org said: an ERROR in  line 33",0] ["aaba abcd xxxx\nb ",0] null ["  padded  ",0] ["béè 42 café@x.org  Error",0] ["一二 7 abcd 😀 error  xx",0] ["ABC-def_1",0] ["\r\nb<LS>b",0]
// expect: null null null null null null null null
// expect: ["u",0] ["a",0] null [" ",0] ["b",0] ["一",0] ["A",0] ["\r",0]
// expect: hot as cold: true
// expect: [["user12","example.org","said:","an","ERROR","in","","line","33"],["user","1","","2"],["user","example","org","said","an","ERROR","in","line"],4,"u0s1e2r31425@e7x8a9m0p1l2e3.o5r6g7 s9a0i1d2: a5n6 E8R9R0O1R2 i4n5  l8i9n0e1 3334","[suus$][reer$][2112$]@[xeex$][maam$][lppl$][ee$].[roor$][gg$] [assa$][diid$]: [naan$] [REER$][ORRO$][RR$] [niin$]  [illi$][enne$] [3333$]","usr12@xampl.rg said: an ERROR in  lin 33",[["user","12",0],["example",null,7],["org",null,15],["said",null,19],["an",null,25],["in",null,34],["line",null,38]]]
// expect: [["aaba","abcd","xxxx","b",""],["aaba abcd ",null,"",null],["aaba","abcd","xxxx","b"],-1,"a0a1b2a3 a5b6c7d8 x0x1x2x3\nb5 ","[aaaa$][abba$] [baab$][dccd$] [xxxx$][xxxx$]\n[bb$] ","aaba abcd xxxx\nb ",[["aaba",null,0],["abcd",null,5],["xxxx",null,10],["b",null,15]]]
// expect: [[""],[""],null,-1,"","","",[]]
// expect: [["","","padded","",""],["  padded  "],["padded"],-1,"  p2a3d4d5e6d7  ","  [appa$][dddd$][deed$]  ","  paddd  ",[["padded",null,2]]]
// expect: [["béè","42","café","x.org","","Error"],["béè ","4","","2"],["b","caf","x","org","Error"],4,"b0éè 4425 c7a8f9é@x2.o4r5g6  E9r0r1o2r3","[bb$]éè [2442$] [acca$][ff$]é@[xx$].[roor$][gg$]  [rEEr$][orro$][rr$]","béè 42 café@x.rg  Errr",[["b",null,0],["caf",null,7],["x",null,12],["org",null,14],["rror",null,20]]]
// expect: [["一二","7","abcd","😀","error","","xx"],["一二 ","7"," abcd 😀 error  ",null],["abcd","error","xx"],3,"一二 73 a5b6c7d8 😀 e3r4r5o6r7  x0x1","一二 [77$] [baab$][dccd$] 😀 [reer$][orro$][rr$]  [xxxx$]","一二 7 abcd 😀 rrr  xx",[["abcd",null,5],["error",null,13],["xx",null,20]]]
// expect: [["ABC-def_1"],["ABC-def_","1",""],["ABC","def"],3,"A0B1C2-d4e5f6_718","[BAAB$][CC$]-[edde$][_ff_$][11$]","ABC-df_1",[["def",null,4]]]
// expect: [["","","b","b"],["\r\nb<LS>b"],["b","b"],-1,"\r\nb2<LS>b4","\r\n[bb$]<LS>[bb$]","\r\nb<LS>b",[["b",null,2],["b",null,4]]]
// expect: true true true false true true true
// expect: 1 3 4 7 null 0
// expect: true true false 0 <1><2>a3 [ '', 'a' ]
// expect: 345 7
// expect: 12 3
// expect: false 0
// expect: ["-a-b-c-",["a","b","c"],6,[""]]
// expect: TypeError
// expect: ["1","","","1","","ab",""]
// expect: ["l","w","","l=w","w","k=v; ","","k=v; l=w"]
// expect: ["l","k=v; l=w"]
// expect: ["","  ","a b"]
// expect: [[3,8],[3,7],null] {"year":[3,7]} null {"year":"2024"}
// expect: aB!aB! ["a","b"]
// expect: false null b ["a","c"]
// expect: true a.b. ["a","b"] 1 2 11
// expect: true 11
// expect: abc -1 get get 
// expect: a03b13c23
// expect: from replacer
// expect: aundefinedb aXXb abbc
// expect: [""] ["zz",""]
// expect: [] ["",""]
// expect: [] ["",""]
// expect: ["a","b","c"] ["","ab"]
// expect: ["a","b","c"] ["","ab"]
// expect: ["abc"] ["zz",""]
// expect: ["abc"] ["",""]
// expect: ["a","1","b","2","c"] ["2","a1b"]
// expect: ["a","b"] ["2","a1b"]
// expect: ["a","1"] ["1","a"]
// expect: ["a","1","b"] ["2","a1b"]
// expect: ["","a"] ["1",""]
// expect: ["a",""] ["1","a"]
// expect: ["","",""] ["1","1"]
// expect: ["a","😀","b"] ["","a😀"]
// expect: ["a","\ud83d","\ude00","b"] ["","a😀"]
// expect: ["a",null,""] ["b","a"]
// expect: ["a"] [",","a"]
