// Watches a run; gives all that happened in the session of one day, told so that the same day of another run can be compared.
import type { EpochStart } from '../../src/core/account/account-event.ts';
import { FIRST_PAYLOAD_KIND, Kind } from '../../src/core/market/event-record.ts';
import type { RunObserver } from '../../src/runner/run-observer.ts';

/** An order id, wherever it stands: epoch, seq, number and role. */
const ID = /\b\d+-(\d+)-(\d+[estx])\b/g;

export interface SessionStory {
  readonly decisions: unknown[];
  readonly commands: unknown[];
  /** Fills, order updates and other answers of the venue. */
  readonly answers: unknown[];
  readonly alerts: unknown[];
}

/** Numbers that count from the start of a run are told from the start of the session. */
export function storyOf(day: string): { readonly story: SessionStory; readonly observer: RunObserver } {
  const story: SessionStory = { decisions: [], commands: [], answers: [], alerts: [] };
  let firstSeq: number | undefined;
  const told = (value: object): unknown =>
    JSON.parse(JSON.stringify(value), (key, field: unknown) => {
      if (key === 'epoch' || key === 'index') return undefined;
      if (/seq$/i.test(key) && typeof field === 'number') return field - firstSeq!;
      if (typeof field !== 'string') return field;
      return field.replaceAll(ID, (_, seq: string, rest: string) => `${Number(seq) - firstSeq!}-${rest}`);
    });
  const observer: RunObserver = {
    onEvent(batch, index) {
      const kind = batch.kindAt(index);
      if (kind === Kind.epochStart) {
        const start = batch.payloadAt(index) as EpochStart;
        firstSeq = start.sessionDay === day ? batch.seqAt(index) : undefined;
      }
      if (firstSeq === undefined || kind < FIRST_PAYLOAD_KIND || kind === Kind.continuation) return;
      const timeUs = batch.receivedTimeUsAt(index);
      story.answers.push(told({ timeUs, payload: batch.payloadAt(index) }));
    },
    onDecision(record) {
      if (firstSeq !== undefined) story.decisions.push(told(record));
    },
    onCommand(command) {
      if (firstSeq !== undefined) story.commands.push(told(command));
    },
    onAlert(timeUs, severity, code, text) {
      if (firstSeq !== undefined) story.alerts.push(told({ timeUs, severity, code, text }));
    },
  };
  return { story, observer };
}
