import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KafkaFault, type RunningKafka, startKafka } from '@interlock/adapters';
import { Skipped } from './types.ts';

/** One broker for a row. A machine without Java or Maven has none: then the row is left out, and says what to install. */
export async function startBenchKafka(folder: string, certificates: string): Promise<RunningKafka> {
  try {
    return await startKafka({ folder: join(folder, 'kafka'), brokers: 1, certificates });
  } catch (error) {
    if (error instanceof KafkaFault && error.code !== 'KAFKA_NOT_STARTED') throw new Skipped(`${error.message}; ${error.how}`);
    throw error;
  }
}

/** Of /proc/<pid>/stat, counted after the name in parentheses: user and system time, in hundredths of a second. */
const [USER_TIME, SYSTEM_TIME] = [11, 12];
const TICK_MS = 10;

/** Processor time of the brokers so far; NaN where the system does not show it. */
export function brokerCpuMs({ nodes }: RunningKafka): number {
  try {
    return nodes.reduce((sum, { pid }) => {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return sum + (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) * TICK_MS;
    }, 0);
  } catch {
    return Number.NaN;
  }
}
