// Takes the arrival of orders away and expects their later changes.
import { describe, expect, it } from 'vitest';
import { OrderAction } from '../../../../src/core/market/order-message.ts';
import { unknownOrder } from '../../../../src/core/quality/rows/unknown-order.ts';
import { changed, cleanOrders, contextFor, findingOf, plantedFinding, without } from '../../../support/quality-sets.ts';

const clean = cleanOrders();
const context = contextFor('orders');

describe('unknown-order', () => {
  it('warns of changes of orders that never came', () => {
    const planted = without(clean, (row) => row < 40 && clean.action![row] === OrderAction.add);
    const lost = new Set(clean.order_id!.slice(0, 40).filter((_, row) => clean.action![row] === OrderAction.add));
    const expected = [...clean.action!.keys()].filter(
      (row) => clean.action![row] !== OrderAction.add && lost.has(clean.order_id![row]!),
    );
    const finding = plantedFinding(unknownOrder, context, clean, planted);
    expect(finding).toMatchObject({ severity: 'warn', rows: expected.length });
    expect(finding!.examples[0]!.what).toContain(`order ${clean.order_id![expected[0]!]}`);
  });

  it('only notes a single one', () => {
    const row = clean.action!.lastIndexOf(OrderAction.cancel);
    const planted = changed(clean, 'order_id', () => 7, row, row + 1);
    expect(findingOf(unknownOrder, context, planted)).toMatchObject({ severity: 'note', rows: 1, examples: [{ row }] });
  });

  it('forgets all orders when the book is cleared', () => {
    const planted = changed(clean, 'action', () => OrderAction.clear, 2000, 2001);
    expect(findingOf(unknownOrder, context, planted)!.rows).toBeGreaterThan(100);
  });

  it('does not judge trades, fills and messages that only inform', () => {
    for (const action of [OrderAction.trade, OrderAction.fill, OrderAction.inform]) {
      const planted = changed(
        changed(clean, 'action', () => action, 50, 60),
        'order_id',
        () => 7,
        50,
        60,
      );
      const later = without(planted, (row) => row >= 60);
      expect(findingOf(unknownOrder, context, later)).toBeUndefined();
    }
  });
});
