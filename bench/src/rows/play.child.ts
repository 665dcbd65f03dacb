import { playEmbedded, readScenario } from '@interlock/interlock';

/** Plays a story into a folder in a process of its own, as `interlock play` does; says when the first act was done and when all was. */
const [file, dataDir] = process.argv.slice(2);
if (file === undefined || dataDir === undefined) throw new Error('Started by the bench, with a scenario and a folder');

const troubles: string[] = [];
let firstActMs: number | undefined;
const scenario = readScenario(file);
const result = await playEmbedded({
  scenario,
  file,
  dataDir,
  onAct() {
    firstActMs ??= performance.now();
  },
  report: ({ node, message }) => troubles.push(`${node}: ${message}`),
});
process.send?.({
  caseNo: result.cases[0]?.caseNo,
  events: Object.values(result.events).reduce((sum, count) => sum + count, 0),
  failed: result.checks.filter((check) => check.result === 'failed').map((check) => check.name),
  troubles,
  // Both since the process began.
  firstActMs: firstActMs ?? Number.NaN,
  doneMs: performance.now(),
});
process.disconnect?.();
