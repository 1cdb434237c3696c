// Targets that fail, hang and come back; order, pauses, bounds, and word of what reached nobody.
import { describe, expect, it } from 'vitest';
import { DeliveryError } from '../../../src/adapters/alerts/delivery-error.ts';
import type { AlertSeverity, AlertTarget, OutgoingAlert } from '../../../src/adapters/alerts/outgoing-alert.ts';
import { AlertDelivery } from '../../../src/runner/alerting/alert-delivery.ts';
import type { AlertOutcome } from '../../../src/runner/alerting/alert-outcome.ts';
import { sampleAlert } from '../../adapters/alerts/sample-alert.ts';

const limits = {
  firstPauseMs: 5,
  longestPauseMs: 20,
  tryForMs: 200,
  tryCriticalForMs: 400,
  attemptMs: 100,
  alertsMax: 10,
};

function alertOf(id: string, severity: AlertSeverity = 'info'): OutgoingAlert {
  return sampleAlert({ id, severity, code: id });
}

class Target implements AlertTarget {
  readonly name: string;
  readonly taken: string[] = [];
  attempts = 0;
  behave: (attempt: number) => Promise<void> = () => Promise.resolve();

  constructor(name: string) {
    this.name = name;
  }

  async send(alert: OutgoingAlert): Promise<void> {
    this.attempts += 1;
    await this.behave(this.attempts);
    this.taken.push(alert.id);
  }
}

function bench(levels: readonly AlertSeverity[] = ['info'], quietMs = () => 0, lateMs = 60_000) {
  const targets = levels.map((_, k) => new Target(`t${k}`));
  const outcomes: AlertOutcome[] = [];
  const delivery = new AlertDelivery({
    targets: targets.map((target, k) => ({ target, level: levels[k]! })),
    limits,
    quietMs,
    lateMs,
    onOutcome: (outcome) => outcomes.push(outcome),
  });
  return { delivery, targets, outcomes, kinds: () => outcomes.map(({ kind }) => kind) };
}

const down = (): Promise<void> => Promise.reject(new DeliveryError('down', 'later'));

describe('delivery', () => {
  it('keeps the order over failures', async () => {
    const { delivery, targets } = bench();
    targets[0]!.behave = (attempt) => (attempt % 3 === 0 ? Promise.resolve() : down());
    for (const id of ['a', 'b', 'c', 'd']) delivery.deliver(alertOf(id));
    await delivery.close(2000);
    expect(targets[0]!.taken).toEqual(['a', 'b', 'c', 'd']);
    expect(targets[0]!.attempts).toBe(12);
  });

  it('a critical one goes first, and does not wait for the pause of another', async () => {
    const { delivery, targets } = bench();
    targets[0]!.behave = (attempt) =>
      attempt === 1 ? Promise.reject(new DeliveryError('slow down', 'later', 150)) : Promise.resolve();
    delivery.deliver(alertOf('a'));
    delivery.deliver(alertOf('b'));
    await new Promise((resolve) => setTimeout(resolve, 10));
    delivery.deliver(alertOf('now', 'critical'));
    await delivery.close(2000);
    expect(targets[0]!.taken).toEqual(['now', 'a', 'b']);
  });

  it('one target that hangs holds up no other', async () => {
    const { delivery, targets, kinds } = bench(['info', 'info']);
    targets[0]!.behave = () => new Promise(() => {});
    delivery.deliver(alertOf('a'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(targets[1]!.taken).toEqual(['a']);
    await delivery.close(1500);
    expect(kinds()).toEqual(['delivered', 'failed']);
    expect(targets[0]!.attempts).toBeGreaterThan(1);
  });

  it('a target gets what it wants only', async () => {
    const { delivery, targets, outcomes } = bench(['critical', 'warning']);
    delivery.deliver(alertOf('i', 'info'));
    delivery.deliver(alertOf('w', 'warning'));
    delivery.deliver(alertOf('c', 'critical'));
    await delivery.close(1000);
    expect(targets.map(({ taken }) => taken)).toEqual([['c'], ['w', 'c']]);
    expect(outcomes.every(({ kind }) => kind === 'delivered')).toBe(true);
  });

  it('what no target took is told as such, once', async () => {
    const { delivery, targets, kinds } = bench(['info', 'info']);
    for (const target of targets) target.behave = () => Promise.reject(new DeliveryError('wrong address', 'never'));
    delivery.deliver(alertOf('a', 'critical'));
    await delivery.close(1000);
    expect(kinds()).toEqual(['failed', 'failed', 'undelivered']);
  });

  it('without any target each alert is undelivered', () => {
    const { delivery, kinds } = bench([]);
    delivery.deliver(alertOf('a'));
    expect(kinds()).toEqual(['undelivered']);
  });

  it('is given up after its time, a critical one later', async () => {
    const { delivery, targets, outcomes } = bench();
    targets[0]!.behave = down;
    delivery.deliver(alertOf('a'));
    await delivery.close(1000);
    expect(outcomes[0]).toMatchObject({ kind: 'failed', reason: 'down' });
  });

  it('a queue that is full drops the oldest that is not critical', async () => {
    const { delivery, targets, outcomes } = bench();
    targets[0]!.behave = down;
    delivery.deliver(alertOf('c0', 'critical'));
    for (let k = 0; k < 12; k++) delivery.deliver(alertOf(`i${k}`));
    const dropped = outcomes.filter(({ kind }) => kind === 'dropped').map(({ code }) => code);
    expect(dropped).toEqual(['i0', 'i1', 'i2']);
    targets[0]!.behave = () => Promise.resolve();
    await delivery.close(1000);
    expect(targets[0]!.taken[0]).toBe('c0');
    expect(targets[0]!.taken).toHaveLength(10);
  });

  it('a critical one that nobody has taken in time is told as late, once, and tried on', async () => {
    const { delivery, targets, kinds } = bench(['info', 'info'], () => 0, 30);
    let isDown = true;
    for (const target of targets) target.behave = () => (isDown ? down() : Promise.resolve());
    delivery.deliver(alertOf('a', 'critical'));
    delivery.deliver(alertOf('b'));
    await new Promise((done) => setTimeout(done, 80));
    isDown = false;
    await delivery.close(2000);
    expect(kinds().filter((kind) => kind === 'late')).toHaveLength(1);
    expect(kinds().at(0)).toBe('late');
    expect(targets[0]!.taken).toEqual(['a', 'b']);
  });

  it('quiet hours hold back all but critical ones', async () => {
    let isQuiet = true;
    const { delivery, targets } = bench(['info'], () => (isQuiet ? 60 : 0));
    delivery.deliver(alertOf('i'));
    delivery.deliver(alertOf('c', 'critical'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(targets[0]!.taken).toEqual(['c']);
    isQuiet = false;
    await delivery.close(1000);
    expect(targets[0]!.taken).toEqual(['c', 'i']);
  });
});
