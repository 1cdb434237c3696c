// Requests of operators for the trades of past days in; one download after the other at the vendor, with progress, out.

import { z } from 'zod';
import { toDayNumber } from '../../core/market/civil-day.ts';
import type { Provenance } from '../../core/market/provenance.ts';
import type { HostRequest } from '../host/host-requests.ts';
import type { VendorPort } from '../host/vendor/vendor-port.ts';
import { symbolSchema } from './capture-wishes.ts';
import { spoolHistory } from './history-spool.ts';

const MS_PER_DAY = 86_400_000;
/** Answers that are kept for whoever asks. */
const JOBS_MAX = 64;

const startArgs = z.strictObject({
  /** Best first. */
  candidates: z
    .array(z.strictObject({ ticker: symbolSchema, exchange: z.string().length(1) }))
    .min(1)
    .max(4),
  day: z.iso.date(),
});
const statusArgs = z.strictObject({ job: z.int().positive() });

export type HistoryAnswer =
  | { readonly kind: 'running'; readonly percent: number; readonly trades: number }
  /** `file` holds the trades: see history-spool.ts. */
  | {
      readonly kind: 'answered';
      readonly ticker: string;
      readonly trades: number;
      readonly dropped: number;
      readonly file: string;
      readonly provenance: Provenance;
    }
  | {
      readonly kind: 'none';
      readonly why: 'empty' | 'tooOld' | 'hung' | 'lost' | 'refused' | 'failed';
      readonly reason: string;
    };

/** Give `requests` to the host. */
export class HostHistory {
  readonly requests: Readonly<Record<string, HostRequest>> = {
    'history.start': async (args, host) => ({ job: this.start(startArgs.parse(args), host.vendor) }),
    'history.status': async (args) => this.answerOf(statusArgs.parse(args).job),
  };
  private readonly home: string;
  private readonly provenance: Provenance;
  private readonly jobs = new Map<number, HistoryAnswer>();
  private last = 0;

  /** `provenance` is `simulated` where the vendor library is a stand-in. */
  constructor(home: string, provenance: Provenance) {
    this.home = home;
    this.provenance = provenance;
  }

  private start({ candidates, day }: z.infer<typeof startArgs>, vendor: VendorPort): number {
    const job = ++this.last;
    this.jobs.set(job, { kind: 'running', percent: 0, trades: 0 });
    this.jobs.delete(job - JOBS_MAX);
    const fromMs = toDayNumber(day) * MS_PER_DAY;
    const request = { candidates, fromMs, endMs: fromMs + MS_PER_DAY };
    void this.download(job, vendor, request).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      this.jobs.set(job, { kind: 'none', why: 'failed', reason });
    });
    return job;
  }

  private async download(
    job: number,
    vendor: VendorPort,
    request: Parameters<VendorPort['history']>[0],
  ): Promise<void> {
    const outcome = await vendor.history(request, ({ percent, trades }) => {
      this.jobs.set(job, { kind: 'running', percent, trades });
    });
    if (outcome.kind !== 'answered') {
      const reason = outcome.kind === 'empty' ? outcome.reasons.join('; ') : outcome.reason;
      this.jobs.set(job, { kind: 'none', why: outcome.kind, reason });
      return;
    }
    const { asset, trades, dropped } = outcome;
    const file = await spoolHistory(this.home, trades);
    this.jobs.set(job, {
      kind: 'answered',
      ticker: asset.ticker,
      trades: trades.length,
      dropped,
      file,
      provenance: this.provenance,
    });
  }

  private answerOf(job: number): HistoryAnswer {
    const answer = this.jobs.get(job);
    if (answer === undefined)
      throw new Error(`the host knows no download ${job}: it was started anew, or too much was asked since`);
    return answer;
  }
}
