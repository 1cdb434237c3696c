// Nothing in; the functions and chains of functions of TA-Lib, each under the expression that names it, out.
const columns = require('./ta-lib-columns.cjs');

const { run, map, share, without, before, over, sma, ema, wma, sum, highest, lowest, hlc, hlcv } = columns;

/** Functions of one period over closes, or over high, low and close. */
const plain = (name, p) => [[`${name}(${p})`, (x) => over(name)(x.close, p)]];
const ofRange = (name, p) => [[`${name}(${p})`, (x) => run(name, hlc(x), { optInTimePeriod: p })[0]]];

const parts = (key, names, compute) => names.map((name, k) => [`${key}.${name}`, (x) => compute(x)[k]]);

function macd(fast, slow, signal) {
  const options = { optInFastPeriod: fast, optInSlowPeriod: slow, optInSignalPeriod: signal };
  const outputs = parts(`MACD(${fast},${slow},${signal})`, ['macd', 'signal', 'histogram'], (x) =>
    run('MACD', { inReal: x.close }, options),
  );
  // TA-Lib holds the line back until there is a signal; this is how it comes to be. Both averages have their first value together.
  const late = slow - fast;
  const started = (x) => x.close.map((c, t) => (t < late ? null : c));
  const line = (x) => map((a, b) => a - b, ema(started(x), fast), ema(x.close, slow));
  return [...outputs, [`EMA(${fast}) of c from candle ${late + 1} − EMA(${slow})`, line]];
}

/** Least range of a window: a window of less has no place between lowest and highest, where TA-Lib gives 0. */
const LEAST_RANGE = 1e-9;

function stochasticOf(columns, p, smoothing, signal) {
  const averages = { optInSlowK_MAType: 0, optInSlowD_MAType: 0 };
  const options = { optInFastK_Period: p, optInSlowK_Period: smoothing, optInSlowD_Period: signal, ...averages };
  const ranges = map((a, b) => a - b, highest(columns.high, p), lowest(columns.low, p));
  const isFlat = (t) => ranges[t] !== null && ranges[t] <= LEAST_RANGE;
  const spread = smoothing - 1 + signal - 1;
  return run('STOCH', columns, options).map((values) => without(values, isFlat, spread));
}

function stochastics(p, s, n) {
  // As the line of MACD, %K is held back for %D.
  const k = [`STOCH(${p},${s},1).k`, (x) => stochasticOf(hlc(x), p, s, 1)[0]];
  return [k, [`STOCH(${p},${s},${n}).d`, (x) => stochasticOf(hlc(x), p, s, n)[1]]];
}

function stochasticRsi(r, p, s, n) {
  const of = (x, last) => {
    const rsi = over('RSI')(x.close, r);
    return stochasticOf({ high: rsi, low: rsi, close: rsi }, p, s, last);
  };
  const k = [`STOCH(${p},${s},1).k of RSI(${r})`, (x) => of(x, 1)[0]];
  return [k, [`STOCH(${p},${s},${n}).d of RSI(${r})`, (x) => of(x, n)[1]]];
}

/**
 * Closes less the first one, `a` in the keys: TA-Lib takes a variance as the difference of a mean of squares and a squared mean, which
 * at a price of 5,400 leaves half of the digits. No variance changes with it.
 */
const lessFirst = ({ close }) => close.map((c) => c - close[0]);

function bands(p, k) {
  const options = { optInTimePeriod: p, optInNbDevUp: k, optInNbDevDn: k, optInMAType: 0 };
  const whole = (x) => run('BBANDS', { inReal: x.close }, options);
  const less = (x) => run('BBANDS', { inReal: lessFirst(x) }, options);
  const width = (x) => map((upper, middle, lower) => (upper - lower) / (middle + x.close[0]), ...less(x));
  const position = (x) => map((upper, _, lower, c) => share(c - lower, upper - lower), ...less(x), lessFirst(x));
  const key = `BBANDS(${p},${k})`;
  return [
    ...parts(key, ['upper', 'middle', 'lower'], whole),
    [`(upper − lower) / (middle + a) of ${key} of c − a`, width],
    [`(c − a − lower) / (upper − lower) of ${key} of c − a`, position],
  ];
}

function hull(p) {
  const [half, root] = [Math.floor(p / 2), Math.floor(Math.sqrt(p))];
  const raw = (x) => map((fast, slow) => 2 * fast - slow, wma(x.close, half), wma(x.close, p));
  return [[`WMA(${root}) of 2·WMA(${half}) − WMA(${p})`, (x) => wma(raw(x), root)]];
}

function trueStrength(slow, fast) {
  const twice = (xs) => ema(ema(xs, slow), fast);
  const strength = (x) => {
    const moves = map((a, b) => a - b, x.close, before(x.close));
    return map((a, b) => share(100 * a, b), twice(moves), twice(map(Math.abs, moves)));
  };
  return [[`100 · EMA(${fast}) of EMA(${slow}) of MOM(1) / the same of |MOM(1)|`, strength]];
}

const middle = (x, p) => map((a, b) => (a + b) / 2, highest(x.high, p), lowest(x.low, p));

function ichimoku(conversion, base, span) {
  const [c, b] = [`MIDPRICE(${conversion})`, `MIDPRICE(${base})`];
  const of = (p) => (x) => run('MIDPRICE', { high: x.high, low: x.low }, { optInTimePeriod: p })[0];
  const a = (x) => map((one, two) => (one + two) / 2, of(conversion)(x), of(base)(x));
  return [
    [c, of(conversion)],
    [b, of(base)],
    [`(${c} + ${b}) / 2`, a],
    [`MIDPRICE(${span})`, of(span)],
  ];
}

function vortex(p) {
  const ranges = (x) => sum(run('TRANGE', hlc(x))[0], p);
  const of = (moves) => (x) => map(share, sum(moves(x), p), ranges(x));
  const up = (x) => map((h, l) => Math.abs(h - l), x.high, before(x.low));
  const down = (x) => map((l, h) => Math.abs(l - h), x.low, before(x.high));
  return [
    [`SUM(${p}) of |h − l[1]| / SUM(${p}) of TRANGE`, of(up)],
    [`SUM(${p}) of |l − h[1]| / SUM(${p}) of TRANGE`, of(down)],
  ];
}

function line(p) {
  const places = (x) => x.close.map((_, t) => t);
  const correlation = (x) => run('CORREL', { inReal0: lessFirst(x), inReal1: places(x) }, { optInTimePeriod: p })[0];
  // TA-Lib gives 0 for closes that do not vary.
  const squared = (x) => {
    const ranges = map((a, b) => a - b, highest(x.close, p), lowest(x.close, p));
    return without(
      map((r) => r * r, correlation(x)),
      (t) => ranges[t] === 0,
      0,
    );
  };
  return [...plain('LINEARREG_SLOPE', p), [`CORREL(${p})² of c − a and time`, squared]];
}

function keltner(p, k, range) {
  const of = (sign) => (x) =>
    map((a, b) => a + sign * k * b, ema(x.close, p), run('ATR', hlc(x), { optInTimePeriod: range })[0]);
  return [
    [`EMA(${p}) + ${k}·ATR(${range})`, of(1)],
    [`EMA(${p}) − ${k}·ATR(${range})`, of(-1)],
  ];
}

function donchian(p) {
  const key = `(MAX(${p}) of h + MIN(${p}) of l) / 2`;
  return [
    [`MAX(${p}) of h`, (x) => highest(x.high, p)],
    [`MIN(${p}) of l`, (x) => lowest(x.low, p)],
    [key, (x) => middle(x, p)],
  ];
}

function mass(p, n) {
  const ratio = (x) => {
    const once = ema(
      map((h, l) => h - l, x.high, x.low),
      p,
    );
    return map(share, once, ema(once, p));
  };
  return [[`SUM(${n}) of EMA(${p}) of h − l / EMA(${p}) of it`, (x) => sum(ratio(x), n)]];
}

function ulcer(p) {
  const squares = (x) => map((c, top) => ((100 * (c - top)) / top) ** 2, x.close, highest(x.close, p));
  // Each window alone: the running sum of SMA leaves a residue where all is 0.
  const meanOf = (xs) => (xs.length < p || xs.includes(null) ? null : xs.reduce((sum, y) => sum + y, 0) / p);
  const windows = (xs) => xs.map((_, t) => xs.slice(Math.max(0, t - p + 1), t + 1));
  const index = (x) => windows(squares(x)).map((xs) => map(Math.sqrt, [meanOf(xs)])[0]);
  return [[`√ mean of the last ${p} of (100·(c − MAX(${p})) / MAX(${p}))²`, index]];
}

function awesome(fast, slow) {
  const of = (x) => {
    const prices = run('MEDPRICE', { high: x.high, low: x.low })[0];
    return map((a, b) => a - b, sma(prices, fast), sma(prices, slow));
  };
  return [[`SMA(${fast}) − SMA(${slow}) of MEDPRICE`, of]];
}

function volumes(fast, slow, force) {
  const moved = (x) => map((a, b, v) => (a - b) * v, x.close, before(x.close), x.volume);
  const ratio = (x) => map((a, b) => share(100 * (a - b), b), sma(x.volume, fast), sma(x.volume, slow));
  return [
    [`EMA(${force}) of MOM(1)·v`, (x) => ema(moved(x), force)],
    [`100·(SMA(${fast}) − SMA(${slow})) / SMA(${slow}) of v`, ratio],
  ];
}

function chaikin(fast, slow) {
  return [
    [`ADOSC(${fast},${slow})`, (x) => run('ADOSC', hlcv(x), { optInFastPeriod: fast, optInSlowPeriod: slow })[0]],
  ];
}

function directional(p) {
  return [...ofRange('ADX', p), ...ofRange('PLUS_DI', p), ...ofRange('MINUS_DI', p)];
}

function aroon(p) {
  const of = (x) => run('AROON', { high: x.high, low: x.low }, { optInTimePeriod: p });
  const oscillator = (x) => run('AROONOSC', { high: x.high, low: x.low }, { optInTimePeriod: p })[0];
  return [...parts(`AROON(${p})`, ['down', 'up'], of), [`AROONOSC(${p})`, oscillator]];
}

function ultimate(a, b, c) {
  const options = { optInTimePeriod1: a, optInTimePeriod2: b, optInTimePeriod3: c };
  // TA-Lib leaves out the part of a window without range; here a fast window without range has no value.
  const of = (x) => {
    const ranges = sum(run('TRANGE', hlc(x))[0], a);
    return without(run('ULTOSC', hlc(x), options)[0], (t) => ranges[t] === 0, 0);
  };
  return [[`ULTOSC(${a},${b},${c})`, of]];
}

const deviation = (p) => [
  [`STDDEV(${p}) of c − a`, (x) => run('STDDEV', { inReal: lessFirst(x) }, { optInTimePeriod: p, optInNbDev: 1 })[0]],
];
const moneyFlow = (p) => [[`MFI(${p})`, (x) => run('MFI', hlcv(x), { optInTimePeriod: p })[0]]];
const sar = [
  ['SAR(0.02,0.2)', (x) => run('SAR', { high: x.high, low: x.low }, { optInAcceleration: 0.02, optInMaximum: 0.2 })[0]],
];
const trueRange = [['TRANGE', (x) => run('TRANGE', hlc(x))[0]]];
const ofSession = [
  ['OBV', (x) => run('OBV', { inReal: x.close, volume: x.volume })[0]],
  ['AD', (x) => run('AD', hlcv(x))[0]],
];
const each = (name, ...periods) => periods.flatMap((p) => plain(name, p));

module.exports = {
  ofRange,
  macd,
  stochastics,
  stochasticRsi,
  bands,
  hull,
  trueStrength,
  ichimoku,
  vortex,
  line,
  keltner,
  donchian,
  mass,
  ulcer,
  awesome,
  volumes,
  chaikin,
  directional,
  aroon,
  ultimate,
  deviation,
  moneyFlow,
  sar,
  trueRange,
  ofSession,
  each,
};
