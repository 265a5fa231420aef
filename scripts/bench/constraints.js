// Classes with virtual calls: a one-way constraint solver over a long chain and a projection.

'use strict';

const STRENGTHS = { required: 0, strong: 1, weak: 2 };

class Variable {
  constructor(name, value) {
    this.name = name;
    this.value = value;
    this.constraints = [];
    this.determinedBy = null;
    this.mark = 0;
    this.strength = STRENGTHS.weak;
    this.stays = true;
  }
}

class Constraint {
  constructor(strength) { this.strength = strength; }
  attach(...variables) {
    this.variables = variables;
    for (const variable of variables) variable.constraints.push(this);
  }
  get output() { throw new Error('abstract'); }
  inputsKnown(mark) {
    return this.variables.every((v) => v === this.output || v.mark === mark || v.stays || v.determinedBy === null);
  }
  execute() {}
}

class Edit extends Constraint {
  constructor(variable) {
    super(STRENGTHS.strong);
    this.attach(variable);
  }
  get output() { return this.variables[0]; }
}

class Equal extends Constraint {
  constructor(from, to) {
    super(STRENGTHS.required);
    this.attach(from, to);
  }
  get output() { return this.variables[1]; }
  execute() { this.variables[1].value = this.variables[0].value; }
}

class Scale extends Constraint {
  constructor(from, scale, offset, to) {
    super(STRENGTHS.required);
    this.attach(from, scale, offset, to);
  }
  get output() { return this.variables[3]; }
  execute() {
    const [from, scale, offset, to] = this.variables;
    to.value = from.value * scale.value + offset.value;
  }
}

class Planner {
  constructor() { this.mark = 0; }

  add(constraint) {
    constraint.output.determinedBy = constraint;
    constraint.output.stays = false;
  }

  planFrom(sources) {
    const mark = ++this.mark;
    const plan = [];
    const pending = [...sources];
    while (pending.length > 0) {
      const constraint = pending.pop();
      const output = constraint.output;
      if (output.mark === mark || !constraint.inputsKnown(mark)) continue;
      plan.push(constraint);
      output.mark = mark;
      for (const next of output.constraints) if (next.output !== output) pending.push(next);
    }
    return plan;
  }
}

function chain(length) {
  const planner = new Planner();
  const variables = Array.from({ length }, (_, i) => new Variable(`v${i}`, 0));
  for (let i = 1; i < length; i++) planner.add(new Equal(variables[i - 1], variables[i]));
  const edit = new Edit(variables[0]);
  planner.add(edit);
  const plan = planner.planFrom([edit]);
  for (let value = 0; value < 100; value++) {
    variables[0].value = value;
    for (const constraint of plan) constraint.execute();
  }
  return variables[length - 1].value;
}

function projection(count) {
  const planner = new Planner();
  const scale = new Variable('scale', 10);
  const offset = new Variable('offset', 1000);
  const targets = [];
  for (let i = 0; i < count; i++) {
    const source = new Variable('source', i);
    const target = new Variable('target', 0);
    targets.push(target);
    planner.add(new Scale(source, scale, offset, target));
  }
  const edits = [new Edit(scale), new Edit(offset)];
  edits.forEach((edit) => planner.add(edit));
  let sum = 0;
  for (let round = 0; round < 5; round++) {
    scale.value = round;
    for (const constraint of planner.planFrom(edits)) constraint.execute();
    sum += targets.reduce((total, target) => total + target.value, 0);
  }
  return sum;
}

function run() {
  let sum = 0;
  for (let i = 0; i < 6; i++) sum += chain(2000) + projection(1500);
  return sum;
}

const print = (line) => console.log(line);
const start = performance.now();
Promise.resolve(run()).then((check) => {
  print(`@@ time ${(performance.now() - start).toFixed(1)}`);
  print(`@@ check ${check}`);
});
