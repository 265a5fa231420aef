// What freezing and sealing do to typed arrays.
const message = (f) => { try { return f(); } catch (error) { return error.message; } };
console.log(message(() => Object.freeze(new Uint8Array(2)))); // expect: Cannot freeze array buffer views with elements
console.log(message(() => Object.isFrozen(Object.freeze(new Uint8Array(0))))); // expect: true
