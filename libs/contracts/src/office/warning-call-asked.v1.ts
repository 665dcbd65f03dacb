import { z } from 'zod';
import { type FactOf, fact } from '../fact.ts';
import { instant, numberRef, uuid } from '../words.ts';
import { scamType, warningLevel } from './words.ts';

/**
 * An operator is asked to text or call a line with a warning. To the operator of the line, which answers with
 * `telecom.warning-delivered.v1` of the same warning and channel. `script` is the versioned text to use: it asks for no transfer and no code.
 */
export const warningCallAskedV1 = fact('office.warning-call-asked.v1', {
  warningId: uuid,
  askId: uuid,
  channel: z.enum(['sms', 'ai-call', 'human-call']),
  numberRef,
  level: warningLevel,
  scamType,
  script: z.string(),
  askedAt: instant,
});
export type WarningCallAskedV1 = FactOf<typeof warningCallAskedV1>;
