import { type Step } from '../file/scenario.ts';
import { type Story } from './story.ts';

/** A warning at the end of a story. */
export interface PlayedWarning {
  readonly key: string;
  readonly level: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly lostFen: number;
}

export type WarningStep = Extract<Step, { readonly verb: 'warn' | 'read' | 'call' | 'visit' | 'outcome' | 'suspendLine' | 'reverify' }>;

export async function doWarningStep(story: Story, step: WarningStep): Promise<void> {
  story.problems.add(`steps[${step.index}]: ${step.verb} is not played`);
}

export async function warningsOf(_story: Story): Promise<readonly PlayedWarning[]> {
  return [];
}
