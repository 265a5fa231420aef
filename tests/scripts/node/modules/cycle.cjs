exports.early = 'early';
exports.late = 'set';
