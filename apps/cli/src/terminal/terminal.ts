import { type Screen } from '@interlock/hosting';

/** Where a command talks: data to stdout, all else to stderr (interfaces.md 5). */
export interface Terminal {
  readonly out: Screen;
  readonly err: Screen;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by the first Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** Sets how the process ends. */
  exit(code: number): void;
}

/** One JSON document on stdout and nothing else there. Positions are too large for numbers: they become text. */
export function printJson({ out }: Terminal, document: unknown): void {
  out.print(JSON.stringify(document, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2));
}

export function jsonLine(value: unknown): string {
  return JSON.stringify(value, (_key, field: unknown) => (typeof field === 'bigint' ? String(field) : field));
}
