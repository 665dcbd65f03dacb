import { z } from 'zod';
import { keyword, remedy } from '../../member-words.ts';
import { type BodyOf, command } from '../../request.ts';
import { numberRef, uuid } from '../../words.ts';

/** The operator does, or refuses, the line stop that the police asked for. The measure's id is the request's id. */
export const answerLineRequestV1 = command('telecom.answer-line-request.v1', {
  numberRef,
  requestId: uuid,
  do: z.boolean(),
  reason: keyword.optional(),
  remedy: remedy.default({}),
});
export type AnswerLineRequestV1 = BodyOf<typeof answerLineRequestV1>;
