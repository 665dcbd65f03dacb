import { type bodyShapeOf } from '@interlock/contracts';
import { type Who } from '../identity/allow.ts';

/** Kinds of fields that an outcome has. */
export type OutcomeField = 'id' | 'text' | 'int' | 'fen' | 'moment' | 'yes-no' | 'texts' | 'ids' | 'json' | 'accounts';

/** One mutation: a contract of commands as the API shows it. No rule stands here: the owning node has them all. */
export interface CommandOperation {
  readonly mutation: string;
  readonly description: string;
  readonly contract: Parameters<typeof bodyShapeOf>[0] & { readonly name: string };
  /** Node that owns the stream; `own`: that of the caller’s member. */
  readonly to: 'police' | 'office' | 'own';
  readonly allow: readonly Who[];
  /** Who signs beside the caller, where the law wants two. */
  readonly second?: string;
  readonly outcome: Readonly<Record<string, OutcomeField>>;
}
