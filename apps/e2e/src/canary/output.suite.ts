import { appendFileSync } from 'node:fs';

const CONSOLE = ['debug', 'error', 'info', 'log', 'warn'] as const;

/** Sends what this process prints into a file, until the returned function is called. */
export function captureOutput(file: string): () => void {
  const keep = (chunk: unknown): true => {
    appendFileSync(file, chunk instanceof Uint8Array ? chunk : `${String(chunk)}\n`);
    return true;
  };
  const { stdout, stderr } = process;
  const before = { out: stdout.write, err: stderr.write, console: CONSOLE.map((name) => [name, console[name]] as const) };
  stdout.write = keep;
  stderr.write = keep;
  for (const name of CONSOLE)
    console[name] = (...said: readonly unknown[]) => {
      keep(said.map(String).join(' '));
    };
  return () => {
    stdout.write = before.out;
    stderr.write = before.err;
    for (const [name, print] of before.console) console[name] = print;
  };
}
