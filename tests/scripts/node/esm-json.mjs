// JSON modules, libraries, and what a package's type makes of files.
import data from './modules/data.json' with { type: 'json' };
import sameData, { default as third } from './modules/data.json' with { type: 'json' };
import fs, { readFileSync, existsSync as exists } from 'node:fs';
import * as fsNames from 'fs';
import path, { join } from 'path';
import { value, kind } from './modules/typed/value.js';
import { kind as oldKind } from './modules/typed/old.cjs';
import { told } from './modules/ambiguous/module.js';
import { told as toldByScript } from './modules/ambiguous/script.js';
console.log(data.answer, data === sameData, third.list); // expect: 42 true [ 1, 2 ]
console.log(fs.readFileSync === readFileSync, fsNames.default === fs, typeof exists, join === path.join); // expect: true true function true
console.log(value, kind, oldKind); // expect: typed/value.js undefined function
console.log(told, toldByScript); // expect: named of plainundefined object
console.log(Object.keys(import.meta).join(), Object.getPrototypeOf(import.meta), import.meta === import.meta); // expect: dirname,filename,resolve,url null true
console.log(import.meta.filename.endsWith('esm-json.mjs'), import.meta.url.startsWith('file:///')); // expect: true true
import('./modules/wrong.json', { with: { type: 'json' } }).catch((error) => console.log(error.name, error.message.replace(/^.*\//, ''))); // expect: SyntaxError wrong.json: Expected property name or '}' in JSON at position 2
