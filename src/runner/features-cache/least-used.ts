// What sessions keep under keys, and a limit in bytes, in; what is used least recently is forgotten first, in all sessions.

export interface Sized {
  readonly bytes: number;
}

export class LeastUsed {
  private readonly mostBytes: number;
  /** By key, in the order of use: the sessions that keep something under it. */
  private readonly used = new Map<string, Set<Map<string, Sized>>>();

  constructor(mostBytes: number) {
    this.mostBytes = mostBytes;
  }

  /** The session has something under the key, which is being used. */
  touch(key: string, session: Map<string, Sized>): void {
    const sessions = this.used.get(key) ?? new Set();
    const isKnown = sessions.has(session);
    sessions.add(session);
    this.used.delete(key);
    this.used.set(key, sessions);
    // what is kept grows while it is new only
    if (!isKnown) this.keepWithin(key);
  }

  private keepWithin(newest: string): void {
    const sizes = new Map([...this.used.keys()].map((key) => [key, this.bytesOf(key)]));
    let total = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
    for (const [key, bytes] of sizes) {
      if (total <= this.mostBytes || key === newest) return;
      for (const session of this.used.get(key)!) session.delete(key);
      this.used.delete(key);
      total -= bytes;
    }
  }

  private bytesOf(key: string): number {
    let bytes = 0;
    for (const session of this.used.get(key)!) bytes += session.get(key)?.bytes ?? 0;
    return bytes;
  }
}
