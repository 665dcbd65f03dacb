import { findReferenceV1, type FindReferenceV1, openFieldsV1 } from '@interlock/contracts';
import { type QueryRoute, type References, carried, errorOf, queryRoute } from '@interlock/kernel';
import { READERS } from '../officers.ts';
import { sealer } from '../requests.ts';
import { lookUpStream } from './look-up.decider.ts';

export const lookUpQueries: readonly QueryRoute[] = [
  queryRoute(findReferenceV1, { roles: READERS }, async ({ look, purpose }, request, context) => {
    const ref = referenceOf(look, context.references);
    const { member, person } = request.actor;
    const sealed = await sealer(context, request.commandId)(ref, 'purpose', purpose);
    // Recorded before the answer leaves; limited per person.
    const handled = await context.handle(lookUpStream, {
      ...carried(request),
      key: `${member}.${person}`,
      command: { type: 'LookUpReference', ref, purpose: sealed },
    });
    return handled.ok ? { ok: true, ref } : { ok: false, errors: [errorOf(handled.rejection)] };
  }),
  queryRoute(openFieldsV1, { roles: READERS }, async ({ fields, purpose, caseId }, { actor, commandId }, context) => {
    // Free words of a person may name another: sealed under the case, or under this opening alone.
    const stated = await sealer(context, commandId)(caseId ?? `opening:${commandId}`, 'purpose', purpose);
    const opened = await context.open(fields, { actor, purpose: 'as-stated', stated, ...(caseId !== undefined && { caseId }) });
    return { ok: true, fields: opened };
  }),
];

function referenceOf(look: FindReferenceV1['look'], references: References) {
  switch (look.for) {
    case 'account':
      return references.account(look.bank, look.number);
    case 'number':
      return references.number(look.phone);
    case 'person':
      return references.person(look.idNumber);
  }
}
