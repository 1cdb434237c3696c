// Takes the folder of TA-Lib's Node binding from the command line; gives its functions on columns that may begin with nulls.
const { join } = require('node:path');

const talib = require(join(process.argv[2], 'node_modules', 'talib'));

/** Runs one function on columns that may begin with nulls; its outputs have the length of the columns and begin with nulls. */
function run(name, columns, options = {}) {
  const lists = Object.values(columns);
  const length = lists[0].length;
  if (lists.some((xs) => xs.every((x) => x === null))) return [lists[0].map(() => null)];
  const start = Math.max(...lists.map((xs) => xs.findIndex((x) => x !== null)));
  const inputs = Object.fromEntries(Object.entries(columns).map(([key, xs]) => [key, xs.slice(start)]));
  const answer = talib.execute({ name, startIdx: 0, endIdx: length - start - 1, ...inputs, ...options });
  if (answer.error !== undefined) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
  const begin = start + answer.begIndex;
  return Object.values(answer.result).map((values) => [
    ...Array(begin).fill(null),
    ...Array.from(values).slice(0, answer.nbElement),
  ]);
}

const map = (f, ...columns) =>
  columns[0].map((_, t) => (columns.some((xs) => xs[t] === null) ? null : f(...columns.map((xs) => xs[t]))));
/** A quotient, or null where TA-Lib or this file would divide by zero. */
const share = (a, b) => (b === 0 ? null : a / b);
/** Nothing at places that `isBad` and at `spread` places after each: what is smoothed begins anew there. */
function without(values, isBad, spread) {
  let last = Number.NEGATIVE_INFINITY;
  return values.map((x, t) => {
    if (isBad(t)) last = t;
    return t - last <= spread ? null : x;
  });
}
const before = (xs, k = 1) => xs.map((_, t) => (t < k ? null : xs[t - k]));
const over = (name) => (xs, p) => run(name, { inReal: xs }, { optInTimePeriod: p })[0];
const [sma, ema, wma, sum, highest, lowest] = ['SMA', 'EMA', 'WMA', 'SUM', 'MAX', 'MIN'].map(over);
const hlc = ({ high, low, close }) => ({ high, low, close });
const hlcv = ({ high, low, close, volume }) => ({ high, low, close, volume });

module.exports = { talib, run, map, share, without, before, over, sma, ema, wma, sum, highest, lowest, hlc, hlcv };
