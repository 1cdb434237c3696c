// Seeded lives of positions at a broker that is slow, forgetful and doubles its words, with restarts: judged by the broker's own log.
import { describe, expect, it } from 'vitest';
import type { CarriedOrder } from '../../../src/core/account/account-event.ts';
import type { Fill, OrderStatus } from '../../../src/core/account/order.ts';
import { isFinal } from '../../../src/core/account/order-transitions.ts';
import { Random } from '../../../src/simulation/random.ts';
import { type Answer, type BrokerFaults, BrokerModel, type BrokerOrder } from '../../support/broker-model.ts';
import { ENTRY_TICKS, ExecutionBench } from '../../support/execution-bench.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const STEP_US = 20_000;
/** Deadline of the stop, then the words of its end, of the other leg's end and of the exit, each there and back, once lost. */
const NAKED_MOST_US = 500_000 + 3 * 2_000_000 + 6 * 120_000;

/** A refusal, of which the word may be lost, and the second until the next try. */
const REFUSAL_US = 3_200_000;

/** A fill of which the word is lost, and cancels that are lost four times. */
const ORPHAN_MOST_US = 5 * 2_200_000;

const calm: BrokerFaults = {
  ...{ reject: 0, loseAnswer: 0, doubleAnswer: 0.1, loseCancel: 0, stuckStop: 0.3 },
  ...{ changeStop: true, bothExits: true },
};
const wild: BrokerFaults = { ...calm, reject: 0.1, loseAnswer: 0.1, loseCancel: 0.1 };

class Life {
  readonly broker: BrokerModel;
  readonly quantity: number;
  readonly direction: 1 | -1;
  bench: ExecutionBench;
  restarts = 0;
  /** Longest time that a position had no stop of its size, microseconds. */
  nakedUs = 0;
  /** Longest time that legs worked beside no position, microseconds. */
  orphanUs = 0;
  private nakedSinceUs: number | undefined;
  private orphanSinceUs: number | undefined;
  private taken = 0;
  private wakes: number[] = [];
  /** What a journal keeps: durable before it acts. */
  private readonly journal: CarriedOrder[] = [];
  private readonly random: Random;
  private readonly brackets: { readonly changeStop: boolean; readonly bothExitsWorking: boolean };

  constructor(seed: number, faults: BrokerFaults, changeStop: boolean, trails: boolean) {
    this.random = new Random(seed);
    this.broker = new BrokerModel(this.random.stream('broker'), faults, ENTRY_TICKS);
    this.quantity = 1 + this.random.integer(4);
    this.direction = this.random.chance(0.5) ? 1 : -1;
    this.brackets = { changeStop, bothExitsWorking: faults.bothExits };
    this.bench = new ExecutionBench(this.brackets);
    this.bench.nowUs = 1_000_000;
    this.bench.market.lastTicks = ENTRY_TICKS;
    this.bench.enter(this.quantity, this.direction, undefined, trails ? 6 : undefined);
    this.send();
  }

  run(steps: number, restartShare: number): void {
    for (let n = 0; n < steps; n++) {
      if (this.random.chance(restartShare)) this.restart();
      this.step(this.random.integer(3) - 1);
    }
  }

  /** Stops and exits that the broker did not take. */
  get refusals(): number {
    const isRefused = ({ request, status }: BrokerOrder): boolean =>
      status === 'rejected' && (request.role === 'stop' || request.role === 'exit');
    return [...this.broker.orders.values()].filter(isRefused).length;
  }

  /** Out, and time to settle. */
  end(): void {
    this.bench.flatten();
    this.send();
    for (let n = 0; n < 1500; n++) this.step(0);
  }

  private step(move: number): void {
    const { bench, broker } = this;
    const nowUs = bench.nowUs + STEP_US;
    const answers = broker.step(nowUs, move);
    bench.nowUs = nowUs;
    for (const answer of answers) this.hear(answer);
    bench.price(broker.priceTicks);
    this.wakes.push(...bench.wakes.splice(0));
    if (Math.floor(nowUs / 1e6) > Math.floor((nowUs - STEP_US) / 1e6) || this.wakes.some((one) => one <= nowUs)) {
      bench.clock(0, broker.priceTicks);
      this.wakes = this.wakes.filter((one) => one > nowUs);
    }
    this.send();
    this.watch();
  }

  private hear(answer: Answer): void {
    const { bench, journal } = this;
    const index = journal.findIndex(({ request }) => request.clientOrderId === answer.clientOrderId);
    const known = journal[index]!;
    if (answer.kind === 'fill') {
      const isNew = !known.fills.some(({ fillId }) => fillId === answer.fillId);
      if (isNew) journal[index] = { ...known, fills: [...known.fills, answer] };
      return bench.onFill(answer);
    }
    if (answer.kind === 'orderUpdate') {
      if (!isFinal(known.status)) journal[index] = { ...known, status: answer.status };
      return bench.onUpdate(answer);
    }
    if (answer.command === 'change') return bench.changed(answer.clientOrderId, answer.outcome);
    journal[index] = { ...known, status: 'rejected' as OrderStatus };
    if (!isFinal(bench.account.order(answer.clientOrderId)!.status)) bench.answer(answer.clientOrderId, 'rejected');
  }

  private send(): void {
    for (const command of this.bench.commands.slice(this.taken)) {
      if (command.kind === 'submit') {
        const fills: readonly Fill[] = [];
        this.journal.push({
          request: command.request,
          plan: command.bracket,
          status: 'pendingNew',
          reason: undefined,
          fills,
        });
      }
      this.broker.send(command);
    }
    this.taken = this.bench.commands.length;
  }

  private restart(): void {
    this.restarts += 1;
    this.broker.cut();
    const { nowUs, epoch } = this.bench;
    this.bench = new ExecutionBench(this.brackets);
    this.bench.nowUs = nowUs;
    this.bench.epoch = epoch + 1;
    this.bench.market.lastTicks = this.broker.priceTicks;
    this.taken = 0;
    this.wakes = [];
    this.bench.restore(this.journal.map((order) => this.asChanged(order)));
    this.broker.retell(this.journal.map(({ request }) => request.clientOrderId));
  }

  /** The journal has what a change made of an order: it was told with the acceptance. */
  private asChanged(order: CarriedOrder): CarriedOrder {
    const request = this.broker.orders.get(order.request.clientOrderId)?.request;
    return request === undefined ? order : { ...order, request };
  }

  private watch(): void {
    const { position, nowUs } = this.broker;
    const covered = -Math.sign(position) * this.broker.working('stop');
    const leaving = -Math.sign(position) * this.broker.working('exit');
    if (position === 0 || covered + leaving >= Math.abs(position)) this.nakedSinceUs = undefined;
    else this.nakedSinceUs ??= nowUs;
    if (this.nakedSinceUs !== undefined) this.nakedUs = Math.max(this.nakedUs, nowUs - this.nakedSinceUs);
    const legs = Math.abs(this.broker.working('stop')) + Math.abs(this.broker.working('target'));
    if (position !== 0 || legs === 0) this.orphanSinceUs = undefined;
    else this.orphanSinceUs ??= nowUs;
    if (this.orphanSinceUs !== undefined) this.orphanUs = Math.max(this.orphanUs, nowUs - this.orphanSinceUs);
  }
}

function judge(life: Life, seed: number): void {
  const { broker, bench, quantity } = life;
  const at = `seed ${seed}`;
  expect([broker.position, broker.anyWorking, bench.held], at).toEqual([0, false, 0]);
  expect([bench.execution.busy, bench.contradictions.filter(({ kind }) => kind === 'contradiction')], at).toEqual([
    false,
    [],
  ]);
  expect(broker.entered, at).toBeLessThanOrEqual(quantity);
  const entries = [...broker.orders.values()].filter(({ request }) => request.role === 'entry');
  expect(entries.length, at).toBeLessThanOrEqual(1);
}

const variants = [
  { name: 'that takes stop and target at once', changes: {}, changeStop: false },
  { name: 'that changes stops', changes: {}, changeStop: true },
  { name: 'that refuses changes though they were found to work', changes: { changeStop: false }, changeStop: true },
  { name: 'without margin for two exits', changes: { bothExits: false }, changeStop: false },
];

describe('a position at a broker', () => {
  for (const { name, changes, changeStop } of variants) {
    for (const trails of [false, true]) {
      it(`${name} is never naked for long and leaves nothing behind${trails ? ', its stop following' : ''}`, () => {
        let longestUs = 0;
        for (let seed = 1; seed <= propertyRuns(60); seed++) {
          const life = new Life(seed, { ...(seed % 2 === 0 ? wild : calm), ...changes }, changeStop, trails);
          life.run(400, 0);
          life.end();
          judge(life, seed);
          expect(life.nakedUs, `seed ${seed}`).toBeLessThanOrEqual(NAKED_MOST_US + life.refusals * REFUSAL_US);
          // the word of the fill, then cancels that are lost and sent again
          expect(life.orphanUs, `seed ${seed}`).toBeLessThanOrEqual(ORPHAN_MOST_US);
          if (seed % 2 === 1) longestUs = Math.max(longestUs, life.nakedUs, life.orphanUs);
        }
        // where nothing is lost: the words of the fill and of the stop, there and back, or the deadline and an exit
        expect(longestUs).toBeLessThanOrEqual(1_000_000);
      });
    }

    it(`${name} survives restarts at any instant: no second entry, nothing left behind`, () => {
      let restarts = 0;
      for (let seed = 1; seed <= propertyRuns(100); seed++) {
        const life = new Life(1000 + seed, { ...(seed % 2 === 0 ? wild : calm), ...changes }, changeStop, false);
        life.run(300, 0.01);
        life.end();
        judge(life, 1000 + seed);
        restarts += life.restarts;
      }
      expect(restarts).toBeGreaterThan(100);
    });
  }
});
