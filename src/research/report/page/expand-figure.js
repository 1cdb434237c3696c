// Takes a figure as compact-figure.ts leaves it; gives the plain one, with every column restored to the bit.

function sumUp(differences) {
  let total = 0;
  return differences.map((difference) => {
    total += difference;
    return total;
  });
}

function clockOf(seconds) {
  return new Date(seconds * 1000).toISOString().replace('T', ' ');
}

// biome-ignore lint/correctness/noUnusedVariables: report.js, the next script of the page, calls it
function expandFigure(value) {
  if (Array.isArray(value)) return value.map(expandFigure);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value.$n)) {
    const [parts, ...differences] = value.$n;
    return sumUp(differences).map((whole) => whole / parts);
  }
  if (Array.isArray(value.$t)) return sumUp(value.$t).map((seconds) => clockOf(seconds).slice(0, 19));
  if (Array.isArray(value.$m)) return sumUp(value.$m).map((minutes) => clockOf(minutes * 60).slice(0, 16));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, expandFigure(inner)]));
}
