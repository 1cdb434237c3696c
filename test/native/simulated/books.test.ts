// The simulated ProfitDLL's books: positions from the end, deltas, pages to free, brackets and the theoretical entry of auctions.
import { describe, expect, it } from 'vitest';

import { lines, runClient } from './client.ts';
import { newTape, offerTape, openingMs } from './tapes.ts';

const words = ['offers', 'tape', 'quiet-trades'];
const commands = ['set offer-page-size 4'];

describe('the offer book of the simulated ProfitDLL', () => {
  it('is rebuilt by a client that follows the rules, and every page is freed', async () => {
    const truth = offerTape();
    const outcome = await runClient({ tape: truth.tape, commands, words });
    expect(lines(outcome, 'offer')).toEqual(truth.lines);
    expect(lines(outcome, 'page')).toEqual(['0 4 2', '1 4 2', '0 2 1', '1 2 1']);
    expect(outcome.report.get('pages-alive')).toBe(0);
  });

  it.each([
    ['replaces quantities instead of adding', 'replace'],
    ['counts positions from the start', 'from-start'],
    ['reads all bits of a Char', 'whole-char'],
    ['reads V2 entries with 32-bit quantities', 'narrow-entries'],
  ])('differs for a client that %s', async (_, mistake) => {
    const truth = offerTape();
    const outcome = await runClient({ tape: truth.tape, commands, words: [...words, mistake] });
    expect(lines(outcome, 'offer')).not.toEqual(truth.lines);
  });

  it('counts the pages that a client never frees', async () => {
    const outcome = await runClient({ tape: offerTape().tape, commands, words: [...words, 'no-free'] });
    expect(outcome.report.get('pages-alive')).toBe(4);
  });

  it.each([
    ['wrong-size', 'FreePointer with size'],
    ['double-free', 'FreePointer twice for the same buffer'],
  ])('ends the process of a client with %s', async (mistake, message) => {
    const outcome = await runClient({ tape: offerTape().tape, commands, words: [...words, mistake] });
    expect(outcome.signal).toBe('SIGABRT');
    expect(outcome.errors).toContain(message);
  });

  it('loses offers when told to, which a client finds by a position out of range or a wrong book', async () => {
    const truth = offerTape();
    const outcome = await runClient({ tape: truth.tape, commands: [...commands, 'fault offer-lost 1'], words });
    expect(lines(outcome, 'offer')).not.toEqual(truth.lines);
  });
});

function depthTape() {
  const tape = newTape();
  const level = (price: number, quantity: number) => ({ price, quantity, orders: 1 });
  tape.depth(1, openingMs, [level(5200, 5), level(5199.5, 7)], [level(5200.5, 3), level(5201, 4)]);
  tape.depth(1, openingMs + 1, [level(5200.5, 2), level(5200, 5)], [level(5201, 4), level(5201.5, 9)]);
  return tape;
}

describe('the price depth of the simulated ProfitDLL', () => {
  it('is whole at each flush', async () => {
    const outcome = await runClient({ tape: depthTape(), words: ['depth', 'tape'] });
    expect(lines(outcome, 'book')).toEqual([
      '4 buy sell',
      '6 buy 5200.0*5/1 5199.5*7/1 sell 5200.5*3/1 5201.0*4/1',
      '6 buy 5200.5*2/1 5200.0*5/1 sell 5201.0*4/1 5201.5*9/1',
    ]);
  });

  it('is between two states inside a bracket, for a client that reads at every notice', async () => {
    const outcome = await runClient({ tape: depthTape(), words: ['depth', 'tape', 'every-notice'] });
    // The best buyer above the best seller: no book that ever stood.
    expect(lines(outcome, 'book').some((line) => /buy 5200\.5\S* .*sell 5200\.5/.test(line))).toBe(true);
  });

  it('ends the process of a client that subscribes without a callback', async () => {
    const outcome = await runClient({ tape: depthTape(), words: ['depth', 'no-depth-callback'] });
    expect(outcome.signal).toBe('SIGABRT');
  });

  it('has the theoretical entry on top in an auction, minus infinity to a client that ignores the flag', async () => {
    const tape = depthTape();
    tape.tickerState(1, openingMs + 2, 4);
    tape.theoretical(1, openingMs + 3, 5200.25, 60);
    const right = await runClient({ tape, words: ['depth', 'ticker', 'tape'] });
    expect(lines(right, 'book').at(-1)).toMatch(/^7 buy theoretical\*60 5200\.5\*2\/1 .*sell theoretical\*60 /);
    expect(lines(right, 'theoretical')).toEqual(['WDOFUT 5200.2500 60']);
    const wrong = await runClient({ tape, words: ['depth', 'ticker', 'tape', 'no-flags'] });
    expect(lines(wrong, 'book').at(-1)).toContain('buy -inf*60/1');
  });

  it('gives quotes and depth from the offers where the tape has no own', async () => {
    const outcome = await runClient({ tape: offerTape().tape, words: ['depth', 'ticker', 'tape'] });
    expect(lines(outcome, 'book').at(-1)).toBe(
      '6 buy 5200.0*10/2 5199.5*15/1 5198.5*13/1 5198.0*12/1 5197.5*11/1 sell 5201.5*10/1 5202.0*12/1 5202.5*11/1 5203.0*10/1',
    );
    expect(lines(outcome, 'tiny').at(-1)).toBe('WDOFUT 5201.5000 10 1');
  });
});
