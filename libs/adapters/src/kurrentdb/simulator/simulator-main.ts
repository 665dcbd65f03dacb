/**
 * The simulated server as a process of its own: `node simulator-main.ts [--port=N]`. Says where it listens on its first line, and
 * lives until it is ended; its log lives as long.
 */
import { startKurrentSimulator } from './kurrent-simulator.ts';

const port = Number(process.argv.find((argument) => argument.startsWith('--port='))?.slice('--port='.length) ?? 0);
const simulator = await startKurrentSimulator({ port });
process.stdout.write(`simulated KurrentDB at ${simulator.url}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void simulator.stop());
