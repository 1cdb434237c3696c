// Orders of the account that are not ours in, each as it stands now; what they traded and may still open out, for reports and risk.

import type { Instrument } from '../market/instrument.ts';
import { signOf } from '../market/side.ts';
import type { ForeignOrder } from './account-event.ts';

export class ForeignOrders {
  /** By their name at the venue; the last word about each stands. */
  private readonly orders = new Map<string, ForeignOrder>();
  /** Held beyond what their orders say, by the venue's last word; by symbol. */
  private readonly beyond = new Map<string, number>();

  clear(): void {
    this.orders.clear();
    this.beyond.clear();
  }

  /** What has filled never becomes less: a late word does not take it back. */
  note(order: ForeignOrder): void {
    const known = this.orders.get(order.venueOrderId);
    if (known !== undefined && known.filledQuantity > order.filledQuantity) return;
    this.orders.set(order.venueOrderId, order);
  }

  get hasOpen(): boolean {
    for (const { isOpen } of this.orders.values()) if (isOpen) return true;
    return false;
  }

  /** Whether what they traded in an instrument of the session cancels out; never of one that the session does not have. */
  isBalanced(instrumentId: number): boolean {
    let net = 0;
    for (const order of this.orders.values()) {
      if (order.instrumentId === instrumentId) net += signOf(order.side) * order.filledQuantity;
    }
    return instrumentId >= 0 && net === 0;
  }

  /** Signed contracts traded in this session. */
  net(instruments: readonly Instrument[], symbol: string): number {
    let net = 0;
    for (const { instrumentId, side, filledQuantity } of this.orders.values()) {
      if (instruments[instrumentId]?.symbol === symbol) net += signOf(side) * filledQuantity;
    }
    return net;
  }

  /** @param quantity signed contracts of the whole account that are not ours, by the venue. */
  notePosition(instruments: readonly Instrument[], symbol: string, quantity: number): void {
    this.beyond.set(symbol, quantity - this.net(instruments, symbol));
  }

  /** Signed contracts, with those that no order of this session tells. */
  held(instruments: readonly Instrument[], symbol: string): number {
    return this.net(instruments, symbol) + (this.beyond.get(symbol) ?? 0);
  }

  /** Held from this session, by instrument and without sign, plus what open orders may still trade. */
  get contracts(): number {
    const held = new Map<number, number>();
    let open = 0;
    for (const { instrumentId, side, quantity, filledQuantity, isOpen } of this.orders.values()) {
      held.set(instrumentId, (held.get(instrumentId) ?? 0) + signOf(side) * filledQuantity);
      if (isOpen) open += quantity - filledQuantity;
    }
    for (const net of held.values()) open += Math.abs(net);
    return open;
  }
}
