/**
 * Open fields that need no seal, each with the reason, by an expression over `contract path`. Whoever adds a field that takes text either sends a canary
 * through it (every-field.suite.ts) or says here why no person can be known from it.
 */
export const NO_PERSONAL_DATA: readonly (readonly [RegExp, string])[] = [
  [/ after$/, 'a cursor that we made'],
  [/^city\.case\.v1 caseNo$/, 'the number of a case, given by us'],
  [/^(?:city|office)\.members\.v1 kind$/, 'a kind of member'],
  [/open-fields\.v1 fields\.#\.(?:key|commandId|path|box)$/, 'a sealed field, as it was given out'],
  [/ payments\.#\.reference$/, 'the payment system’s number of a payment'],
  [/^police\.transfer-case\.v1 toOrgan$/, 'the name of an authority'],
  [/^office\.register-members\.v1 members\.#\.(?:zh|en)$/, 'the name of an authority or a company'],
  [/^office\.register-members\.v1 members\.#\.posts\.#\.(?:holder|deputy)$/, 'a staff code: a pseudonym of the member’s own'],
  [/^office\.(?:fill-post\.v1 (?:holder|deputy)|plan-shift\.v1 person)$/, 'a staff code: a pseudonym of the member’s own'],
];
