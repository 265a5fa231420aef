// Modules that need each other: functions are there before anything runs, the rest is in its dead zone.
import { isOdd, isEven, early, log, let_ } from './modules/odd.mjs';
import { inspect } from 'node:util';
import * as self from './module-cycles.mjs';
console.log(log.join(' | ')); // expect: true | true |  | ReferenceError: Cannot access 'let_' before initialization | ReferenceError: Cannot access 'let_' before initialization
console.log(isOdd(3), isEven(3), early, let_); // expect: true false Cannot access 'let_' before initialization 1
try { self.mine; } catch (error) { console.log(error.message); } // expect: Cannot access 'mine' before initialization
try { self.default; } catch (error) { console.log(error.message); } // expect: Cannot access 'default' before initialization
try { Object.keys(self); } catch (error) { console.log(error.message); } // expect: Cannot access 'default' before initialization
try { Object.prototype.hasOwnProperty.call(self, 'mine'); } catch (error) { console.log(error.message); } // expect: mine is not defined
console.log('mine' in self, Reflect.ownKeys(self), self.hoisted()); // expect: true [ 'default', 'hoisted', 'mine', Symbol(Symbol.toStringTag) ] hoisted
console.log(inspect(self, { breakLength: Infinity })); // expect: [Module: null prototype] { default: <uninitialized>, hoisted: [Function: hoisted], mine: <uninitialized> }
export const mine = 1;
export function hoisted() { return 'hoisted'; }
export default mine + 1;
console.log(self.mine, self.default); // expect: 1 2
