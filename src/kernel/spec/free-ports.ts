// A number in; as many free ports of this machine out.
import { createServer } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** All are held before the first is given back, else two could be the same. Rejects where none can be opened. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const held = await Promise.all(Array.from({ length: count }, () => holdPort(0)));
  await Promise.all(held.map(({ release }) => release()));
  return held.map(({ port }) => port);
}

export async function isPortFree(port: number): Promise<boolean> {
  try {
    await (await holdPort(port)).release();
    return true;
  } catch {
    return false;
  }
}

function holdPort(wanted: number): Promise<{ readonly port: number; readonly release: () => Promise<void> }> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, LOOPBACK, () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : wanted;
      resolve({ port, release: () => new Promise((done) => server.close(() => done())) });
    });
  });
}
