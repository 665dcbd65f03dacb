import { rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { machineState } from './machine.ts';
import { type LeftOut, printMachine, printRow, printTable } from './report.ts';
import { type Row, type RowContext, type RowResult, Skipped } from './types.ts';

export interface Measuring {
  readonly context: RowContext;
  /** Emptied after each row. */
  readonly data: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Where the document goes. */
  readonly file?: string | undefined;
}

/** One row after another; a broken one does not stop the others. The exit code: 1 when a row failed, 0 when all ran or said why they could not. */
export async function measureAll(rows: readonly Row[], { context, data, versions, file }: Measuring): Promise<number> {
  const machine = machineState(data, versions);
  printMachine(machine);
  const results: RowResult[] = [];
  const skipped: LeftOut[] = [];
  const failed: LeftOut[] = [];
  for (const row of rows) {
    context.tell(`${row.id} ${row.title} …`);
    try {
      for (const result of await row.run(context)) {
        results.push(result);
        printRow(result);
      }
    } catch (error) {
      const isSkipped = error instanceof Skipped;
      const reason = isSkipped ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
      (isSkipped ? skipped : failed).push({ id: row.id, reason });
      console.log(`${row.id}  ${isSkipped ? 'skipped' : 'FAILED'}: ${reason}\n`);
    }
    rmSync(data, { recursive: true, force: true });
  }
  printTable(results, { skipped, failed });
  const after = loadavg().map((load) => Math.round(load * 100) / 100);
  console.log(`\nLoad ${machine.load.join(' ')} before, ${after.join(' ')} after. Only ratios count: they were measured side by side.`);
  if (file !== undefined)
    writeFileSync(file, `${JSON.stringify({ machine: { ...machine, loadAfter: after }, rows: results, skipped, failed }, undefined, 2)}\n`);
  return failed.length > 0 ? 1 : 0;
}
