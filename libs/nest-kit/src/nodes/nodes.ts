import { type Node, type PersonActor } from '@interlock/kernel';

/** The nodes that this process hosts. */
export interface Nodes {
  get(code: string): Node | undefined;
  all(): readonly Node[];
}

export const NODES = Symbol('nodes');

/** Verifies a token for one owning node, by its business clock. */
export type VerifyFor = (
  node: Node,
  token: string,
) => Promise<{ readonly ok: true; readonly actor: PersonActor } | { readonly ok: false; readonly code: string; readonly message: string }>;

export const VERIFY_FOR = Symbol('verify token for a node');

/** The way to nodes of other processes; a process that hosts every node has none. */
export const COMMAND_TRANSPORT = Symbol('command transport');
