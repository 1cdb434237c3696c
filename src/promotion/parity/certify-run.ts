// A run beside its replay and a backtest of its day in; the signed certificate of it in the folder of the run out.

import { basename, join } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { replaceDurably } from '../../adapters/durable-file.ts';
import { runFingerprint } from '../../adapters/journal/run-fingerprint.ts';
import type { RunInfo } from '../../adapters/journal/run-info.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { Instrument } from '../../core/market/instrument.ts';
import type { DayReport } from '../../runner/day-report/day-report.ts';
import type { ReplayResult } from '../../runner/replay.ts';
import type { SigningKey } from '../release/keys.ts';
import { signatureText } from '../release/signature.ts';
import { type ExplainedDifference, explainDifferences } from './explain-differences.ts';
import { findViolations } from './find-violations.ts';
import { measureSlippage } from './measure-slippage.ts';
import { certificateSchema, type ParityCause, type ParityCertificate, verdictOf } from './parity-certificate.ts';
import { CERTIFICATE_FILE, CERTIFICATE_SIGNATURE_FILE } from './read-certificates.ts';

/** Rows beyond these are counted; the day report shows them all. */
const ROWS_MAX = 200;
/** Characters of a value that differs: a whole decision would be pages. */
const VALUE_MAX = 500;

export type CertifiedReport = Pick<
  DayReport,
  'run' | 'info' | 'sessionDays' | 'replay' | 'market' | 'comparison' | 'record' | 'notices'
>;

/**
 * The same run, stored days and versions give the same text. Durable when it returns; one that was there is replaced. Throws UserError
 * `certificate-not-written`, and those of the journal.
 */
export function certifyRun(
  report: CertifiedReport,
  instrumentOf: (contract: string) => Instrument | undefined,
  key: SigningKey,
): ParityCertificate {
  const certificate = certificateOf(report, instrumentOf);
  const bytes = Buffer.from(`${JSON.stringify(certificateSchema.parse(certificate), undefined, 2)}\n`);
  const file = join(report.run, CERTIFICATE_FILE);
  try {
    replaceDurably(file, bytes);
    replaceDurably(join(report.run, CERTIFICATE_SIGNATURE_FILE), signatureText(bytes, key));
  } catch (cause) {
    throw new UserError({
      code: 'certificate-not-written',
      message: `${file} could not be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: 'Free space on the disk, or allow writing to the folder of the run.',
      ...{ file, cause },
    });
  }
  return certificate;
}

function certificateOf(
  report: CertifiedReport,
  instrumentOf: (contract: string) => Instrument | undefined,
): ParityCertificate {
  const { run: folder, info, sessionDays, comparison } = report;
  const isFinished = info.finishedAtUtc !== null;
  const parts = {
    replay: replayPart(report.replay),
    backtest: backtestPart(report),
    violations: findViolations(folder, { isFinished }),
  };
  return {
    ...{ kind: 'parityCertificate', schemaVersion: 1, run: basename(folder) },
    ...aboutRun(info),
    ...{ days: [...sessionDays], isFinished, journal: mutable(runFingerprint(folder)) },
    ...{ replay: parts.replay, backtest: parts.backtest },
    slippage: measureSlippage(comparison.trades, instrumentOf),
    ...{ violations: parts.violations, verdict: verdictOf(parts) },
    versions: { program: packageJson.version, node: process.versions.node },
  };
}

function aboutRun({ mode, strategy, release, model, provenance }: RunInfo) {
  return { mode, strategy, release, model: model?.manifestSha256 ?? null, provenance };
}

function mutable({ epochs, ...hashes }: ReturnType<typeof runFingerprint>): ParityCertificate['journal'] {
  return { ...hashes, epochs: [...epochs] };
}

function replayPart({ identical, decisions, firstDifference, notices }: ReplayResult): ParityCertificate['replay'] {
  const first = firstDifference;
  return {
    ...{ isIdentical: identical, decisions },
    firstDifference:
      first === null
        ? null
        : {
            ...{ index: first.index, timeUs: first.timeUs, path: first.path },
            ...{ expected: valueText(first.expected), actual: valueText(first.actual) },
          },
    notices: [...notices],
  };
}

function valueText(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').slice(0, VALUE_MAX);
}

function backtestPart(report: CertifiedReport): ParityCertificate['backtest'] {
  const { market, comparison, replay } = report;
  const { agrees, decisions, runE4, besideE4 } = comparison;
  const otherInputs = Object.values(comparison.otherInputs).reduce((sum, count) => sum + count, 0);
  const rows = explainDifferences(report);
  return {
    ...{ isIdentical: agrees, market },
    decisions: { run: decisions.run, backtest: decisions.beside, same: decisions.same, otherInputs },
    ...{ runE4, backtestE4: besideE4, causes: causesOf(rows) },
    differences: rows.slice(0, ROWS_MAX).map(rowOf),
    moreDifferences: Math.max(0, rows.length - ROWS_MAX),
    notices: report.notices.filter((notice) => !replay.notices.includes(notice)),
  };
}

function causesOf(rows: readonly ExplainedDifference[]): ParityCertificate['backtest']['causes'] {
  const found = new Map<ParityCause, { count: number; effectE4: number }>();
  for (const { cause, difference } of rows) {
    const there = found.get(cause) ?? { count: 0, effectE4: 0 };
    found.set(cause, { count: there.count + difference.count, effectE4: there.effectE4 + (difference.effectE4 ?? 0) });
  }
  return [...found].map(([cause, counted]) => ({ cause, ...counted })).sort((a, b) => b.count - a.count);
}

function rowOf({ cause, difference }: ExplainedDifference): ParityCertificate['backtest']['differences'][number] {
  const { what, timeUs, lastUs, count, run, beside, detail, effectE4 } = difference;
  return { cause, what, timeUs, lastUs, count, run, backtest: beside, detail, effectE4: effectE4 ?? null };
}
