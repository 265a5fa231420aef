// Classes: fields, private names, accessors, static blocks, super, new.target.
class Base { constructor() { this.kind = new.target } }
class Derived extends Base {
    static #count = 0;
    static { this.made = Derived.#count; }
    #secret = 1; plain; ['computed'] = () => this.#secret;
    constructor(...args) { super(...args); Derived.#count++; }
    get secret() { return this.#secret }
    set secret(value) { this.#check(value); this.#secret = value }
    #check(value) { if (!(#secret in this)) throw super.toString() }
    static async *make() { yield new this }
}
const Anonymous = class { static name = 'given' };
