//! Every message of an exception the engine throws: its error type and its words (V8's), in one table.
//!
//! `{0}`, `{1}` stand for arguments. Throw one with [`Cx::throw_error`](crate::heap::Cx::throw_error).

/// The constructor of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorType {
    Error,
    TypeError,
    RangeError,
    SyntaxError,
    ReferenceError,
    EvalError,
    UriError,
    AggregateError,
}

macro_rules! messages {
    ($( $name:ident : $kind:ident = $text:literal; )*) => {
        /// A message of the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u16)]
        pub enum Message { $( #[doc = $text] $name, )* }

        impl Message {
            pub const ALL: &'static [Message] = &[$(Message::$name),*];
            const TEXTS: &'static [&'static str] = &[$($text),*];
            const TYPES: &'static [ErrorType] = &[$(ErrorType::$kind),*];
        }
    };
}

messages! {
    // ---- calls and properties
    NotAFunction: TypeError = "{0} is not a function";
    NotAConstructor: TypeError = "{0} is not a constructor";
    ClassWithoutNew: TypeError = "Class constructor {0} cannot be invoked without 'new'";
    ConstructorRequiresNew: TypeError = "Constructor {0} requires 'new'";
    ReadOfNullish: TypeError = "Cannot read properties of {0} (reading '{1}')";
    SetOfNullish: TypeError = "Cannot set properties of {0} (setting '{1}')";
    NullishToObject: TypeError = "Cannot convert undefined or null to object";
    ReadOnlyProperty: TypeError = "Cannot assign to read only property '{0}' of {1} '{2}'";
    NoSetter: TypeError = "Cannot set property {0} of {1} which has only a getter";
    NotExtensible: TypeError = "Cannot add property {0}, object is not extensible";
    CannotDelete: TypeError = "Cannot delete property '{0}' of {1}";
    CannotRedefine: TypeError = "Cannot redefine property: {0}";
    CreateOnPrimitive: TypeError = "Cannot create property '{0}' on {1} '{2}'";
    IncompatibleReceiver: TypeError = "Method {0} called on incompatible receiver {1}";
    CalledOnNullish: TypeError = "{0} called on null or undefined";
    NotAnObject: TypeError = "{0} is not an object";
    CalledOnNonObject: TypeError = "{0} called on non-object";
    NotThisKind: TypeError = "{0} requires that 'this' be a {1}";
    InvalidArgument: TypeError = "invalid_argument";

    // ---- Object, Reflect and Proxy
    PrototypeNotObject: TypeError = "Object prototype may only be an Object or null: {0}";
    ImmutablePrototype: TypeError = "Immutable prototype object 'Object.prototype' cannot have their prototype set";
    PrototypeOfNonExtensible: TypeError = "{0} is not extensible";
    CyclicPrototype: TypeError = "Cyclic __proto__ value";
    SetPrototypeTrapFalsish: TypeError = "'setPrototypeOf' on proxy: trap returned falsish for property 'undefined'";
    PreventExtensionsFalsish: TypeError = "'preventExtensions' on proxy: trap returned falsish";
    CannotPreventExtensions: TypeError = "Cannot prevent extensions";
    CannotFreezeViews: TypeError = "Cannot freeze array buffer views with elements";
    CannotSealViews: TypeError = "Cannot seal array buffer views with elements";
    NotAnEntry: TypeError = "Iterator value {0} is not an entry object";
    ExpectingFunction: TypeError = "Object.prototype.{0}: Expecting function";
    ProxyOfNonObject: TypeError = "Cannot create proxy with a non-object as target or handler";

    // ---- Function and Symbol
    ApplyToNonFunction: TypeError = "Function.prototype.apply was called on {0}, which is {1} and not a function";
    ListFromNonObject: TypeError = "CreateListFromArrayLike called on non-object";
    BindToNonFunction: TypeError = "Bind must be called on a function";
    StrictCallerAccess: TypeError = "'caller', 'callee', and 'arguments' properties may not be accessed on strict mode functions or the arguments objects for calls to them";
    NotASymbol: TypeError = "{0} is not a symbol";

    // ---- arrays
    ReduceOfEmpty: TypeError = "Reduce of empty array with no initial value";
    BadComparator: TypeError = "The comparison function must be either a function or undefined";
    InvalidIndex: RangeError = "Invalid index : {0}";
    FlatMapperNotCallable: TypeError = "flatMap mapper function is not callable";
    PushPastSafeLength: TypeError = "Pushing {0} elements on an array-like of length {1} is disallowed, as the total surpasses 2**53-1";
    ArrayLikeTooLong: TypeError = "Invalid array length";

    // ---- generators
    GeneratorRunning: TypeError = "Generator is already running";

    // ---- text
    UriMalformed: UriError = "URI malformed";

    // ---- strings
    InvalidCount: RangeError = "Invalid count value: {0}";
    InvalidCodePoint: RangeError = "Invalid code point {0}";
    NormalizationForm: RangeError = "The normalization form should be one of NFC, NFD, NFKC, NFKD.";
    FirstArgumentIsRegExp: TypeError = "First argument to {0} must not be a regular expression";
    NonGlobalRegExp: TypeError = "{0} called with a non-global RegExp argument";

    // ---- regular expressions
    InvalidRegExpFlags: SyntaxError = "Invalid flags supplied to RegExp constructor '{0}'";
    InvalidRegExp: SyntaxError = "Invalid regular expression: /{0}/{1}: {2}";
    RegExpFlagsOfRegExp: TypeError = "Cannot supply flags when constructing one RegExp from another";
    RegExpGetterOnNonObject: TypeError = "{0} getter called on non-object {1}";
    RegExpGetterOnNonRegExp: TypeError = "{0} getter called on non-RegExp object";
    RegExpExecResult: TypeError = "RegExp exec method returned something other than an Object or null";

    // ---- JSON
    JsonUnexpectedEnd: SyntaxError = "Unexpected end of JSON input";
    JsonExpectedNameOrBrace: SyntaxError = "Expected property name or '}' in JSON at position {0}";
    JsonExpectedQuotedName: SyntaxError = "Expected double-quoted property name in JSON at position {0}";
    JsonExpectedColon: SyntaxError = "Expected ':' after property name in JSON at position {0}";
    JsonExpectedCommaOrBrace: SyntaxError = "Expected ',' or '}' after property value in JSON at position {0}";
    JsonExpectedCommaOrBracket: SyntaxError = "Expected ',' or ']' after array element in JSON at position {0}";
    JsonUnterminatedString: SyntaxError = "Unterminated string in JSON at position {0}";
    JsonControlCharacter: SyntaxError = "Bad control character in string literal in JSON at position {0}";
    JsonBadEscape: SyntaxError = "Bad escaped character in JSON at position {0}";
    JsonBadUnicodeEscape: SyntaxError = "Bad Unicode escape in JSON at position {0}";
    JsonUnexpectedNumber: SyntaxError = "Unexpected number in JSON at position {0}";
    JsonNoNumberAfterMinus: SyntaxError = "No number after minus sign in JSON at position {0}";
    JsonUnterminatedFraction: SyntaxError = "Unterminated fractional number in JSON at position {0}";
    JsonMissingExponent: SyntaxError = "Exponent part is missing a number in JSON at position {0}";
    JsonAfterEnd: SyntaxError = "Unexpected non-whitespace character after JSON at position {0}";
    JsonNotJson: SyntaxError = "\"{1}\" is not valid JSON";
    JsonUnexpectedToken: SyntaxError = "Unexpected token '{0}', \"{1}\" is not valid JSON";
    JsonUnexpectedTokenAtStart: SyntaxError = "Unexpected token '{0}', \"{1}\"... is not valid JSON";
    JsonUnexpectedTokenWithin: SyntaxError = "Unexpected token '{0}', ...\"{1}\"... is not valid JSON";
    JsonUnexpectedTokenAtEnd: SyntaxError = "Unexpected token '{0}', ...\"{1}\" is not valid JSON";
    JsonBigInt: TypeError = "Do not know how to serialize a BigInt";
    JsonCircular: TypeError = "Converting circular structure to JSON{0}";

    // ---- dates and locales
    NotADate: TypeError = "this is not a Date object.";
    InvalidTime: RangeError = "Invalid time value";
    InvalidHint: TypeError = "Invalid hint: {0}";
    InvalidTimeZone: RangeError = "Invalid time zone specified: {0}";
    OptionOutOfRange: RangeError = "Value {0} out of range for {1} options property {2}";
    NumberOptionOutOfRange: RangeError = "{0} value is out of range.";
    CurrencyRequired: TypeError = "Currency code is required with currency style.";
    InvalidCurrency: RangeError = "Invalid currency code : {0}";

    // ---- numbers
    InvalidRadix: RangeError = "toString() radix argument must be between 2 and 36";
    InvalidDigits: RangeError = "{0} argument must be between {1} and 100";
    NotSafeInteger: RangeError = "Invalid value: not (convertible to) a safe integer";
    NotIntegralNumber: RangeError = "The number {0} cannot be converted to a BigInt because it is not an integer";

    // ---- operations on objects
    DefineOnNonExtensible: TypeError = "Cannot define property {0}, object is not extensible";
    InvalidElementIndex: TypeError = "Invalid typed array index";
    GetterNotFunction: TypeError = "Getter must be a function: {0}";
    SetterNotFunction: TypeError = "Setter must be a function: {0}";
    DescriptorNotObject: TypeError = "Property description must be an object: {0}";
    DescriptorMixed: TypeError = "Invalid property descriptor. Cannot both specify accessors and a value or writable attribute, {0}";
    ReadOfNullishAny: TypeError = "Cannot read properties of {0}";
    SetOfNullishAny: TypeError = "Cannot set properties of {0}";
    NotIterableNoSymbol: TypeError = "{0} is not iterable (cannot read property Symbol(Symbol.iterator))";
    ConstructorNotObject: TypeError = "The .constructor property is not an object";
    SpeciesNotConstructor: TypeError = "object.constructor[Symbol.species] is not a constructor";
    InstanceOfNonObject: TypeError = "Right-hand side of 'instanceof' is not an object";
    InstanceOfNonCallable: TypeError = "Right-hand side of 'instanceof' is not callable";
    InstanceOfPrototype: TypeError = "Function has non-object prototype '{0}' in instanceof check";
    CallSiteMethod: TypeError = "CallSite method {0} expects CallSite as receiver";
    InvalidPropertyName: TypeError = "{0} is not a valid property name";

    // ---- proxies: {0} is the trap
    ProxyRevoked: TypeError = "Cannot perform '{0}' on a proxy that has been revoked";
    ProxyFalsish: TypeError = "'{0}' on proxy: trap returned falsish for property '{1}'";
    ProxyPrototypeInvalid: TypeError = "'getPrototypeOf' on proxy: trap returned neither object nor null";
    ProxyPrototypeFixed: TypeError = "'getPrototypeOf' on proxy: proxy target is non-extensible but the trap did not return its actual prototype";
    ProxySetPrototypeFixed: TypeError = "'setPrototypeOf' on proxy: trap returned truish for setting a new prototype on the non-extensible proxy target";
    ProxyExtensibility: TypeError = "'isExtensible' on proxy: trap result does not reflect extensibility of proxy target (which is '{0}')";
    ProxyStillExtensible: TypeError = "'preventExtensions' on proxy: trap returned truish but the proxy target is extensible";
    ProxyDescriptorInvalid: TypeError = "'getOwnPropertyDescriptor' on proxy: trap returned neither object nor undefined for property '{0}'";
    ProxyDescriptorHidden: TypeError = "'getOwnPropertyDescriptor' on proxy: trap returned undefined for property '{0}' which is non-configurable in the proxy target";
    ProxyDescriptorMissing: TypeError = "'getOwnPropertyDescriptor' on proxy: trap returned undefined for property '{0}' which exists in the non-extensible proxy target";
    ProxyDescriptorIncompatible: TypeError = "'getOwnPropertyDescriptor' on proxy: trap returned descriptor for property '{0}' that is incompatible with the existing property in the proxy target";
    ProxyDescriptorNonConfigurable: TypeError = "'getOwnPropertyDescriptor' on proxy: trap reported non-configurability for property '{0}' which is either non-existent or configurable in the proxy target";
    ProxyDescriptorNonWritable: TypeError = "'getOwnPropertyDescriptor' on proxy: trap reported non-configurable and writable for property '{0}' which is non-configurable, non-writable in the proxy target";
    ProxyDefineNonExtensible: TypeError = "'defineProperty' on proxy: trap returned truish for adding property '{0}'  to the non-extensible proxy target";
    ProxyDefineNonConfigurable: TypeError = "'defineProperty' on proxy: trap returned truish for defining non-configurable property '{0}' which is either non-existent or configurable in the proxy target";
    ProxyDefineIncompatible: TypeError = "'defineProperty' on proxy: trap returned truish for adding property '{0}'  that is incompatible with the existing property in the proxy target";
    ProxyDefineNonWritable: TypeError = "'defineProperty' on proxy: trap returned truish for defining non-configurable property '{0}' which cannot be non-writable, unless there exists a corresponding non-configurable, non-writable own property of the target object.";
    ProxyHasNonConfigurable: TypeError = "'has' on proxy: trap returned falsish for property '{0}' which exists in the proxy target as non-configurable";
    ProxyHasNonExtensible: TypeError = "'has' on proxy: trap returned falsish for property '{0}' but the proxy target is not extensible";
    ProxyGetData: TypeError = "'get' on proxy: property '{0}' is a read-only and non-configurable data property on the proxy target but the proxy did not return its actual value (expected '{1}' but got '{2}')";
    ProxyGetAccessor: TypeError = "'get' on proxy: property '{0}' is a non-configurable accessor property on the proxy target and does not have a getter function, but the trap did not return 'undefined' (got '{1}')";
    ProxySetData: TypeError = "'set' on proxy: trap returned truish for property '{0}' which exists in the proxy target as a non-configurable and non-writable data property with a different value";
    ProxySetAccessor: TypeError = "'set' on proxy: trap returned truish for property '{0}' which exists in the proxy target as a non-configurable and non-writable accessor property without a setter";
    ProxyDeleteNonConfigurable: TypeError = "'deleteProperty' on proxy: trap returned truish for property '{0}' which is non-configurable in the proxy target";
    ProxyDeleteNonExtensible: TypeError = "'deleteProperty' on proxy: trap returned truish for property '{0}' but the proxy target is non-extensible";
    ProxyKeysDuplicate: TypeError = "'ownKeys' on proxy: trap returned duplicate entries";
    ProxyKeysMissing: TypeError = "'ownKeys' on proxy: trap result did not include '{0}'";
    ProxyConstructInvalid: TypeError = "'construct' on proxy: trap returned non-object ('{0}')";
    ProxyKeysExtra: TypeError = "'ownKeys' on proxy: trap returned extra keys but proxy target is non-extensible";

    // ---- bindings
    NotDefined: ReferenceError = "{0} is not defined";
    BeforeInitialization: ReferenceError = "Cannot access '{0}' before initialization";
    ConstAssignment: TypeError = "Assignment to constant variable.";
    SuperNotCalled: ReferenceError = "Must call super constructor in derived class before accessing 'this' or returning from derived constructor";
    DerivedResult: TypeError = "Derived constructors may only return object or undefined";
    SuperNotConstructor: TypeError = "Super constructor {0} {1} is not a constructor";
    ExtendsNonConstructor: TypeError = "Class extends value {0} is not a constructor or null";
    ExtendsWithoutPrototype: TypeError = "Class extends value does not have valid prototype property {0}";
    SuperCalledTwice: ReferenceError = "Super constructor may only be called once";
    AlreadyDeclared: SyntaxError = "Identifier '{0}' has already been declared";

    // ---- private names
    PrivateReadMissing: TypeError = "Cannot read private member {0} from an object whose class did not declare it";
    PrivateWriteMissing: TypeError = "Cannot write private member {0} to an object whose class did not declare it";
    PrivateMethodWrite: TypeError = "Private method '{0}' is not writable";
    PrivateWithoutGetter: TypeError = "'{0}' was defined without a getter";
    PrivateWithoutSetter: TypeError = "'{0}' was defined without a setter";
    PrivateTwice: TypeError = "Cannot initialize {0} twice on the same object";

    // ---- destructuring and `in`
    DestructureValue: TypeError = "Cannot destructure '{0}' as it is {1}.";
    DestructureProperty: TypeError = "Cannot destructure property '{0}' of '{1}' as it is {2}.";
    InOfNonObject: TypeError = "Cannot use 'in' operator to search for '{0}' in {1}";

    // ---- conversions
    SymbolToNumber: TypeError = "Cannot convert a Symbol value to a number";
    SymbolToString: TypeError = "Cannot convert a Symbol value to a string";
    BigIntToNumber: TypeError = "Cannot convert a BigInt value to a number";
    MixedBigInt: TypeError = "Cannot mix BigInt and other types, use explicit conversions";
    ObjectToPrimitive: TypeError = "Cannot convert object to primitive value";
    ToBigInt: TypeError = "Cannot convert {0} to a BigInt";
    StringToBigInt: SyntaxError = "Cannot convert {0} to a BigInt";

    // ---- iteration
    NotIterable: TypeError = "{0} is not iterable";
    NotIterableSpread: TypeError = "{0} is not iterable (cannot read property undefined)";
    SpreadNotIterable: TypeError = "Spread syntax requires ...iterable[Symbol.iterator] to be a function";
    NotFunctionOrIterable: TypeError = "{0} is not a function or its return value is not iterable";
    NotAsyncIterable: TypeError = "{0} is not async iterable";
    IteratorNotObject: TypeError = "Result of the Symbol.iterator method is not an object";
    AsyncIteratorNotObject: TypeError = "Result of the Symbol.asyncIterator method is not an object";
    IteratorResultNotObject: TypeError = "Iterator result {0} is not an object";

    // ---- promises
    PromiseWithoutNew: TypeError = "Promise constructor cannot be invoked without 'new'";
    PromiseResolver: TypeError = "Promise resolver {0} is not a function";
    PromiseCycle: TypeError = "Chaining cycle detected for promise {0}";
    PromiseNonCallable: TypeError = "Promise resolve or reject function is not callable";
    PromiseExecutorInvoked: TypeError = "Promise executor has already been invoked with non-undefined arguments";
    PromiseResolveOnNonObject: TypeError = "PromiseResolve called on non-object";
    AllPromisesRejected: AggregateError = "All promises were rejected";

    // ---- collections and weak things
    IteratorValueNotEntry: TypeError = "Iterator value {0} is not an entry object";
    PropertyNotFunction: TypeError = "'{0}' returned for property '{1}' of object '{2}' is not a function";
    CollectionTooLarge: RangeError = "{0} maximum size exceeded";
    InvalidWeakMapKey: TypeError = "Invalid value used as weak map key";
    InvalidWeakSetValue: TypeError = "Invalid value used in weak set";
    InvalidWeakRefTarget: TypeError = "WeakRef: invalid target";
    CleanupNotCallable: TypeError = "FinalizationRegistry: cleanup must be callable";
    InvalidRegisterTarget: TypeError = "FinalizationRegistry.prototype.register: invalid target";
    RegisterHoldingsSame: TypeError = "FinalizationRegistry.prototype.register: target and holdings must not be same";
    InvalidUnregisterToken: TypeError = "Invalid unregisterToken ('{0}')";

    // ---- buffers
    InvalidArrayBufferLength: RangeError = "Invalid array buffer length";
    InvalidArrayBufferMaxLength: RangeError = "Invalid array buffer max length";
    ArrayBufferAllocation: RangeError = "Array buffer allocation failed";
    InvalidResizeLength: RangeError = "{0}: Invalid length parameter";
    DetachedBuffer: TypeError = "Cannot perform {0} on a detached ArrayBuffer";
    DerivedBufferTooSmall: TypeError = "Derived ArrayBuffer constructor created a buffer which was too small";
    BufferSpeciesThis: TypeError = "ArrayBuffer subclass returned this from species constructor";
    DataViewNotBuffer: TypeError = "First argument to DataView constructor must be an ArrayBuffer";
    StartOffsetOutside: RangeError = "Start offset {0} is outside the bounds of the buffer";
    InvalidDataViewLength: RangeError = "Invalid DataView length {0}";
    DataViewOffsetOutside: RangeError = "Offset is outside the bounds of the DataView";
    AbstractClass: TypeError = "Abstract class {0} not directly constructable";
    InvalidTypedArrayLength: RangeError = "Invalid typed array length: {0}";
    InvalidTypedArrayIndex: RangeError = "Invalid typed array index";
    MisalignedLength: RangeError = "byte length of {0} should be a multiple of {1}";
    MisalignedOffset: RangeError = "start offset of {0} should be a multiple of {1}";
    NotATypedArray: TypeError = "this is not a typed array.";
    DerivedArrayTooSmall: TypeError = "Derived TypedArray constructor created an array which was too small";
    OffsetOutOfBounds: RangeError = "offset is out of bounds";
    IteratorNotFunction: TypeError = "{0} requires that the property of the first argument, items[Symbol.iterator], when exists, be a function";
    NotIntegerTypedArray: TypeError = "{0} is not an integer typed array.";
    NotWaitableTypedArray: TypeError = "{0} is not an int32 or BigInt64 typed array.";
    NotSharedTypedArray: TypeError = "{0} is not a shared typed array.";
    InvalidAtomicIndex: RangeError = "Invalid atomic access index";

    // ---- modules
    NoDynamicImport: TypeError = "A dynamic import callback was not specified.";
    MissingExport: SyntaxError = "The requested module '{0}' does not provide an export named '{1}'";
    AmbiguousExport: SyntaxError = "The requested module '{0}' contains conflicting star exports for name '{1}'";
    CyclicExport: SyntaxError = "Detected cycle while resolving name '{1}' in '{0}'";
    ImportOptionsNotObject: TypeError = "The second argument to import() must be an object";
    ImportAttributesNotObject: TypeError = "The 'assert' option must be an object";
    ImportAttributeNotString: TypeError = "Import assertion value must be a string";

    // ---- limits
    StackOverflow: RangeError = "Maximum call stack size exceeded";
    StringTooLong: RangeError = "Invalid string length";
    InvalidArrayLength: RangeError = "Invalid array length";
    BigIntTooBig: RangeError = "Maximum BigInt size exceeded";
    BigIntDivisionByZero: RangeError = "Division by zero";
    BigIntNegativeExponent: RangeError = "Exponent must be non-negative";
    BigIntUnsignedShift: TypeError = "BigInts have no unsigned right shift, use >> instead";
}

impl Message {
    pub fn error_type(self) -> ErrorType {
        Message::TYPES[self as usize]
    }

    /// The words, with `arguments` in their places.
    pub fn format(self, arguments: &[&str]) -> String {
        let mut text = String::new();
        let mut rest = Message::TEXTS[self as usize];
        while let Some(at) = rest.find('{') {
            let digit = rest.as_bytes().get(at + 1).copied().unwrap_or(b' ');
            let is_placeholder = digit.is_ascii_digit() && rest.as_bytes().get(at + 2) == Some(&b'}');
            if !is_placeholder {
                text.push_str(&rest[..=at]);
                rest = &rest[at + 1..];
                continue;
            }
            text.push_str(&rest[..at]);
            text.push_str(arguments.get((digit - b'0') as usize).copied().unwrap_or_default());
            rest = &rest[at + 3..];
        }
        text + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_take_their_places() {
        assert_eq!(
            Message::ReadOfNullish.format(&["undefined", "x"]),
            "Cannot read properties of undefined (reading 'x')"
        );
        assert_eq!(Message::ConstAssignment.format(&[]), "Assignment to constant variable.");
        assert_eq!(Message::ConstAssignment.error_type(), ErrorType::TypeError);
    }
}
