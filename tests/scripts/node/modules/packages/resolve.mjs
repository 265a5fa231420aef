// Resolves each name and says what came of it: seen from a package of its own.
export const outcomes = async (names) => {
  const here = import.meta.dirname;
  const tidy = (text) => text?.replaceAll(here, '');
  const lines = [];
  for (const name of names) {
    try {
      const found = await import(name);
      lines.push(`${name} -> ${JSON.stringify(found.default ?? found)}`);
    } catch (error) {
      lines.push(`${name} !! ${error.code} ${tidy(error.message)}${error.url ? ` <${tidy(error.url)}>` : ''}`);
    }
  }
  return lines.join('\n');
};
