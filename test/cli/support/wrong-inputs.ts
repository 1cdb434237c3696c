// Where prepared files lie in; the wrong command lines with what each must say out.
import { join } from 'node:path';
import { repositoryRoot } from './qt.ts';

export interface Case {
  readonly name: string;
  readonly args: readonly string[];
  /** What the sentence must say. */
  readonly says: string | RegExp;
  readonly code: string;
  /** 1 where it is not given: refused or failed. */
  readonly exit?: number;
  readonly field?: string;
}

export interface Prepared {
  /** With cut.csv.gz, other.csv and row.csv. */
  readonly home: string;
  /** Folder of the strategies that are wrong in one thing each. */
  readonly broken: string;
  /** A model with a flipped byte in direction-all.onnx. */
  readonly model: string;
}

export const DAY: readonly string[] = ['--from', '2027-03-01', '--to', '2027-03-01'];
const EXAMPLE = join(repositoryRoot, 'datasets', 'examples', 'trades-no-header');
const LAST_YEAR = ['--from', '2026-03-02', '--to', '2026-03-06'];
const BACKTEST = ['backtest', 'wdo-regime', ...DAY, '--no-record'];

/** Cases by what is wrong. */
export function wrongInputs(prepared: Prepared): readonly (readonly [string, readonly Case[]])[] {
  return [
    ['files', wrongFiles(prepared)],
    ['choices', wrongChoices(prepared)],
    ['strategies', wrongStrategies(prepared)],
    ['usage', usage],
  ];
}

function wrongFiles({ home }: Prepared): readonly Case[] {
  const file = (name: string): string => join(home, name);
  return [
    {
      name: 'a file that is not there',
      args: ['import', 'mt5-ticks', file('nothing.csv'), '--instrument', 'DOLK20'],
      says: /nothing\.csv does not exist/,
      code: 'file-missing',
    },
    {
      name: 'gzip data that are cut off',
      args: ['import', 'mt5-ticks', file('cut.csv.gz'), '--instrument', 'DOLK20'],
      says: /cut\.csv\.gz ends in the middle of its gzip data/,
      code: 'gzip-corrupt',
    },
    {
      name: 'a file of another format',
      args: ['import', 'mt5-ticks', file('other.csv'), '--instrument', 'DOLK20'],
      says: /other\.csv line 1 is not the header of a MetaTrader 5 tick export/,
      code: 'wrong-format',
    },
    {
      name: 'a row that is wrong',
      args: ['import', 'mt5-ticks', file('row.csv'), '--instrument', 'DOLK20'],
      says: /row\.csv line 2/,
      code: 'bad-line',
    },
    {
      name: 'synthetic data by their mapping, called exchange data',
      args: ['import', 'csv', `${EXAMPLE}.csv`, '--mapping', `${EXAMPLE}.json`, '--provenance', 'exchange'],
      says: 'they cannot be imported as exchange',
      code: 'bad-option',
      exit: 2,
      field: 'provenance',
    },
    {
      name: 'an unknown format',
      args: ['import', 'xls', file('x.xls')],
      says: 'xls is no format',
      code: 'bad-option',
      exit: 2,
    },
    {
      name: 'csv without a mapping',
      args: ['import', 'csv', file('other.csv')],
      says: 'mapping',
      code: 'bad-option',
      exit: 2,
    },
  ];
}

function wrongChoices({ home, model }: Prepared): readonly Case[] {
  const file = (name: string): string => join(home, name);
  return [
    {
      name: 'days that the store does not have',
      args: ['backtest', 'wdo-regime', ...LAST_YEAR],
      says: 'There are no data of WDOFUT from 2026-03-02 to 2026-03-06',
      code: 'no-data',
    },
    {
      name: 'candles of a day that the store does not have',
      args: ['candles', 'WDOJ27', '--day', '2026-03-02'],
      says: 'There are no data of WDOJ27 on 2026-03-02',
      code: 'part-missing',
    },
    {
      name: 'a day that is none',
      args: ['candles', 'WDOJ27', '--day', 'monday'],
      says: 'monday is no day',
      code: 'bad-option',
      exit: 2,
      field: 'day',
    },
    {
      name: 'an unknown strategy',
      args: ['backtest', 'wdo-regim', ...DAY],
      says: 'There is no strategy wdo-regim',
      code: 'strategy-unknown',
    },
    {
      name: 'a model that is not there',
      args: [...BACKTEST, '--model', file('no-model')],
      says: /no-model.model\.json cannot be read/,
      code: 'model-file-missing',
    },
    {
      name: 'a model with a flipped byte',
      args: [...BACKTEST, '--model', model],
      says: /direction-all\.onnx/,
      code: 'model-file-changed',
    },
    {
      name: 'thresholds that the model does not have',
      args: [...BACKTEST, '--thresholds', 'brave'],
      says: 'has no thresholds brave',
      code: 'thresholds-unknown',
    },
    {
      name: 'days that no calendar knows',
      args: ['synth', '--from', '2099-01-05'],
      says: '2099-01-05 cannot be used as from',
      code: 'bad-option',
      exit: 2,
      field: 'from',
    },
    {
      name: 'synthetic days in the place of others',
      args: ['synth', '--seed', '2', '--days', '1'],
      says: 'cannot be merged with what stands there',
      code: 'part-exists',
    },
    {
      name: 'candles in a place that cannot be written',
      args: ['candles', 'WDOJ27', '--day', '2027-03-01', '--csv', join(file('other.csv'), 'candles.csv')],
      says: /candles\.csv cannot be written/,
      code: 'file-unwritable',
      field: 'csv',
    },
    { name: 'a run that is none', args: ['replay', file('no-run')], says: 'is not a run', code: 'run-missing' },
    {
      name: 'a release that is none',
      args: ['paper', '--release', 'nothing', ...DAY],
      says: 'nothing names no release',
      code: 'release-not-found',
    },
    {
      name: 'a stage that is none',
      args: ['promote', 'wdo-regime', 'moon'],
      says: 'moon is no stage',
      code: 'bad-option',
      exit: 2,
    },
    {
      name: 'nothing to train on',
      args: ['train', '--out', file('trained')],
      says: 'Nothing says on which days to train',
      code: 'bad-option',
      exit: 2,
    },
  ];
}

function wrongStrategies({ broken }: Prepared): readonly Case[] {
  const ofStrategy = (name: string): readonly string[] => [
    'backtest',
    join(broken, `${name}.ts`),
    ...DAY,
    '--no-record',
  ];
  return [
    {
      name: 'a strategy with an unknown feature',
      args: ofStrategy('unknown-feature'),
      says: /unknown-feature\.ts line \d+ cannot be loaded: .*does not provide an export named 'emma'/,
      code: 'strategy-broken',
    },
    {
      name: 'a strategy with an unknown variant of a feature',
      args: ofStrategy('unknown-variant'),
      says: /unknown-variant\.ts line \d+ cannot be loaded: ema\.slopes is not a function/,
      code: 'strategy-broken',
    },
    {
      name: 'a strategy with an unknown regime detector',
      args: ofStrategy('unknown-regime'),
      says: /unknown-regime\.ts line \d+ cannot be loaded: .*cleverRegime/,
      code: 'strategy-broken',
    },
    {
      name: 'a strategy without a regime detector',
      args: ofStrategy('no-regime'),
      says: 'does not export a whole strategy',
      code: 'strategy-invalid',
    },
    {
      name: 'a strategy that throws in decide()',
      args: ofStrategy('throws'),
      says: /strategy throws threw: no idea \(at 2027-03-01T/,
      code: 'strategy-threw',
    },
    {
      name: 'a strategy that reads the clock in decide()',
      args: ofStrategy('clock'),
      says: 'decide() used Date, which a replay cannot repeat',
      code: 'strategy-threw',
    },
    {
      name: 'a strategy with a parameter out of range',
      args: ofStrategy('parameter'),
      says: 'emaSlope: period must be a whole number from 1 to 65536, not -1',
      code: 'strategy-broken',
    },
  ];
}

const usage: readonly Case[] = [
  { name: 'an unknown command', args: ['wobble'], says: "unknown command 'wobble'", code: 'usage', exit: 2 },
  { name: 'an unknown option', args: [...BACKTEST, '--fast'], says: "unknown option '--fast'", code: 'usage', exit: 2 },
  {
    name: 'an option that is no number',
    args: [...BACKTEST, '--capital', 'much'],
    says: "'much' is invalid",
    code: 'usage',
    exit: 2,
  },
  {
    name: 'a capital of a hundred-thousandth of a real',
    args: [...BACKTEST, '--capital', '50000.12345'],
    says: "'50000.12345' is invalid. It must be an amount in BRL up to 1000000000",
    code: 'usage',
    exit: 2,
  },
  {
    name: 'a capital beyond all money',
    args: [...BACKTEST, '--capital', '1e300'],
    says: 'It must be an amount in BRL',
    code: 'usage',
    exit: 2,
  },
  {
    name: 'fees of a hundred-thousandth of a real',
    args: [...BACKTEST, '--fees', '0.12345'],
    says: 'at most 4 decimals',
    code: 'usage',
    exit: 2,
  },
  {
    name: 'an edge that is no number',
    args: ['synth', '--edge', 'some'],
    says: "'some' is invalid",
    code: 'usage',
    exit: 2,
  },
  {
    name: 'a missing option',
    args: ['backtest', 'wdo-regime', '--from', '2027-03-01'],
    says: "required option '--to <YYYY-MM-DD>' not specified",
    code: 'usage',
    exit: 2,
  },
  { name: 'no file', args: ['import', 'mt5-ticks'], says: "missing required argument 'files'", code: 'usage', exit: 2 },
];
