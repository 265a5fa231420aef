module.exports = function callable() { return 'called'; };
