import { type AccountRef, canonicalText, type Instant, unreachable } from '@interlock/kernel';
import { type Component, componentAt, connect, type Connections, nodeOfCase, rootOf } from './components.ts';
import { type FreezeItem, keyOf, type OwnHoldItem, type Party, type StopItem, type TraceItem } from './items.ts';
import { type Gathered } from './movements.ts';

/** What stands on one account. */
export interface Standing {
  bank?: string | undefined;
  readonly stops: Map<string, StopItem>;
  readonly ownHolds: Map<string, OwnHoldItem>;
  readonly freezes: Map<string, FreezeItem>;
}

/**
 * A grow-only set of items, with an index of what belongs together. Grows in place by `addItem`; every reading depends only on the items in it,
 * never on the order in which they came. Adding costs next to nothing, a reading costs as much as the components it looks at.
 */
export interface Trace {
  readonly items: Map<string, TraceItem>;
  readonly connections: Connections;
  readonly gathered: Map<string, Gathered>;
  readonly standings: Map<AccountRef, Standing>;
  /** Ends and renewals by what they end or renew: they may be known before it. */
  readonly ends: Map<string, Map<string, Instant>>;
  readonly renewals: Map<string, Map<string, Instant>>;
}

/** A set without items. */
export function emptyTrace(): Trace {
  return {
    items: new Map(),
    connections: { parents: new Map(), components: new Map() },
    gathered: new Map(),
    standings: new Map(),
    ends: new Map(),
    renewals: new Map(),
  };
}

/** A set of these items. */
export function traceOf(items: Iterable<TraceItem>): Trace {
  const trace = emptyTrace();
  for (const item of items) addItem(trace, item);
  return trace;
}

/**
 * Adds one item, and names an account of the component whose reading may have changed: none where nothing was new, or where what it ends is not known yet.
 * Two contents under one id break a publisher's promise; the one with the smaller canonical text stands, whichever came first.
 */
export function addItem(trace: Trace, item: TraceItem): readonly AccountRef[] {
  const key = keyOf(item);
  const known = trace.items.get(key);
  if (known !== undefined) {
    if (canonicalText(item) >= canonicalText(known)) return [];
    change(trace, known, 'remove');
  }
  trace.items.set(key, item);
  return change(trace, item, 'add');
}

/** What is connected with the account (payments of one case are connected, too): itself alone where nothing is known. */
export function component(
  trace: Trace,
  account: AccountRef,
): { readonly accounts: readonly AccountRef[]; readonly caseIds: readonly string[] } {
  const found = trace.connections.components.get(rootOf(trace.connections, account));
  return found ? { accounts: found.accounts, caseIds: found.caseIds } : { accounts: [account], caseIds: [] };
}

/** The components of these accounts and cases, each once; all of them where neither is given. */
export function componentsOf(
  trace: Trace,
  accounts: readonly AccountRef[] | undefined,
  caseIds: readonly string[] | undefined,
): readonly Component[] {
  if (!accounts && !caseIds) return [...trace.connections.components.values()];
  const nodes = [...(accounts ?? []), ...(caseIds ?? []).map(nodeOfCase)];
  const found = new Set(nodes.map((node) => trace.connections.components.get(rootOf(trace.connections, node))));
  return [...found].filter((one) => one !== undefined);
}

/** When the stop, hold or freeze was ended before its time; the earliest word counts. */
export function endedAt(trace: Trace, item: StopItem | OwnHoldItem | FreezeItem): Instant | undefined {
  return extreme(trace.ends.get(keyOf(item)), (a, b) => a < b);
}

/** Up to when a freeze runs, renewals included. */
export function runsUntil(trace: Trace, freeze: FreezeItem): Instant {
  const renewed = extreme(trace.renewals.get(keyOf(freeze)), (a, b) => a > b);
  return renewed !== undefined && renewed > freeze.until ? renewed : freeze.until;
}

type Change = 'add' | 'remove';

function change(trace: Trace, item: TraceItem, how: Change): readonly AccountRef[] {
  switch (item.type) {
    case 'payment': {
      const gathered = gatheredOf(trace, item.reference, [item.from, item.to], item.caseId);
      put(gathered.payments, item.id, item, how);
      return recount(trace, item.from.ref, gathered);
    }
    case 'movement': {
      const gathered = gatheredOf(trace, item.reference, item.counterparty ? [item.account, item.counterparty] : [item.account]);
      gathered[item.direction] = how === 'add' ? item : undefined;
      return recount(trace, item.account.ref, gathered);
    }
    case 'return':
      put(componentAt(trace.connections, item.account).returns, item.id, item, how);
      return recount(trace, item.account);
    case 'stop':
      put(standingOf(trace, item.account).stops, item.id, item, how);
      return [item.account];
    case 'own-hold':
      put(standingOf(trace, item.account).ownHolds, item.id, item, how);
      return [item.account];
    case 'freeze':
      put(standingOf(trace, item.account).freezes, item.id, item, how);
      return recount(trace, item.account);
    case 'stop-end':
      return word(trace, trace.ends, { id: item.id, of: `stop/${item.stopId}`, at: item.at, how });
    case 'own-hold-end':
      return word(trace, trace.ends, { id: item.id, of: `own-hold/${item.holdId}`, at: item.at, how });
    case 'freeze-end':
      return word(trace, trace.ends, { id: item.id, of: `freeze/${item.freezeId}`, at: item.at, how });
    case 'freeze-renewal':
      return word(trace, trace.renewals, { id: item.id, of: `freeze/${item.freezeId}`, at: item.until, how });
    default:
      return unreachable(item);
  }
}

function put<V>(map: Map<string, V>, key: string, value: V, how: Change): void {
  if (how === 'add') map.set(key, value);
  else map.delete(key);
}

interface Word {
  readonly id: string;
  readonly of: string;
  readonly at: Instant;
  readonly how: Change;
}

function word(trace: Trace, words: Map<string, Map<string, Instant>>, { id, of, at, how }: Word): readonly AccountRef[] {
  const said = words.get(of) ?? new Map<string, Instant>();
  words.set(of, said);
  put(said, id, at, how);
  const about = trace.items.get(of);
  return about && 'account' in about && typeof about.account === 'string' ? recount(trace, about.account) : [];
}

/** Forgets what was counted in the account's component. */
function recount(trace: Trace, account: AccountRef, changed?: Gathered): readonly AccountRef[] {
  const touched = componentAt(trace.connections, account);
  touched.flow = undefined;
  if (changed) {
    changed.movement = undefined;
    touched.ordered = undefined;
  }
  return [account];
}

function gatheredOf(trace: Trace, reference: string, parties: readonly [Party, ...Party[]], caseId?: string): Gathered {
  const { connections } = trace;
  const known = trace.gathered.get(reference);
  const gathered = known ?? { reference, anchor: parties[0].ref, payments: new Map() };
  for (const { ref, bank } of parties) {
    const standing = standingOf(trace, ref);
    if (standing.bank === undefined || bank < standing.bank) standing.bank = bank;
    connect(connections, gathered.anchor, ref);
  }
  if (caseId !== undefined) connect(connections, gathered.anchor, nodeOfCase(caseId));
  if (!known) {
    trace.gathered.set(reference, gathered);
    componentAt(connections, gathered.anchor).gathered.push(gathered);
  }
  return gathered;
}

function standingOf(trace: Trace, account: AccountRef): Standing {
  const standing = trace.standings.get(account) ?? { stops: new Map(), ownHolds: new Map(), freezes: new Map() };
  trace.standings.set(account, standing);
  componentAt(trace.connections, account);
  return standing;
}

function extreme(words: ReadonlyMap<string, Instant> | undefined, isBetter: (a: Instant, b: Instant) => boolean): Instant | undefined {
  let best: Instant | undefined;
  for (const at of words?.values() ?? []) if (best === undefined || isBetter(at, best)) best = at;
  return best;
}
