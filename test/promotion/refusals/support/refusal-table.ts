// docs/refusals.md in; its rows, and a test for one of them that must end in the refusal that the row names, out.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { UserError } from '../../../../src/adapters/user-error.ts';
import { GateRun } from '../../../../src/promotion/gate-run.ts';
import { askedAt } from '../../../../src/promotion/gates/gate-table.ts';
import type { CheckedGate } from '../../../../src/promotion/release/gate.ts';
import { STAGES, type Stage } from '../../../../src/promotion/release/stage.ts';
import { repositoryRoot } from '../../../cli/support/qt.ts';
import { snapshot } from '../../support/sample-release.ts';

export interface Row {
  readonly number: number;
  readonly way: string;
  /** `gate <id>`, or the code of an error. */
  readonly by: string;
  /** Stages of a gate; of a code, where it is raised. */
  readonly at: string;
}

/** What refused, in the words of the table, and of a gate the stages at which it does. */
export interface Refusal {
  readonly by: string;
  readonly stages?: readonly string[];
}

const LINE = /^\| (\d+) \| (.+) \| (gate )?`([^`]+)` \| ([^|]+) \|$/;

export const rows: readonly Row[] = readFileSync(join(repositoryRoot, 'docs', 'refusals.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const found = LINE.exec(line);
    if (found === null) return [];
    const [, number, way, gate = '', id, at] = found;
    return [{ number: Number(number), way: way!, by: `${gate}${id}`, at: at! }];
  });

/** The test of a row. `cheat` does it, and gives what refused it. */
export function refuses(number: number, cheat: () => Refusal | Promise<Refusal>): void {
  const row = rows.find((each) => each.number === number);
  if (row === undefined) throw new Error(`docs/refusals.md has no row ${number}`);
  it(`${number}: ${row.way}`, async () => {
    const { by, stages } = await cheat();
    expect(by).toBe(row.by);
    if (stages !== undefined) expect(stages.join(', ')).toBe(row.at);
  });
}

/** What a gate that failed does to a promotion at the easiest of its stages. */
export function byGate(home: string, gate: CheckedGate): Promise<Refusal> {
  expect(gate.passed, gate.reason).toBe(false);
  const stages = STAGES.filter((stage) => askedAt(gate, stage) === 'required');
  const [stage] = stages;
  if (stage === undefined) throw new Error(`the gate ${gate.id} stops nothing`);
  const run = new GateRun({ strategy: 'cheat', stage, waivers: new Map(), isDryRun: false });
  return refusedIn(home, () => run.add(gate), { stages });
}

/** What `work` is refused with, and that nothing of the home changed by it but its runs. */
export async function refusedIn(
  home: string,
  work: () => unknown,
  { stages, says }: { readonly stages?: readonly Stage[]; readonly says?: string | RegExp } = {},
): Promise<Refusal> {
  const before = written(home);
  const error = await errorOf(work);
  expect(written(home)).toEqual(before);
  if (says !== undefined) expect(error.message).toMatch(says);
  const by = error.code === 'release-gate-failed' ? `gate ${error.field}` : error.code;
  return { by, ...(stages === undefined ? {} : { stages }) };
}

async function errorOf(work: () => unknown): Promise<UserError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** Releases with their channels, candidates and approvals, and keys. */
function written(home: string): Readonly<Record<string, string>> {
  return Object.assign(
    {},
    ...['releases', 'keys'].map((name) => (existsSync(join(home, name)) ? snapshot(join(home, name)) : {})),
  );
}
