/** Names that a bundled ES module imports, static and dynamic. */
export function importedNames(source) {
  const pattern =
    /(?:^|[\s;}])(?:import|export)\s*(?:[\w$*{}\s,]*?\bfrom\s*)?["']([^"'\n]+)["']|\bimport\(\s*["']([^"'\n]+)["']/g;
  return [...source.matchAll(pattern)].map((match) => match[1] ?? match[2]);
}
