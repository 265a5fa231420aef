// Where require finds packages: the same maps, other conditions.
const { outcomes } = require('./modules/packages/require.cjs');
console.log(outcomes(['conditional', 'conditional/sub/q', 'conditional/list', 'main', 'main/lib', 'conditional/no', 'conditional/zzz', 'named', 'mixed']));
console.log(outcomes(['conditional/miss', 'conditional/bad', 'conditional/up', 'noMain', 'nowhere', '@x', '@x/y', '.bad', 'a%b']));
console.log(outcomes(['self/x', 'self', 'self/y', '#a', '#ext', '#cond', '#bad', '#nope', '#', '#/x', '@scope/pkg']));

// expect: conditional -> "required"
// expect: conditional/sub/q -> {"__esModule":true,"default":"sub q"}
// expect: conditional/list -> {"__esModule":true,"default":"sub q"}
// expect: main -> {"m":"main"}
// expect: main/lib -> {"m":"main"}
// expect: conditional/no !! ERR_PACKAGE_PATH_NOT_EXPORTED Package subpath './no' is not defined by "exports" in /node_modules/conditional/package.json
// expect: conditional/zzz !! ERR_PACKAGE_PATH_NOT_EXPORTED Package subpath './zzz' is not defined by "exports" in /node_modules/conditional/package.json
// expect: named !! ERR_PACKAGE_PATH_NOT_EXPORTED No "exports" main defined in /node_modules/named/package.json
// expect: mixed !! ERR_INVALID_PACKAGE_CONFIG Invalid package config /node_modules/mixed/package.json. "exports" cannot contain some keys starting with '.' and some not. The exports object must either be an object of package subpath keys or an object of main entry condition name keys only.
// expect: conditional/miss !! MODULE_NOT_FOUND Cannot find module '/node_modules/conditional/missing.mjs'
// expect: conditional/bad !! ERR_INVALID_PACKAGE_TARGET Invalid "exports" target "bad.mjs" defined for './bad' in the package config /node_modules/conditional/package.json; targets must start with "./"
// expect: conditional/up !! ERR_INVALID_PACKAGE_TARGET Invalid "exports" target "./../x.mjs" defined for './up' in the package config /node_modules/conditional/package.json
// expect: noMain !! MODULE_NOT_FOUND Cannot find module 'noMain'
// expect: nowhere !! MODULE_NOT_FOUND Cannot find module 'nowhere'
// expect: @x !! MODULE_NOT_FOUND Cannot find module '@x'
// expect: @x/y !! MODULE_NOT_FOUND Cannot find module '@x/y'
// expect: .bad !! MODULE_NOT_FOUND Cannot find module '.bad'
// expect: a%b !! MODULE_NOT_FOUND Cannot find module 'a%b'
// expect: self/x -> {"__esModule":true,"default":"x of self"}
// expect: self !! ERR_PACKAGE_PATH_NOT_EXPORTED No "exports" main defined in /package.json imported from /require.cjs
// expect: self/y !! ERR_PACKAGE_PATH_NOT_EXPORTED Package subpath './y' is not defined by "exports" in /package.json imported from /require.cjs
// expect: #a -> {"__esModule":true,"default":"a"}
// expect: #ext -> "required"
// expect: #cond -> "r"
// expect: #bad !! ERR_INVALID_PACKAGE_TARGET Invalid "imports" target "../x" defined for '#bad' in the package config /package.json imported from /require.cjs
// expect: #nope !! ERR_PACKAGE_IMPORT_NOT_DEFINED Package import specifier "#nope" is not defined in package /package.json imported from /require.cjs
// expect: # !! ERR_INVALID_MODULE_SPECIFIER Invalid module "#" is not a valid internal imports specifier name imported from /require.cjs
// expect: #/x !! ERR_INVALID_MODULE_SPECIFIER Invalid module "#/x" is not a valid internal imports specifier name imported from /require.cjs
// expect: @scope/pkg -> {"__esModule":true,"default":"scoped"}
