import { EXIT, Fault, type RosterEntry } from '@interlock/hosting';

/** Kinds of process of the distributed city: a folder of apps each. */
export const APPS = ['police', 'bank', 'telecom', 'joint-office', 'gateway', 'world'] as const;
export type App = (typeof APPS)[number];

export interface PlannedService {
  /** How its lines are marked; unique. */
  readonly name: string;
  readonly app: App;
  /** Nodes that it hosts; the world outside hosts none. */
  readonly nodes: readonly string[];
}

const HOSTED_BY: Readonly<Record<RosterEntry['kind'], App>> = {
  police: 'police',
  bank: 'bank',
  telecom: 'telecom',
  office: 'joint-office',
  city: 'gateway',
};

/**
 * Which processes run which nodes. `police` is all nodes of its kind that nobody else has; `bank:bank-industry` is a process for that one,
 * `bank:bank-industry+bank-post` one for both. Unset: one process for each kind.
 */
export function planServices(roster: readonly RosterEntry[], wanted: readonly string[] = APPS): readonly PlannedService[] {
  const parts = withWorld(wanted).map((text) => partOf(text, roster));
  const named = new Set(parts.flatMap(({ nodes }) => nodes ?? []));
  const services = parts.map(({ app, nodes }) => {
    const hosted = nodes ?? roster.filter(({ code, kind }) => HOSTED_BY[kind] === app && !named.has(code)).map(({ code }) => code);
    return { name: nodes?.join('+') ?? app, app, nodes: hosted };
  });
  const twice = services.find(({ name }, index) => services.findIndex((other) => other.name === name) < index);
  if (twice) throw refused(twice.name, 'it stands there twice');
  return services;
}

/** Orders are carried out in the world outside: banks and operators do not run without it. */
function withWorld(wanted: readonly string[]): readonly string[] {
  const needsIt = wanted.some((text) => /^(bank|telecom)(:|$)/.test(text));
  return needsIt && !wanted.includes('world') ? [...wanted, 'world'] : wanted;
}

function partOf(text: string, roster: readonly RosterEntry[]): { readonly app: App; readonly nodes?: readonly string[] } {
  const [kind = '', listed] = text.split(':');
  const app = APPS.find((known) => known === kind);
  if (!app) throw refused(text, `${kind} is none of ${APPS.join(', ')}`);
  if (listed === undefined) return { app };
  const nodes = listed.split('+');
  const own = roster.filter((entry) => HOSTED_BY[entry.kind] === app).map(({ code }) => code);
  const stray = nodes.find((code) => !own.includes(code));
  if (stray !== undefined) throw refused(text, `${stray} is none of ${own.join(', ')}`);
  return { app, nodes };
}

function refused(text: string, why: string): Fault {
  return new Fault({
    code: 'SERVICES_INVALID',
    what: `--services cannot be ${text}`,
    why,
    how: 'name kinds by commas, each alone or with its nodes: police,bank:bank-industry,bank,gateway',
    exit: EXIT.usage,
  });
}
