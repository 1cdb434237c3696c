// Takes the folder where TA-Lib's Node binding is installed and the folder with the real data; writes vectors/ta-lib-*.json.
//
//   npm install --prefix /some/folder talib@1.1.6      (outside of the repository: it is no dependency of it)
//   node test/oracles/generate-ta-lib.cjs /some/folder ../shared/data
//   npm run format
//
// With the Node that the binding was built for. A key is the expression as it is computed here; `of c` and so on is left out where the
// function has its usual input. Functions that TA-Lib lacks are chains of functions that it has.
const { readSets, writeVectors } = require('./vector-files.cjs');

const [folder, dataFolder] = process.argv.slice(2);
if (folder === undefined || dataFolder === undefined) {
  console.error('usage: node test/oracles/generate-ta-lib.cjs FOLDER_OF_TALIB FOLDER_OF_REAL_DATA');
  process.exit(2);
}
// After the check: these read the folder.
const { talib } = require('./ta-lib-columns.cjs');
const expressions = require('./ta-lib-expressions.cjs');

const {
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
} = expressions;

const usual = [
  ...each('SMA', 5, 10, 20, 50, 200),
  ...each('EMA', 5, 9, 12, 20, 26, 50, 200),
  ...each('WMA', 20),
  ...each('DEMA', 20),
  ...each('TEMA', 20),
  ...each('KAMA', 10),
  ...hull(20),
  ...each('RSI', 14),
  ...macd(12, 26, 9),
  ...stochastics(14, 3, 3),
  ...stochasticRsi(14, 14, 3, 3),
  ...ofRange('WILLR', 14),
  ...ofRange('CCI', 20),
  ...each('ROC', 10),
  ...each('MOM', 10),
  ...each('CMO', 14),
  ...each('TRIX', 15),
  ...ultimate(7, 14, 28),
  ...awesome(5, 34),
  ...trueStrength(25, 13),
  ...directional(14),
  ...aroon(25),
  ...sar,
  ...ichimoku(9, 26, 52),
  ...vortex(14),
  ...line(20),
  ...trueRange,
  ...ofRange('ATR', 14),
  ...ofRange('ATR', 20),
  ...ofRange('NATR', 14),
  ...bands(20, 2),
  ...bands(50, 2),
  ...keltner(20, 2, 20),
  ...keltner(20, 2, 10),
  ...donchian(20),
  ...deviation(20),
  ...mass(9, 25),
  ...ulcer(14),
  ...moneyFlow(14),
  ...chaikin(3, 10),
  ...volumes(5, 20, 13),
];
const short = [
  ...each('SMA', 5),
  ...each('EMA', 5),
  ...each('WMA', 5),
  ...each('DEMA', 4),
  ...each('TEMA', 4),
  ...each('KAMA', 5),
  ...hull(9),
  ...each('RSI', 5),
  ...macd(3, 6, 4),
  ...stochastics(5, 3, 3),
  ...stochasticRsi(5, 5, 3, 3),
  ...ofRange('WILLR', 5),
  ...ofRange('CCI', 5),
  ...each('ROC', 5),
  ...each('MOM', 5),
  ...each('CMO', 5),
  ...each('TRIX', 3),
  ...ultimate(2, 4, 8),
  ...awesome(2, 6),
  ...trueStrength(4, 3),
  ...directional(5),
  ...aroon(6),
  ...sar,
  ...ichimoku(3, 6, 12),
  ...vortex(5),
  ...line(5),
  ...trueRange,
  ...ofRange('ATR', 5),
  ...ofRange('NATR', 5),
  ...bands(5, 2),
  ...keltner(5, 2, 5),
  ...keltner(5, 2, 10),
  ...donchian(5),
  ...deviation(5),
  ...mass(3, 5),
  ...ulcer(5),
  ...moneyFlow(5),
  ...chaikin(3, 10),
  ...volumes(2, 5, 4),
];

const sets = readSets(dataFolder).map((set) => ({
  set,
  values: (set.kind === 'real' ? usual : short).map(([key, compute]) => [key, compute(set.candles)]),
  sessionValues: ofSession.map(([key, compute]) => [key, compute(set.session)]),
}));
// The binding does not say which TA-Lib it holds; its ta_version.c does.
writeVectors('ta-lib', `TA-Lib 0.6.0 in npm talib ${talib.version}`, sets);
