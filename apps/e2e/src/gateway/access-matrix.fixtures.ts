/**
 * Who gets an answer from which operation. Written by hand, from the rules and the members' parts in them, and not from the code that decides:
 * a mistake there shows as a difference here. `+`: gets an answer (a refusal by rule is one); `.`: NOT_ALLOWED.
 *
 * Columns, in order:
 * police: officer, duty-officer, lead, approving-head, coordinator, office-head, liaison, operator
 * bank: operator, lead, liaison · telecom: operator, lead, liaison · other member: liaison, operator, lead
 * congress: supervisor · audit: auditor · bank: a role that does not exist
 */
export const ACTORS = [
  'police/officer',
  'police/duty-officer',
  'police/lead',
  'police/approving-head',
  'police/coordinator',
  'police/office-head',
  'police/liaison',
  'police/operator',
  'bank-industry/operator',
  'bank-industry/lead',
  'bank-industry/liaison',
  'operator-mobile/operator',
  'operator-mobile/lead',
  'operator-mobile/liaison',
  'education/liaison',
  'education/operator',
  'education/lead',
  'congress/supervisor',
  'audit/auditor',
  'bank-industry/intern',
] as const;

const TABLE = `
                         police   bank tel  memb cong aud none
about                    ++++++++ +++ +++ +++ + + +
viewer                   ++++++++ +++ +++ +++ + + .
case                     ++++++.. ++. ... ... . . .
cases                    ++++++.. ++. ... ... . . .
orders                   ++++++.. ++. ... ... . . .
freezes                  ++++++.. ++. ... ... . . .
moneyFlow                ++++++.. ++. ... ... . . .
node                     ++++++.. ++. ... ... . . .
proposals                ++++.... ... ... ... . . .
releaseProposals         ++++.... ... ... ... . . .
openFields               ++++.... ... ... ... . . .
findAccount              ++++.... ... ... ... . . .
tasks                    ........ ++. ... ... . . .
duties                   ++++++++ +++ +++ +++ . . .
warnings                 +++.++.. ... ... ... . . .
caseEvents               ++++++.. ++. ++. +++ . . .
commandOutcome           ++++++++ +++ +++ +++ + + .

reportCase               +++..... ... ... ... . . .
acceptCase               +++..... ... ... ... . . .
enterCase                +++..... ... ... ... . . .
fileCase                 +++..... ... ... ... . . .
refuseFiling             +++..... ... ... ... . . .
serveRefusal             +++..... ... ... ... . . .
transferCase             +++..... ... ... ... . . .
withdrawCase             +++..... ... ... ... . . .
closeCase                +++..... ... ... ... . . .
proposeStops             +++..... ... ... ... . . .
withdrawProposal         +++..... ... ... ... . . .
orderStops               +++..... ... ... ... . . .
correctStop              +++..... ... ... ... . . .
renewStop                +++..... ... ... ... . . .
releaseStop              +++..... ... ... ... . . .
orderFreezes             +++..... ... ... ... . . .
renewFreeze              +++..... ... ... ... . . .
liftFreeze               +++..... ... ... ... . . .
askDetail                +++..... ... ... ... . . .
watchAccount             +++..... ... ... ... . . .
endWatch                 +++..... ... ... ... . . .
askLineStop              +++..... ... ... ... . . .

reportCaseAtBank         ........ ++. ... ... . . .
answerOrder              ........ ++. ... ... . . .
answerRelease            ........ ++. ... ... . . .
answerDetail             ........ ++. ... ... . . .
reportWatched            ........ ++. ... ... . . .
answerFreeze             ........ ++. ... ... . . .
answerLift               ........ ++. ... ... . . .
applyMeasure             ........ ++. ... ... . . .
liftMeasure              ........ ++. ... ... . . .
appealMeasure            ........ ++. ... ... . . .
decideAppeal             ........ ++. ... ... . . .

stopLine                 ........ ... ++. ... . . .
answerLineRequest        ........ ... ++. ... . . .
askReverification        ........ ... ++. ... . . .
recordReverification     ........ ... ++. ... . . .
askRestoration           ........ ... ++. ... . . .
restoreLine              ........ ... ++. ... . . .

registerMembers          .....+.. ... ... ... . . .
fillPost                 ..+.++++ +++ +++ +++ . . .
vacatePost               ..+.++++ +++ +++ +++ . . .
planShift                ..+.++++ +++ +++ +++ . . .
cancelShift              ..+.++++ +++ +++ +++ . . .
recordPresence           ++++++++ +++ +++ +++ . . .
acceptDuty               ++++++++ +++ +++ +++ . . .
offerHandover            ++++++++ +++ +++ +++ . . .
answerHandover           ++++++++ +++ +++ +++ . . .
completeDuty             ++++++++ +++ +++ +++ . . .
replyToEscalation        ++++++++ +++ +++ +++ . . .
checkDuty                ....++.. ... ... ... . . .
issueWarning             +++.++.. ... ... ... . . .
signWarning              +++.++.. ... ... ... . . .
recordContact            +++.++.. ... ... ... . . .
recordWarningRead        +++.++.. ... ... ... . . .
recordWarningOutcome     +++.++.. ... ... ... . . .
moveWarning              +++.++.. ... ... ... . . .
answerWarningMove        +++.++.. ... ... ... . . .
linkLoss                 ....++.. ... ... ... . . .
`;

/** Expected answer by operation, one sign per actor. */
export const EXPECTED: ReadonlyMap<string, string> = readTable(TABLE);

/** A table of names and signs, below its heads. */
export function readTable(table: string): ReadonlyMap<string, string> {
  const lines = table.split('\n').slice(2);
  return new Map(
    lines
      .filter((line) => line !== '')
      .map((line) => {
        const [name = '', ...signs] = line.split(/ +/);
        return [name, signs.join('')] as const;
      }),
  );
}
