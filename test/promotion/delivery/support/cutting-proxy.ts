// A TCP proxy on the loopback that cuts the connection after as many bytes as it is told, time after time, then lets everything through.

import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class CuttingProxy {
  /** Bytes of the sender that were passed on. */
  passed = 0;
  cuts = 0;
  private readonly budgets: number[];
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  /** @param budgets bytes of the sender, over all connections, before each cut */
  constructor(targetPort: number, budgets: readonly number[]) {
    this.budgets = [...budgets];
    this.server = createServer((inner) => {
      const outer = connect(targetPort, '127.0.0.1');
      for (const socket of [inner, outer]) {
        this.sockets.add(socket);
        socket.on('error', () => {});
        socket.on('close', () => this.sockets.delete(socket));
      }
      inner.on('close', () => outer.destroy());
      outer.on('close', () => inner.destroy());
      outer.pipe(inner);
      inner.on('data', (data: Buffer) => this.pass(data, inner, outer));
    });
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private pass(data: Buffer, inner: Socket, outer: Socket): void {
    if (inner.destroyed) return;
    const left = this.budgets[0];
    if (left === undefined || data.length < left) {
      if (left !== undefined) this.budgets[0] = left - data.length;
      this.passed += data.length;
      outer.write(data);
      return;
    }
    this.passed += left;
    this.cuts += 1;
    this.budgets.shift();
    outer.write(data.subarray(0, left));
    inner.destroy();
    outer.destroy();
  }
}
