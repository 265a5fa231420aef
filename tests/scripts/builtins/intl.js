// Intl for en-US: numbers, dates, collation; the same text as toLocaleString gives.
console.log(new Intl.NumberFormat('en-US').format(1234567.891)); // expect: 1,234,567.891
console.log(new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(-1234.5)); // expect: -$1,234.50
console.log(new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 }).format(0.1234)); // expect: 12.3%
console.log(new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, useGrouping: false }).format(12345)); // expect: 12345.00
console.log([1e6, 1.5, 0, -0.0001].map(Intl.NumberFormat('en-US').format).join(' | ')); // expect: 1,000,000 | 1.5 | 0 | -0
console.log((1234.5).toLocaleString(), (12n ** 20n).toLocaleString('en-US')); // expect: 1,234.5 3,833,759,992,447,475,122,176
const utc = { timeZone: 'UTC' };
console.log(new Intl.DateTimeFormat('en-US', utc).format(new Date(0)), new Date(0).toLocaleDateString('en-US', utc)); // expect: 1/1/1970 1/1/1970
console.log(new Intl.DateTimeFormat('en-US', { ...utc, dateStyle: 'full' }).format(0)); // expect: Thursday, January 1, 1970
console.log(new Intl.DateTimeFormat('en-US', { ...utc, year: 'numeric', month: 'short', day: '2-digit' }).format(0)); // expect: Jan 01, 1970
console.log(['z', 'ä', 'a', 'B', 'b'].sort(new Intl.Collator('en-US').compare).join('')); // expect: aäbBz
console.log(['a10', 'a9', 'a1'].sort(new Intl.Collator('en-US', { numeric: true }).compare).join()); // expect: a1,a9,a10
const format = new Intl.NumberFormat('en-US');
console.log(format.format === format.format, Object.prototype.toString.call(format), format.resolvedOptions().locale); // expect: true [object Intl.NumberFormat] en-US
try { new Intl.NumberFormat('en-US', { style: 'currency' }); } catch (e) { console.log(e.name, e.message); } // expect: TypeError Currency code is required with currency style.
try { new Intl.DateTimeFormat('en-US').format(NaN); } catch (e) { console.log(e.name, e.message); } // expect: RangeError Invalid time value
console.log(Intl.NumberFormat.supportedLocalesOf(['en-US']).join(), typeof Intl); // expect: en-US object
