import { unreachable } from '@interlock/kernel';
import { type StoryLine, linesOf } from '../file/lines.ts';
import { type Step } from '../file/scenario.ts';
import { COORDINATOR, operatorOf } from './cast.ts';
import { numberOf, optionalText, rowOf, textOf } from './read-answer.ts';
import { type Story, sendFor } from './story.ts';

/** A warning at the end of a story. */
export interface PlayedWarning {
  readonly key: string;
  readonly level: string;
  readonly state: string;
  readonly outcome: string | null;
  /** what a loss after it teaches; null without a loss. */
  readonly learning: string | null;
  readonly lostFen: number;
}

export type WarningStep = Extract<Step, { readonly verb: 'warn' | 'read' | 'call' | 'visit' | 'outcome' | 'suspendLine' | 'reverify' }>;

/** What the warning desk, its callers and visitors, and the operators do. */
export async function doWarningStep(story: Story, step: WarningStep): Promise<void> {
  switch (step.verb) {
    case 'warn':
      return warn(story, step);
    case 'read':
      return onWarning(story, step, { name: 'office.record-warning-read.v1', body: {} });
    case 'call': {
      const result = step.result === 'answered' ? 'spoken' : step.result;
      const channel = step.by === 'ai' ? 'ai-call' : 'human-call';
      return onWarning(story, step, { name: 'office.record-contact.v1', body: { channel, result } });
    }
    case 'visit': {
      const result = step.result === 'met' ? 'spoken' : 'not-met';
      return onWarning(story, step, { name: 'office.record-contact.v1', body: { channel: 'visit', result } });
    }
    case 'outcome':
      return onWarning(story, step, { name: 'office.record-warning-outcome.v1', body: { outcome: step.is } });
    case 'suspendLine':
      return stopLine(story, step);
    case 'reverify':
      return reverify(story, step);
    default:
      return unreachable(step);
  }
}

/** Where the people of a story live: the file does not say. */
const UNIT = 'wucheng';

/** about a person, by id number and telephone. */
async function warn(story: Story, step: Extract<WarningStep, { verb: 'warn' }>): Promise<void> {
  const person = story.scenario.people.get(step.subject);
  if (!person) throw new Error(`No person ${step.subject}`);
  const line = lineOf(story, person.key);
  const outcome = await sendFor(story, 'office', {
    name: 'office.issue-warning.v1',
    about: [step.index],
    by: COORDINATOR,
    body: {
      ...{ level: step.level, source: step.source, scamType: step.scam, unit: UNIT },
      subject: { name: person.name, idNumber: person.idNumber, ...(line && { phone: line.number, operator: line.operator }) },
    },
  });
  if (outcome?.['warningId'] !== undefined) story.warnings.set(step.key, { warningId: textOf(outcome, 'warningId'), level: step.level });
}

async function onWarning(
  story: Story,
  step: Extract<WarningStep, { readonly warning: string }>,
  act: { readonly name: string; readonly body: Readonly<Record<string, unknown>> },
): Promise<void> {
  const warning = story.warnings.get(step.warning);
  if (!warning) {
    story.problems.add(`steps[${step.index}]: the warning ${step.warning} was not issued`);
    return;
  }
  const body = { warningId: warning.warningId, ...act.body };
  await sendFor(story, 'office', { name: act.name, about: [step.index], by: COORDINATOR, body });
}

const REMEDY = { channel: 'counter', papers: ['id-card'] };
const STOPS = { shut: 'suspend', 'restrict-outgoing': 'restrict-outgoing', protective: 'protective-hold' } as const;

/** by the line’s operator, for the police. */
async function stopLine(story: Story, step: Extract<WarningStep, { verb: 'suspendLine' }>): Promise<void> {
  const line = lineOf(story, step.line);
  if (!line) return;
  const outcome = await sendFor(story, line.operator, {
    name: 'telecom.stop-line.v1',
    about: [step.index],
    by: operatorOf(line.operator),
    body: {
      ...{ line: { number: line.number }, kind: STOPS[step.grade], legalBasis: 'r-605', requester: 'police', grade: 'high' },
      ...{ reason: 'involved-in-fraud', remedy: REMEDY },
      ...(step.grade === 'protective' && { until: story.scenario.steps.at(-1)?.at }),
    },
  });
  if (outcome?.['measureId'] !== undefined) story.lineMeasures.set(step.line, textOf(outcome, 'measureId'));
}

/** asked by the operator; then how the user’s verification went. */
async function reverify(story: Story, step: Extract<WarningStep, { verb: 'reverify' }>): Promise<void> {
  const line = lineOf(story, step.line);
  if (!line) return;
  const askKey = `reverify/${step.line}`;
  const asked = step.result === 'asked';
  const outcome = await sendFor(story, line.operator, {
    ...{ about: [step.index], by: operatorOf(line.operator) },
    name: asked ? 'telecom.ask-reverification.v1' : 'telecom.record-reverification.v1',
    body: asked
      ? { line: { number: line.number }, ground: 'involved', legalBasis: 'r-601', requester: 'police', grade: 'medium', remedy: REMEDY }
      : {
          line: { number: line.number },
          askId: story.lineMeasures.get(askKey),
          passed: step.result === 'passed',
          how: 'shop',
          noticeGiven: true,
        },
  });
  const askId = outcome && optionalText(outcome, 'askId');
  if (askId !== undefined) story.lineMeasures.set(askKey, askId);
}

function lineOf(story: Story, key: string): StoryLine | undefined {
  return linesOf(story.scenario).find((line) => line.key === key);
}

/** The warnings of the story as the office has them at the end. */
export async function warningsOf(story: Story): Promise<readonly PlayedWarning[]> {
  const warnings: PlayedWarning[] = [];
  for (const [key, { warningId }] of story.warnings) {
    const answer = await story.city.ask('office', { name: 'office.warning.v1', by: COORDINATOR, body: { warningId } });
    const row = rowOf(rowOf(answer, 'answer')['warning'], 'warning');
    warnings.push({
      key,
      level: textOf(row, 'level'),
      state: textOf(row, 'state'),
      outcome: optionalText(row, 'outcome') ?? null,
      learning: optionalText(row, 'learning') ?? null,
      lostFen: numberOf(row, 'lostFen'),
    });
  }
  return warnings;
}
