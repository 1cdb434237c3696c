// Changes of the best levels within a candle in; the flow of orders they amount to, as makers of the specs.

import { defineFeature, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';
import { wholeNumber } from '../parameters.ts';
import { bookChanges } from './book-changes.ts';
import { BookUpdates } from './book-updates.ts';
import { bookRules } from './of-book.ts';

/**
 * `ofi_k`: order flow imbalance of the candle, contracts: Σ over the updates of the book, and over the k best levels unweighted, of
 * what came to the bid less what came to the ask. Per level e = q[b ≥ b′] − q′[b ≤ b′] for the bid (price b, size q, ′ before the
 * update), the ask's with ≥ and ≤ exchanged; k = 1 is Cont, Kukanov and Stoikov 2014 (eq. 4), more levels Xu, Gould and Howison
 * 2019, whose vector is summed here. Counts over the candle's own time: from the end of the candle before (the session's first: from
 * the opening), or, where intervals without a trade lie in between, from the whole second in which the candle opens; updates before it
 * belong to no candle. Between two candles, before the first trade, it counts from the end of the last one. reset. Not ready where the
 * candle began, after the session's first, without a book of k levels or ends without, or the book was cleared in it; books in between
 * that are crossed or lack levels are passed over.
 */
export function ofi({ levels = 1 }: { levels?: number } = {}): FeatureSpec {
  const k = wholeNumber('ofi', 'levels', levels);
  return defineFeature(
    {
      id: `ofi_${k}`,
      meaning: k === 1 ? 'order flow imbalance at the best prices' : `order flow imbalance at ${k} levels`,
      formula: `Σ e over updates in the time of the candle${k === 1 ? '' : ` and ${k} levels`}, e = q[b ≥ b′] − q′[b ≤ b′] − Q[a ≤ a′] + Q′[a ≥ a′]`,
      source: k === 1 ? 'Cont, Kukanov and Stoikov 2014' : 'Xu, Gould and Howison 2019, summed over levels',
      unit: 'contracts',
      parameters: { levels: k },
      inputs: [k === 1 ? 'quotes' : 'book'],
      ...bookRules,
    },
    (shared) => {
      const changes = bookChanges(shared, k);
      return {
        candle: (out) => {
          if (changes.isWhole) out.set(changes.flow);
        },
        now: (out, running, session) => {
          changes.follow(session);
          if (changes.isWholeNow(running)) out.set(changes.flowNow(running));
          else out.clear();
        },
      };
    },
  );
}

/**
 * `queueDepletion`: contracts that aggressors took in the candle over contracts that were added at the best prices in its time. An
 * aggressor takes from the best level of the moment, so what was lost to trades is the buy and sell volume of the candle. Added is
 * the growth of a best level from one whole update of the book to the next, and all of a level in front of it: what came and went
 * inside one update does not show. Both count over the candle's own time, as `ofi_1`. reset. Not ready without flow, where nothing was
 * added, else as `ofi_1`.
 */
export function queueDepletion(): FeatureSpec {
  return defineFeature(
    {
      id: 'queueDepletion',
      meaning: 'size that trades took from the best levels over size added there',
      formula: '(buy + sell) / Σ added at the best prices over updates in the time of the candle',
      source: 'own definition, with the arrivals of Cont, Kukanov and Stoikov 2014 as what is added',
      unit: 'ratio',
      inputs: ['flow', 'quotes'],
      ...bookRules,
    },
    (shared) => {
      const changes = bookChanges(shared, 1);
      return {
        candle: (out, { hasFlow, buyVolume, sellVolume }) => {
          if (hasFlow && changes.isWhole && changes.added > 0) out.set((buyVolume + sellVolume) / changes.added);
        },
        now: (out, running, session) => {
          changes.follow(session);
          if (!changes.isWholeNow(running)) out.clear();
          else if (running.hasFlow) {
            const added = changes.addedNow(running);
            if (added > 0) out.set((running.buyVolume + running.sellVolume) / added);
            else out.clear();
          }
        },
      };
    },
  );
}

/**
 * `quoteIntensity`: whole updates of the book a second, over the candle's own time as in `ofi_1`. A message with many
 * changes is one update, also where it clears the book; with levels known, best prices told beside them are none. reset. Not ready
 * where the candle began, after the session's first, before the session told a book.
 */
export function quoteIntensity(): FeatureSpec {
  return defineFeature(
    {
      id: 'quoteIntensity',
      meaning: 'updates of the book a second',
      formula: 'updates in the time of the candle / its seconds',
      source: 'own definition: mean rate of the updates',
      unit: 'updates per second',
      inputs: ['quotes'],
      ...bookRules,
    },
    () => {
      const updates = new BookUpdates();
      const now: FeatureStep = (out, candle, session) => {
        if (!updates.isWhole(candle, session)) return out.clear();
        const perSecond = updates.perSecond(candle);
        if (perSecond !== undefined) out.set(perSecond);
      };
      return {
        candle: (out, candle, session) => {
          now(out, candle, session);
          updates.endCandle(candle);
        },
        now,
        book: (book, session) => updates.onBook(book, session),
      };
    },
  );
}
