import { type Finding } from '../finding.ts';
import { findingOf } from './problem-texts.ts';
import { readProblems } from './told-problems.ts';

/** A process of the city that should be running. */
export interface ProcessPlace {
  readonly name: string;
  /** Of its probes; unset: it has not said where. */
  readonly url?: string | undefined;
  /** It has ended, and its starter has not begun it again yet. */
  readonly isGone?: boolean;
}

export interface ProcessHealth {
  readonly name: string;
  readonly url: string | undefined;
  readonly state: 'ready' | 'not ready' | 'silent';
  readonly nodes: readonly string[];
}

export interface AskedProcesses {
  readonly processes: readonly ProcessHealth[];
  readonly findings: readonly Finding[];
}

const PATIENCE_MS = 5_000;

/** Asks each process at its probe port how it is. One that does not answer, or not as ours do, is a finding like any other. */
export async function askProcesses(places: readonly ProcessPlace[]): Promise<AskedProcesses> {
  const asked = await Promise.all(places.map(ask));
  return { processes: asked.map(({ health }) => health), findings: asked.flatMap(({ findings }) => findings) };
}

interface Asked {
  readonly health: ProcessHealth;
  readonly findings: readonly Finding[];
}

async function ask(place: ProcessPlace): Promise<Asked> {
  const { name, url } = place;
  if (place.isGone === true || url === undefined)
    return silent(place, place.isGone === true ? 'its process has ended' : 'it has no address yet');
  let text: string;
  try {
    text = await (await fetch(new URL('/problems', url), { signal: AbortSignal.timeout(PATIENCE_MS) })).text();
  } catch (error) {
    return silent(place, `nobody answers at ${url} (${causeOf(error)})`);
  }
  const read = readProblems(text);
  if (!read) return strange(place, url);
  const { ready, nodes, problems } = read;
  return {
    health: { name, url, state: ready ? 'ready' : 'not ready', nodes },
    findings: problems.map((problem) => findingOf(name, problem)),
  };
}

function silent({ name, url }: ProcessPlace, why: string): Asked {
  return {
    health: { name, url, state: 'silent', nodes: [] },
    findings: [
      {
        ...{ code: 'SERVICE_SILENT', about: name, process: name, message: `the process does not say how it is: ${why}` },
        todo: 'read its last lines, they say what keeps it; `interlock up` begins one that ended again by itself; its nodes’ facts wait in their logs',
      },
    ],
  };
}

function strange({ name }: ProcessPlace, url: string): Asked {
  return {
    health: { name, url, state: 'silent', nodes: [] },
    findings: [
      {
        ...{
          code: 'SERVICE_ANSWER_UNREADABLE',
          about: name,
          process: name,
          message: `what answers at ${url} is no service of this Interlock`,
        },
        todo: 'name the port of the probes (INTERLOCK_PROBE_PORT where it is set, else INTERLOCK_PORT); an older Interlock says how it is at /ready only',
      },
    ],
  };
}

/** `fetch failed` says nothing; what caused it does. */
function causeOf(error: unknown): string {
  return textAt(fieldOf(error, 'cause') ?? error, 'code') ?? textAt(error, 'name') ?? 'no answer';
}

function textAt(of: unknown, name: string): string | undefined {
  const found = fieldOf(of, name);
  return typeof found === 'string' ? found : undefined;
}

function fieldOf(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null && name in of ? Reflect.get(of, name) : undefined;
}
