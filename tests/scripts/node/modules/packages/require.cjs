exports.outcomes = (names) => names.map((name) => {
  const tidy = (text) => text.split('\n')[0].replaceAll(__dirname, '');
  try {
    const found = require(name);
    return `${name} -> ${JSON.stringify(found)}`;
  } catch (error) {
    return `${name} !! ${error.code} ${tidy(error.message)}`;
  }
}).join('\n');
