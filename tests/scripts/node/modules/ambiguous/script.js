exports.told = typeof module;
