// What went wrong with the system that this one replaces, each under its name: the same happens here, and comes to a good end by itself.
import { afterEach, describe, expect, it } from 'vitest';
import { until } from '../end-to-end/host-stage.ts';
import type { OrderLine } from './broker-log.ts';
import { LiveSessionStage } from './live-session-stage.ts';
import { TICKER } from './session-day.ts';

const TIMEOUT_MS = 90_000;
const TICK = 0.5;
const CONTRACTS = 2;
const GUARDED = { nakedMs: 3_500, nakedAfterLoginMs: 3_500, orphanMs: 3_500 } as const;

const stages: LiveSessionStage[] = [];
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.remove();
});

interface Protected {
  readonly stage: LiveSessionStage;
  readonly position: number;
  readonly stop: OrderLine;
  readonly target: OrderLine;
}

/** A session that holds a position with stop and target. */
async function protectedPosition(): Promise<Protected> {
  const stage = await LiveSessionStage.start({ seed: 9, contracts: CONTRACTS, isPatient: true });
  stages.push(stage);
  stage.startRunner();
  await stage.untilTrading();
  return await until('stop and target', () => {
    const lines = stage.lines().filter((line): line is OrderLine => 'id' in line);
    const working = new Map<string, OrderLine>();
    for (const line of lines) line.live === 1 ? working.set(line.id, line) : working.delete(line.id);
    const stop = [...working.values()].find(({ type }) => type === 'stopLimit');
    const target = [...working.values()].find(({ type }) => type === 'limit');
    const position = lines.at(-1)?.position ?? 0;
    return position !== 0 && stop !== undefined && target !== undefined && { stage, position, stop, target };
  });
}

/** Moves the market to a price, and a bit beyond it. */
function moveTo(stage: LiveSessionStage, price: number, beyondTicks: number): void {
  const last = stage.lines().findLast((line): line is OrderLine => 'id' in line && line.cause === 'fill')!;
  const ticks = Math.round((price - last.at) / TICK);
  stage.host.command(`walk-jump ${TICKER} ${ticks + Math.sign(ticks) * beyondTicks}`);
}

function accepted(stage: LiveSessionStage): number {
  return stage.check().lives;
}

async function flatBroker(stage: LiveSessionStage): Promise<void> {
  await until('nothing held and nothing working', () => {
    const { positions, working } = stage.check();
    return [...positions.values()].every((position) => position === 0) && working.length === 0;
  });
}

/** What became of an order, in the broker's words. */
function causesOf(stage: LiveSessionStage, order: OrderLine): readonly string[] {
  return stage.lines().flatMap((line) => ('id' in line && line.id === order.id ? [line.cause] : []));
}

async function tradesOn(stage: LiveSessionStage): Promise<void> {
  const before = accepted(stage);
  await until('a new entry', () => accepted(stage) > before).catch((error: unknown) => {
    const seen = stage
      .lines()
      .slice(-30)
      .flatMap((line) => ('id' in line ? [`${line.cause} ${line.type} ${line.position}`] : []));
    throw new Error(`${String(error)}: ${JSON.stringify(stage.runner.alerts)} ${seen.join(', ')}`);
  });
  expect((await stage.runner.stop('flatten')).run?.held).toEqual({});
  await flatBroker(stage);
  stage.expectSound(GUARDED);
}

describe('failures of the old system', () => {
  it('position believed open after its stop was filled', { timeout: TIMEOUT_MS }, async () => {
    const { stage, stop } = await protectedPosition();
    stage.runner.kill();
    await stage.runner.ended;
    moveTo(stage, stop.stop, 6);
    await flatBroker(stage);
    stage.startRunner();
    await tradesOn(stage);
  });

  it('the other leg of the OCO left working', { timeout: TIMEOUT_MS }, async () => {
    const { stage, stop, target } = await protectedPosition();
    stage.runner.kill();
    await stage.runner.ended;
    moveTo(stage, target.price, 6);
    // no runner is there: the host takes the stop back
    await flatBroker(stage);
    expect(causesOf(stage, target)).toContain('fill');
    expect(causesOf(stage, stop)).toContain('cancel');
    stage.expectSound(GUARDED);
  });

  it('an orphaned stop that a script had to cancel by hand', { timeout: TIMEOUT_MS }, async () => {
    const { stage, stop, target } = await protectedPosition();
    // host and runner die, and the target is filled while nobody is there
    stage.host.command(`while-down fill-order ${CONTRACTS} ${target.price}`);
    await new Promise((done) => setTimeout(done, 100));
    stage.runner.kill();
    stage.host.kill();
    await Promise.all([stage.runner.ended, stage.host.ended]);
    await stage.startHost();
    await flatBroker(stage);
    expect(causesOf(stage, target)).toContain('fill');
    expect(causesOf(stage, stop)).toContain('cancel');
    stage.startRunner();
    await stage.untilTrading();
    await tradesOn(stage);
  });

  it('a phantom position that blocked trading all day', { timeout: TIMEOUT_MS }, async () => {
    const { stage, stop } = await protectedPosition();
    // nobody is told that the stop was filled
    stage.host.command('lose-callback 3');
    await new Promise((done) => setTimeout(done, 50));
    moveTo(stage, stop.stop, 6);
    await tradesOn(stage);
  });

  it('a lock held by a dead process', { timeout: TIMEOUT_MS }, async () => {
    const { stage, stop } = await protectedPosition();
    stage.runner.kill();
    stage.host.kill();
    await Promise.all([stage.runner.ended, stage.host.ended]);
    await stage.startHost();
    stage.startRunner();
    await stage.untilTrading();
    // what was carried over goes out by its stop, and trading goes on
    moveTo(stage, stop.stop, 6);
    await tradesOn(stage);
  });
});
