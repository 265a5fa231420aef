// Destructuring: declarations, assignments, parameters, catch, loops; defaults, holes, rest, computed keys.
const { a, b: renamed, c = 1, d: { e } = {}, [f]: g, ...others } = source;
let [h, , i = 2, [j], ...[k, l]] = source;
({ a: target.x, b: target[y] = 3, ...target.rest } = source);
[h, i] = [i, h];
for ({ a: m } of list) ;
const swap = ([first, second = first], { third } = {}) => [third, second];
