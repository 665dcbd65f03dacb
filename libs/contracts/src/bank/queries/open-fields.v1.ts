import { z } from 'zod';
import { keyword } from '../../member-words.ts';
import { type BodyOf, query } from '../../request.ts';
import { sealed } from '../../words.ts';

/** Opens sealed fields that the bank holds a key of (why a measure, grounds of an appeal, an order’s statement); recorded before the answer leaves. Answers {ok, fields: [{ok, clear} or {ok: false, code}]}, in order. */
export const bankOpenFieldsV1 = query('bank.open-fields.v1', { fields: z.array(sealed).min(1).max(200), purpose: keyword });
export type BankOpenFieldsV1 = BodyOf<typeof bankOpenFieldsV1>;
