// A release in; where each number of its validation comes from: its days, the settings, the data it read and the ledger of trials, out.

import type { LedgerEntry } from '../../adapters/ledger/ledger-entry.ts';
import { verifiedLedger } from '../../adapters/ledger/verify-ledger.ts';
import type { ValidationRecord } from '../release/validation-record.ts';
import { explainParts } from './explain-part.ts';
import { type Explained, explained } from './explained.ts';
import type { ExplainedRelease } from './explained-release.ts';

/** BRL of money that is a multiple of a hundredth of a cent. */
const EXACT = 1e-6;
const E4 = 10_000;

export async function explainValidation(of: ExplainedRelease): Promise<Explained> {
  const { home, release, parts } = of;
  const { digest, from, to, trades } = release.manifest.validation;
  const record = parts.validation;
  const data = await explainParts(home, release.manifest.datasets, 'datasets');
  return explained('validation', `a backtest of this very code over ${from} to ${to}`, 'stated', [
    explained('digest', `${digest}: every decision, command and fill of the run; run twice, it was the same`, 'stated'),
    ...(record === undefined
      ? [
          explained('trades', String(trades), 'stated'),
          explained('days', 'a release of an earlier version does not keep them', 'missing'),
        ]
      : fromDays(record)),
    ledgerEntry(of),
    data,
  ]);
}

function fromDays(record: ValidationRecord): readonly Explained[] {
  const { days } = record;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const added = (field: string, value: number, values: readonly number[], unit: string): Explained => {
    const isSum = Math.abs(sum(values) - value) < EXACT;
    const how = isSum
      ? `the sum of its ${days.length} days in validation.json`
      : 'not the sum of its days in validation.json';
    return explained(field, `${value}${unit}: ${how}`, isSum ? 'proved' : 'different');
  };
  const settings = Object.entries(record.simulation).map(([name, value]) =>
    explained(name, typeof value === 'object' ? JSON.stringify(value) : String(value), 'stated'),
  );
  return [
    added(
      'netBrl',
      record.netBrl,
      days.map(({ netBrl }) => netBrl),
      ' BRL, costs taken off',
    ),
    added(
      'trades',
      record.trades,
      days.map(({ trades }) => trades),
      '',
    ),
    added(
      'costsBrl',
      record.costsBrl,
      days.map(({ costsBrl }) => costsBrl),
      ' BRL',
    ),
    explained('contracts', `${record.contracts} bought and sold`, 'stated'),
    explained('deepestFallBrl', `${record.deepestFallBrl} BRL below the highest mark before`, 'stated'),
    explained('capitalBrl', `${record.capitalBrl} BRL at the opening of each session`, 'stated'),
    explained(
      'instrument',
      `${record.instrument}, orders matched against ${record.matchedOn}, seed ${record.seed}`,
      'stated',
    ),
    explained('simulation', 'the simulated exchange: latencies, costs, queue and spread', 'stated', settings),
    explained('days', `${days.length} of them`, 'proved', days.map(dayOf)),
  ];
}

function dayOf({ day, netBrl, trades, costsBrl }: ValidationRecord['days'][number]): Explained {
  return explained(day, `${netBrl} BRL in ${trades} trades, ${costsBrl} BRL of costs`, 'stated');
}

/** The entries of its run: what was recorded before anybody saw the result. */
function ledgerEntry({ home, release, parts }: ExplainedRelease): Explained {
  const { strategy, validation } = release.manifest;
  const ledger = verifiedLedger(home);
  const entries = ledger.entries.filter(
    ({ trial }) => trial.result.digest === validation.digest && trial.strategy === strategy,
  );
  const [first] = entries;
  if (first === undefined) {
    return explained('ledger', 'no entry of this run in the ledger of trials of this home', 'missing');
  }
  const numbers = entries.map(({ seq, trial }) => `${seq} (${trial.kind})`).join(', ');
  const fits = parts.validation === undefined || isSameDays(first, parts.validation);
  const says = `entries of this run in the ledger of trials: ${numbers}`;
  return fits
    ? explained('ledger', `${says}; day by day the same results`, 'proved')
    : explained('ledger', `${says}; their days have other results than validation.json`, 'different');
}

function isSameDays({ trial }: LedgerEntry, { days }: ValidationRecord): boolean {
  const { daily } = trial.result;
  return (
    daily?.netE4.length === days.length && days.every(({ netBrl }, at) => Math.round(netBrl * E4) === daily.netE4[at])
  );
}
