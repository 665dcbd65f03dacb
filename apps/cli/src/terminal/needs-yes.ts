import { EXIT, Fault } from '@interlock/hosting';

/** What cannot be taken back is done by a clear word only (interfaces.md 5). */
export function needsYes(what: string): Fault {
  return new Fault({
    code: 'NEEDS_YES',
    what: `${what} needs a clear word`,
    why: 'it cannot be taken back',
    how: 'see what would happen with --dry-run, then say --yes',
    exit: EXIT.usage,
  });
}
