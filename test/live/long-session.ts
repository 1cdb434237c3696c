// Minutes of a recorded session at fifty times its pace, with a fault each minute, through host and live runner; memory, replay and the broker's word out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRunInfo } from '../../src/adapters/journal/run-folder.ts';
import { codeFromSource } from '../../src/runner/engine-code.ts';
import { readComposition } from '../../src/runner/read-composition.ts';
import { replay } from '../../src/runner/replay.ts';
import { makeEngine, planRun } from '../../src/runner/run-plan.ts';
import type { BrokerReport } from './broker-check.ts';
import { LiveSessionStage } from './live-session-stage.ts';
import { chance } from './random-strategy.ts';
import { writeRecordedTape } from './recorded-tape.ts';
import { strategyOf } from './runner-process.ts';
import { RECORDED_SESSION } from './session-day.ts';

export interface LongSessionResult {
  readonly report: BrokerReport;
  /** Of the runner, each session minute, bytes. */
  readonly rss: readonly number[];
  /** Why a person had to say that it goes on. */
  readonly halts: readonly string[];
  readonly replayed: { readonly identical: boolean; readonly difference: unknown };
  readonly output: string;
  readonly alerts: Readonly<Record<string, number>>;
}

const TIMES = 50;
const MINUTE_MS = 60_000 / TIMES;
const LOT = RECORDED_SESSION.lot;
const BYTES_PER_PAGE = 4096;

/** One of these happens each minute of the session. */
const FAULTS: readonly (readonly string[])[] = [
  ['disconnect market 300'],
  ['broker-away 200000'],
  ['reject-next 9 8'],
  ['duplicate-callbacks 4'],
  ['late-callbacks 50000 3'],
  ['cancel-reject'],
  ['fill-before-cancel'],
  ['fill-after-cancel'],
  ['unknown-status 2'],
  ['lose-callback'],
  ['repeat DOLK20 F 5'],
  ['freeze 100'],
  ['partial 5'],
];

function rssOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * BYTES_PER_PAGE;
}

export async function longSession(source: string, minutes: number, seed: number): Promise<LongSessionResult> {
  const stage = await LiveSessionStage.start({
    ...{ seed, contracts: LOT, session: RECORDED_SESSION },
    market: (home) => {
      const tape = join(home, 'day.tape');
      writeRecordedTape(source, tape, TIMES, minutes + 10);
      return [`tape ${tape}`, 'speed real'];
    },
  });
  const next = chance(seed);
  const rss: number[] = [];
  const halts: string[] = [];
  try {
    stage.startRunner();
    await stage.untilTrading();
    for (let minute = 0; minute < minutes && !stage.runner.isOver; minute++) {
      stage.host.command(...FAULTS[Math.floor(next() * FAULTS.length)]!);
      await new Promise((done) => setTimeout(done, MINUTE_MS));
      if (stage.runner.isOver) break;
      rss.push(rssOf(stage.runner.pid));
      const why = await stage.resume();
      if (why !== undefined) halts.push(why);
    }
    const end = await stage.runner.stop('flatten');
    if (end.run === undefined) throw new Error(`seed ${seed}: the runner has ended: ${JSON.stringify(end)}`);
    const report = stage.expectSound({ nakedMs: 3_500, nakedAfterLoginMs: 3_500, orphanMs: 5_000 });
    const replayed = await replayOf(stage);
    return { report, rss, halts, replayed, output: end.output, alerts: stage.runner.alerts };
  } finally {
    await stage.remove();
  }
}

async function replayOf(stage: LiveSessionStage): Promise<LongSessionResult['replayed']> {
  const folder = stage.runFolders().at(-1)!;
  const composition = readComposition(readRunInfo(folder), folder);
  const plan = await planRun({ code: codeFromSource(strategyOf(stage.runnerPlan)) });
  const { tighterLimits, engine, session } = composition;
  const result = await replay({ folder, engine: makeEngine(plan, engine, { tighterLimits, ...session }) });
  return { identical: result.identical, difference: result.firstDifference ?? result.notices };
}
