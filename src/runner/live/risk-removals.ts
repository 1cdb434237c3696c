// Commands of a session and events of its engine in; whether anything has taken risk away since a mark, and what it was, out.

import type { OperatorCommand } from '../../core/account/account-event.ts';
import type { EngineContext } from '../../core/engine/engine-context.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { Kind } from '../../core/market/event-record.ts';
import { startPause } from '../../core/risk/start-pause.ts';
import type { RunObserver } from '../run-observer.ts';

const wordsOf = ({ command, by, reason }: OperatorCommand): string => `${command} by ${by}: ${reason}`;

/** Counted when it is asked for, or where it is first heard of; what comes back from the host counts once. */
export class RiskRemovals implements RunObserver {
  count = 0;
  private readonly context: Pick<EngineContext, 'state'>;
  /** Asked for here, not heard by the engine yet. */
  private readonly onTheirWay: string[] = [];
  private last = '';
  private holds = 0;

  constructor(context: Pick<EngineContext, 'state'>) {
    this.context = context;
  }

  asked(command: OperatorCommand): void {
    if (command.command === 'resume') return;
    const words = wordsOf(command);
    this.onTheirWay.push(words);
    this.came(words);
  }

  onEvent(batch: EventBatch, index: number): void {
    const { holds, reason } = this.context.state;
    const isCommand = batch.kindAt(index) === Kind.operatorCommand;
    if (isCommand) this.heard(batch.payloadAt(index) as OperatorCommand);
    else if (holds !== this.holds) this.came(reason);
    this.holds = holds;
  }

  onDecision(): void {}

  onCommand(): void {}

  onAlert(): void {}

  /** The last of it in words; undefined where nothing came. */
  since(count: number): string | undefined {
    return count === this.count ? undefined : this.last;
  }

  private heard(command: OperatorCommand): void {
    if (command.command === 'resume' || command.by === startPause.by) return;
    const words = wordsOf(command);
    const at = this.onTheirWay.indexOf(words);
    if (at < 0) this.came(words);
    else this.onTheirWay.splice(at, 1);
  }

  private came(words: string): void {
    this.count += 1;
    this.last = words;
  }
}
