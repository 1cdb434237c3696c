// A parity certificate in; the line of a list and the lines that a person reads out.

import { causeWords, type ParityCertificate } from '../promotion/parity/parity-certificate.ts';
import { counted } from './counted.ts';

export function certificateLine(certificate: ParityCertificate): string {
  const { run, days, verdict, replay, backtest, violations, release } = certificate;
  const causes = backtest.causes.map(({ cause, count }) => `${cause} ${count}`).join(', ');
  return [
    `${run}  ${days.join(' ')}  ${verdict}`,
    release === null ? 'no release' : release.slice(0, 8),
    replay.isIdentical ? 'replay identical' : 'REPLAY DIFFERS',
    backtest.isIdentical ? 'backtest identical' : `backtest differs: ${causes}`,
    counted(violations.length, 'violation'),
  ].join('  ');
}

export function certificateText(certificate: ParityCertificate): string {
  const { replay, backtest, slippage, violations, verdict, isFinished } = certificate;
  const beside = backtest.market === 'datasets' ? 'the stored day' : 'the market that the session recorded';
  const first = replay.firstDifference;
  const lines = [
    `parity: ${verdict}${isFinished ? '' : ' (the run was cut off: its last rows may be missing)'}`,
    first === null
      ? `replay identical: ${counted(replay.decisions, 'decision')}`
      : `REPLAY DIFFERS at decision ${first.index}: ${first.path} was ${first.expected}, is now ${first.actual}`,
    backtest.isIdentical
      ? `a backtest on ${beside} is identical: ${counted(backtest.decisions.same, 'decision')}`
      : `a backtest on ${beside} differs by ${brl(backtest.runE4 - backtest.backtestE4)} BRL:`,
    ...backtest.causes.map(
      ({ cause, count, effectE4 }) => `  ${cause} ${count}, ${brl(effectE4)} BRL: ${causeWords[cause]}`,
    ),
    ...(slippage.entryTicks === null
      ? []
      : [`entries cost ${slippage.entryTicks} ticks, ${slippage.modelEntryTicks} in the backtest`]),
    ...violations.map(({ kind, text }) => `VIOLATION ${kind}: ${text}`),
  ];
  return lines.join('\n');
}

function brl(e4: number): string {
  return (e4 / 10_000).toFixed(2);
}
