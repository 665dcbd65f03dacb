import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLogSnapshot } from '@interlock/adapters';
import { bankNode } from '@interlock/bank';
import { cityNode } from '@interlock/city';
import { type RosterEntry, rosterOf } from '@interlock/hosting';
import { type Instant, type NodeDefinition, type Recorded, history } from '@interlock/kernel';
import { officeNode, readRegister } from '@interlock/office';
import { policeNode } from '@interlock/police';
import { readJournal } from '@interlock/simulator';
import { telecomNode } from '@interlock/telecom';
import { brokenBy } from '../simulation/broken.ts';
import { checkDeadlines } from '../simulation/deadlines.ts';
import { checkActedOnce, checkOnce } from '../simulation/once.ts';

const DEFINITIONS: Readonly<Record<RosterEntry['kind'], NodeDefinition>> = {
  ...{ police: policeNode, bank: bankNode, telecom: telecomNode, office: officeNode, city: cityNode },
};

/**
 * What a stopped city’s logs show of commands carried out twice, of orders given twice, of deadlines up to that moment that were recorded
 * never, twice or early, and of things done outside twice or without an intent.
 */
export async function examineLogs(data: string, through: Instant): Promise<readonly string[]> {
  const findings: string[] = [];
  const nodes: { readonly effects: NodeDefinition['effects']; readonly log: readonly Recorded[] }[] = [];
  for (const { code, kind } of rosterOf(readRegister().members)) {
    const { timers, effects } = DEFINITIONS[kind];
    const log = await readLog(join(data, code, 'log.sqlite'));
    findings.push(
      ...brokenBy(() => {
        checkOnce(code, log);
      }),
      ...brokenBy(() => {
        checkDeadlines(code, timers, log, through);
      }),
    );
    nodes.push({ effects, log });
  }
  const { entries } = readJournal(readFileSync(join(data, 'world.jsonl'), 'utf8'));
  findings.push(
    ...brokenBy(() => {
      checkActedOnce(nodes, entries);
    }),
  );
  return findings;
}

async function readLog(file: string): Promise<readonly Recorded[]> {
  const snapshot = openLogSnapshot(file);
  try {
    const log: Recorded[] = [];
    for await (const { recorded } of history(snapshot, snapshot.head())) log.push(recorded);
    return log;
  } finally {
    snapshot.close();
  }
}
