// A small language: tokenised, parsed into a tree, run by an interpreter.

'use strict';

const SOURCE = `
let n = 0; let total = 0;
while (n < 3000) {
  if (n % 3 == 0) { total = total + n * 2; } else { total = total - (n - 1); }
  let k = 5;
  while (k > 0) { total = total + k; k = k - 1; }
  n = n + 1;
}
print(total);
`;

function tokenise(source) {
  const tokens = [];
  let i = 0;
  while (i < source.length) {
    const c = source[i];
    if (c === ' ' || c === '\n') {
      i++;
    } else if (c >= '0' && c <= '9') {
      let value = 0;
      while (source[i] >= '0' && source[i] <= '9') value = value * 10 + (source.charCodeAt(i++) - 48);
      tokens.push({ type: 'number', value });
    } else if (c >= 'a' && c <= 'z') {
      const start = i;
      while (source[i] >= 'a' && source[i] <= 'z') i++;
      tokens.push({ type: 'name', value: source.slice(start, i) });
    } else if (c === '=' && source[i + 1] === '=') {
      tokens.push({ type: '==' });
      i += 2;
    } else {
      tokens.push({ type: c });
      i++;
    }
  }
  tokens.push({ type: 'end' });
  return tokens;
}

class Parser {
  static precedence = { '==': 1, '<': 2, '>': 2, '+': 3, '-': 3, '*': 4, '%': 4 };

  constructor(tokens) {
    this.tokens = tokens;
    this.at = 0;
  }
  get token() { return this.tokens[this.at]; }
  next() { return this.tokens[this.at++]; }
  expect(type) {
    const token = this.next();
    if (token.type !== type) throw new SyntaxError(`expected ${type}, found ${token.type}`);
    return token;
  }
  accept(type, value) {
    const { token } = this;
    if (token.type !== type || (value !== undefined && token.value !== value)) return false;
    this.at++;
    return true;
  }
  program() {
    const body = [];
    while (this.token.type !== 'end') body.push(this.statement());
    return body;
  }
  block() {
    const body = [];
    this.expect('{');
    while (!this.accept('}')) body.push(this.statement());
    return body;
  }
  condition() {
    this.expect('(');
    const test = this.expression(0);
    this.expect(')');
    return test;
  }
  statement() {
    if (this.accept('name', 'while')) return { type: 'while', test: this.condition(), body: this.block() };
    if (this.accept('name', 'if')) {
      const node = { type: 'if', test: this.condition(), then: this.block(), otherwise: [] };
      if (this.accept('name', 'else')) node.otherwise = this.block();
      return node;
    }
    if (this.accept('name', 'print')) {
      const value = this.condition();
      this.expect(';');
      return { type: 'print', value };
    }
    this.accept('name', 'let');
    const { value: name } = this.expect('name');
    this.expect('=');
    const value = this.expression(0);
    this.expect(';');
    return { type: 'assign', name, value };
  }
  expression(minimum) {
    let left = this.primary();
    for (;;) {
      const operator = this.token.type;
      const precedence = Parser.precedence[operator] ?? 0;
      if (precedence <= minimum) return left;
      this.next();
      left = { type: 'binary', operator, left, right: this.expression(precedence) };
    }
  }
  primary() {
    if (this.token.type === '(') return this.condition();
    const token = this.next();
    return token.type === 'number' ? { type: 'number', value: token.value } : { type: 'name', name: token.value };
  }
}

class Interpreter {
  variables = Object.create(null);
  output = [];

  run(body) { for (const node of body) this.execute(node); }
  execute(node) {
    switch (node.type) {
      case 'assign': this.variables[node.name] = this.evaluate(node.value); break;
      case 'while': while (this.evaluate(node.test)) this.run(node.body); break;
      case 'if': this.run(this.evaluate(node.test) ? node.then : node.otherwise); break;
      case 'print': this.output.push(this.evaluate(node.value)); break;
    }
  }
  evaluate(node) {
    if (node.type === 'number') return node.value;
    if (node.type === 'name') return this.variables[node.name];
    const left = this.evaluate(node.left);
    const right = this.evaluate(node.right);
    switch (node.operator) {
      case '+': return left + right;
      case '-': return left - right;
      case '*': return left * right;
      case '%': return left % right;
      case '<': return left < right;
      case '>': return left > right;
      default: return left === right;
    }
  }
}

function run() {
  let trees = 0;
  for (let i = 0; i < 150; i++) trees += new Parser(tokenise(SOURCE)).program().length;
  const interpreter = new Interpreter();
  interpreter.run(new Parser(tokenise(SOURCE)).program());
  return `${trees} ${interpreter.output}`;
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
