// The path of main.ts as its argument and command lines as messages in; what each printed and its exit code as messages out.
import { flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';

const { main } = (await import(pathToFileURL(process.argv[2]!).href)) as {
  readonly main: (args: readonly string[]) => Promise<number>;
};

async function captured(args: readonly string[]): Promise<void> {
  const texts = { stdout: '', stderr: '' };
  const real = { stdout: process.stdout.write, stderr: process.stderr.write };
  for (const name of ['stdout', 'stderr'] as const) {
    process[name].write = (chunk: string | Uint8Array) => {
      texts[name] += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
      return true;
    };
  }
  process.exitCode = 0;
  const code = await main(args);
  process.exitCode = 0;
  process.stdout.write = real.stdout;
  process.stderr.write = real.stderr;
  process.send!({ code, ...texts });
  // others that start meanwhile need not compile again, and this process is ended from outside
  flushCompileCache();
}

process.on('message', (args) => void captured(args as readonly string[]));
