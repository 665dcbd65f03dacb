import { type Instant, fold, instant } from '@interlock/kernel';
import { type WarningLevel } from '@interlock/rulebook';
import { type WarningCommand } from './warning.commands.ts';
import { warningDecider } from './warning.decider.ts';
import { type WarningEvent } from './warning.events.ts';

export const WARNING = '5f0f2a52-3a1e-5d0a-8f4e-5d1b8f3f7a10';
export const CASE = '0b1e6c9a-0c5e-5f0e-9d59-6d9d3a3d3c11';
/** Warnings of the stories come in here. */
export const ARRIVED: Instant = instant('2021-03-22T09:00:00+08:00');

export function issue(level: WarningLevel, over: { readonly receivedAt?: Instant; readonly at?: Instant } = {}): WarningCommand {
  return {
    ...{ type: 'IssueWarning', warningId: WARNING, level, source: 'call', scamType: 'T08', unit: 'yongkang-dongcheng' },
    owner: { member: 'police', post: 'warning-desk' },
    subject: {
      personRef: 'p1.aaaaaaaaaaaaaaaaaaaaaaaaaa',
      numberRef: 'n1.bbbbbbbbbbbbbbbbbbbbbbbbbb',
      operator: 'operator-mobile',
      phone: { sealed: 1, key: 'office/1', commandId: 'c', path: 'subject.phone', box: 'AAAA' },
    },
    evidence: ['call-model-3'],
    at: ARRIVED,
    ...over,
  };
}

/** Plays commands that are accepted. */
export function play(...commands: readonly WarningCommand[]): readonly WarningEvent[] {
  const events: WarningEvent[] = [];
  for (const command of commands) {
    const answer = decide(events, command);
    if (!answer.ok) throw new Error(`${command.type}: ${answer.rejection.type}`);
    events.push(...answer.events);
  }
  return events;
}

export function decide(before: readonly WarningEvent[], command: WarningCommand): ReturnType<typeof warningDecider.decide> {
  return warningDecider.decide(command, fold(warningDecider, before));
}
