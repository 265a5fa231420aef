// Where import finds packages, and what it says when it does not.
import { outcomes } from './modules/packages/resolve.mjs';
console.log(await outcomes(['conditional', 'conditional/sub/q', 'conditional/list', 'main', '@scope/pkg', '@scope/pkg/lib/deep.js']));
console.log(await outcomes(['conditional/no', 'conditional/sub/private/x', 'conditional/zzz', 'conditional/', 'named', 'mixed']));
console.log(await outcomes(['conditional/miss', 'conditional/bad', 'conditional/up', 'noMain', 'main/lib', 'nowhere', '@x/y']));
console.log(await outcomes(['@x', '.bad', 'a%b', './a%2fb.mjs', './nowhere.mjs', './node_modules']));
console.log(await outcomes(['self/x', 'self', 'self/y', '#a', '#ext', '#cond', '#dir/x', '#bad', '#nope', '#', '#/x']));
console.log(await outcomes(['node:nope', 'http://x/y.js', 'foo:bar', 'file:///nowhere.mjs']));
console.log(await outcomes(['data:text/javascript,export default 5', 'data:text/javascript;base64,ZXhwb3J0IGRlZmF1bHQgNg==', 'data:text/plain,x']));
console.log(import.meta.resolve('node:fs'), import.meta.resolve('fs'), import.meta.resolve('./no/such/file').split('/').at(-1));
try { import.meta.resolve('nowhere'); } catch (error) { console.log(error.code); }

// expect: conditional -> "imported"
// expect: conditional/sub/q -> "sub q"
// expect: conditional/list -> "sub q"
// expect: main -> {"m":"main"}
// expect: @scope/pkg -> "scoped"
// expect: @scope/pkg/lib/deep.js -> {"deep":1}
// expect: conditional/no !! ERR_PACKAGE_PATH_NOT_EXPORTED Package subpath './no' is not defined by "exports" in /node_modules/conditional/package.json imported from /resolve.mjs
// expect: conditional/sub/private/x !! ERR_PACKAGE_PATH_NOT_EXPORTED Package subpath './sub/private/x' is not defined by "exports" in /node_modules/conditional/package.json imported from /resolve.mjs
// expect: conditional/zzz !! ERR_PACKAGE_PATH_NOT_EXPORTED Package subpath './zzz' is not defined by "exports" in /node_modules/conditional/package.json imported from /resolve.mjs
// expect: conditional/ !! ERR_PACKAGE_PATH_NOT_EXPORTED Package subpath './' is not defined by "exports" in /node_modules/conditional/package.json imported from /resolve.mjs
// expect: named !! ERR_PACKAGE_PATH_NOT_EXPORTED No "exports" main defined in /node_modules/named/package.json imported from /resolve.mjs
// expect: mixed !! ERR_INVALID_PACKAGE_CONFIG Invalid package config /node_modules/mixed/package.json while importing file:///resolve.mjs. "exports" cannot contain some keys starting with '.' and some not. The exports object must either be an object of package subpath keys or an object of main entry condition name keys only.
// expect: conditional/miss !! ERR_MODULE_NOT_FOUND Cannot find module '/node_modules/conditional/missing.mjs' imported from /resolve.mjs <file:///node_modules/conditional/missing.mjs>
// expect: conditional/bad !! ERR_INVALID_PACKAGE_TARGET Invalid "exports" target "bad.mjs" defined for './bad' in the package config /node_modules/conditional/package.json imported from /resolve.mjs; targets must start with "./"
// expect: conditional/up !! ERR_INVALID_PACKAGE_TARGET Invalid "exports" target "./../x.mjs" defined for './up' in the package config /node_modules/conditional/package.json imported from /resolve.mjs
// expect: noMain !! ERR_MODULE_NOT_FOUND Cannot find package '/node_modules/noMain/index.js' imported from /resolve.mjs
// expect: main/lib !! ERR_UNSUPPORTED_DIR_IMPORT Directory import '/node_modules/main/lib' is not supported resolving ES modules imported from /resolve.mjs
// expect: Did you mean to import "main/lib/index.js"? <file:///node_modules/main/lib>
// expect: nowhere !! ERR_MODULE_NOT_FOUND Cannot find package 'nowhere' imported from /resolve.mjs
// expect: @x/y !! ERR_MODULE_NOT_FOUND Cannot find package '@x/y' imported from /resolve.mjs
// expect: @x !! ERR_INVALID_MODULE_SPECIFIER Invalid module "@x" is not a valid package name imported from /resolve.mjs
// expect: .bad !! ERR_INVALID_MODULE_SPECIFIER Invalid module ".bad" is not a valid package name imported from /resolve.mjs
// expect: a%b !! ERR_INVALID_MODULE_SPECIFIER Invalid module "a%b" is not a valid package name imported from /resolve.mjs
// expect: ./a%2fb.mjs !! ERR_INVALID_MODULE_SPECIFIER Invalid module "/a%2fb.mjs" must not include encoded "/" or "\" characters imported from /resolve.mjs
// expect: ./nowhere.mjs !! ERR_MODULE_NOT_FOUND Cannot find module '/nowhere.mjs' imported from /resolve.mjs <file:///nowhere.mjs>
// expect: ./node_modules !! ERR_UNSUPPORTED_DIR_IMPORT Directory import '/node_modules' is not supported resolving ES modules imported from /resolve.mjs <file:///node_modules>
// expect: self/x -> "x of self"
// expect: self !! ERR_PACKAGE_PATH_NOT_EXPORTED No "exports" main defined in /package.json imported from /resolve.mjs
// expect: self/y !! ERR_PACKAGE_PATH_NOT_EXPORTED Package subpath './y' is not defined by "exports" in /package.json imported from /resolve.mjs
// expect: #a -> "a"
// expect: #ext -> "imported"
// expect: #cond -> "i"
// expect: #dir/x -> "x of self"
// expect: #bad !! ERR_INVALID_PACKAGE_TARGET Invalid "imports" target "../x" defined for '#bad' in the package config /package.json imported from /resolve.mjs
// expect: #nope !! ERR_PACKAGE_IMPORT_NOT_DEFINED Package import specifier "#nope" is not defined in package /package.json imported from /resolve.mjs
// expect: # !! ERR_INVALID_MODULE_SPECIFIER Invalid module "#" is not a valid internal imports specifier name imported from /resolve.mjs
// expect: #/x !! ERR_INVALID_MODULE_SPECIFIER Invalid module "#/x" is not a valid internal imports specifier name imported from /resolve.mjs
// expect: node:nope !! ERR_UNKNOWN_BUILTIN_MODULE No such built-in module: node:nope
// expect: http://x/y.js !! ERR_UNSUPPORTED_ESM_URL_SCHEME Only URLs with a scheme in: file, data, and node are supported by the default ESM loader. Received protocol 'http:'
// expect: foo:bar !! ERR_UNSUPPORTED_ESM_URL_SCHEME Only URLs with a scheme in: file, data, and node are supported by the default ESM loader. Received protocol 'foo:'
// expect: file:///nowhere.mjs !! ERR_MODULE_NOT_FOUND Cannot find module '/nowhere.mjs' imported from /resolve.mjs <file:///nowhere.mjs>
// expect: data:text/javascript,export default 5 -> 5
// expect: data:text/javascript;base64,ZXhwb3J0IGRlZmF1bHQgNg== -> 6
// expect: data:text/plain,x !! ERR_UNKNOWN_MODULE_FORMAT Unknown module format: text/plain for URL data:text/plain,x
// expect: node:fs node:fs file
// expect: ERR_MODULE_NOT_FOUND
