import { type Recorded, type TimerRule, idOf, messageOf } from '@interlock/kernel';
import { Broken } from './broken.ts';

interface Standing {
  readonly id: string;
  readonly dueAt: string;
}

/** Every deadline that was not cancelled is recorded once, and not before it is due. Reckoned from the log alone. */
export function checkDeadlines(code: string, rules: readonly TimerRule[], log: readonly Recorded[], now: string): void {
  for (const rule of rules) {
    // By the id of the command that records it.
    const standing = new Map<string, Standing>();
    const fired = new Set<string>();
    const where = (id: string): string => `${code} ${rule.name} ${id}`;
    for (const recorded of log) {
      if (recorded.stream.startsWith('lane-')) continue;
      const { actor, commandId } = recorded.meta;
      if (actor.kind === 'timer' && actor.name === rule.name && commandId !== undefined && !fired.has(commandId)) {
        const due = standing.get(commandId);
        // The other end counts the same deadline, and its word came first: the timer’s command finds nothing left to do.
        if (!due && recorded.type === 'CommandAnswered') continue;
        if (!due) throw new Broken('a deadline is recorded once, while it stands', where(commandId));
        if (recorded.recordedAt < due.dueAt) throw new Broken('no deadline is recorded early', where(due.id));
        standing.delete(commandId);
        fired.add(commandId);
      }
      if (rule.on.includes(recorded.type)) change(rule, recorded, standing);
    }
    for (const { id, dueAt } of standing.values()) if (dueAt <= now) throw new Broken('every deadline that passed is recorded', where(id));
  }
}

function change(rule: TimerRule, recorded: Recorded, standing: Map<string, Standing>): void {
  for (const one of rule.changes(messageOf(recorded), recorded)) {
    const id = 'cancel' in one ? one.cancel : one.set;
    for (const [commandId, due] of standing) if (due.id === id) standing.delete(commandId);
    if ('set' in one) standing.set(idOf(idOf('timer', rule.name, id, one.dueAt), recorded.id), { id, dueAt: one.dueAt });
  }
}
