// Takes the folder with the real data; gives the candles of every set to the generators of vectors, and writes what they computed.
const { createHash } = require('node:crypto');
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { gunzipSync } = require('node:zlib');

const { sets } = JSON.parse(readFileSync(join(__dirname, 'sets.json'), 'utf8'));
/** Values of a real set that are kept, and those right after its first value among them. */
const SAMPLES = 36;
const FIRST_SAMPLES = 8;

/** Columns of the rows from `from` to `to`. */
function columns(rows, from, to) {
  const part = rows.slice(from, to);
  const column = (name) => part.map((row) => row[name]);
  return {
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  };
}

function rowsOf(text, set) {
  const [head, ...lines] = text.trim().split('\n');
  const names = head.trim().split(',');
  const rows = lines.map((line) =>
    Object.fromEntries(
      line
        .trim()
        .split(',')
        .map((field, k) => [names[k], field]),
    ),
  );
  return rows
    .filter((row) => set.only === undefined || row[set.only.column] === set.only.value)
    .filter((row) => Object.values(set.columns).every((name) => row[name] !== ''))
    .map((row) => {
      const numbers = Object.entries(set.columns).map(([name, column]) => [name, Number(row[column])]);
      return { session: row[set.session].slice(0, 10), ...Object.fromEntries(numbers) };
    });
}

/** The sets with their candles: the whole as columns, and one session alone. */
function readSets(dataFolder) {
  return sets.map((set) => {
    const bytes = readFileSync(set.kind === 'real' ? join(dataFolder, set.file) : join(__dirname, set.file));
    const text = (set.kind === 'real' ? gunzipSync(bytes) : bytes).toString('utf8');
    const rows = rowsOf(text, set);
    const days = [...new Set(rows.map((row) => row.session))];
    const from = rows.findIndex((row) => row.session === days[set.oneSession]);
    const to = from + rows.filter((row) => row.session === days[set.oneSession]).length;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const [candles, session] = [columns(rows, 0, rows.length), columns(rows, from, to)];
    return { ...set, sha256, count: rows.length, from, candles, session };
  });
}

/** Places in the column that are kept: all of an edge case; of a real set the first values, the last, and some between. */
function kept(kind, first, length) {
  if (first < 0) return [];
  const all = Array.from({ length: length - first }, (_, k) => first + k);
  if (kind !== 'real' || all.length <= SAMPLES) return all;
  const start = first + FIRST_SAMPLES;
  const rest = SAMPLES - FIRST_SAMPLES;
  const spread = Array.from({ length: rest }, (_, k) => start + Math.floor((k * (length - 1 - start)) / (rest - 1)));
  return [...all.slice(0, FIRST_SAMPLES), ...spread];
}

/** `first`: place of the first value, −1 for none; the others are at `kept` places. */
function vector(kind, values, offset) {
  const first = values.findIndex((x) => x !== null && Number.isFinite(x));
  const at = kept(kind, first, values.length);
  return {
    first: first < 0 ? -1 : first + offset,
    values: at.map((t) => (Number.isFinite(values[t]) ? values[t] : null)),
  };
}

function writeVectors(name, source, results) {
  const of = ({ set, values, sessionValues }) => ({
    set: set.name,
    sha256: set.sha256,
    candles: set.count,
    session: { from: set.from, candles: set.session.close.length },
    outputs: Object.fromEntries(values.map(([key, xs]) => [key, vector(set.kind, xs, 0)])),
    sessionOutputs: Object.fromEntries(sessionValues.map(([key, xs]) => [key, vector(set.kind, xs, set.from)])),
  });
  for (const result of results) {
    const file = join(__dirname, 'vectors', `${name}-${result.set.name}.json`);
    writeFileSync(file, `${JSON.stringify({ source, ...of(result) })}\n`);
  }
}

module.exports = { readSets, writeVectors, kept };
