import { APPLICATION_ID_RULES } from './application-id.ts';
import { CHASE_RULES } from './chase.ts';
import { CODE_RULES } from './codes.ts';
import { COMMAND_RULES } from './commands.ts';
import { FILING_RULES } from './filing.ts';
import { FREEZE_RULES } from './freeze.ts';
import { INTAKE_RULES } from './intake.ts';
import { MEASURE_RULES } from './measures.ts';
import { OFFICE_RULES } from './office.ts';
import { type Rule, type RuleId } from './rule.ts';
import { SCAM_TYPE_RULES } from './scam-types.ts';
import { STOP_PAYMENT_RULES } from './stop-payment.ts';
import { TELECOM_RULES } from './telecom.ts';
import { WARNING_RULES } from './warnings.ts';

/** Every rule that the code keeps, by id: law and practice first, then the limits of the design. */
export const RULES: readonly Rule[] = [
  ...INTAKE_RULES,
  ...STOP_PAYMENT_RULES,
  ...CODE_RULES,
  ...APPLICATION_ID_RULES,
  ...FILING_RULES,
  ...CHASE_RULES,
  ...FREEZE_RULES,
  ...MEASURE_RULES,
  ...WARNING_RULES,
  ...TELECOM_RULES,
  ...SCAM_TYPE_RULES,
  ...OFFICE_RULES,
  ...COMMAND_RULES,
].toSorted(byId);

const byIdText = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule of an id; throws a RangeError for one that the rulebook does not have. */
export function ruleOf(id: RuleId): Rule {
  const rule = byIdText.get(id);
  if (!rule) throw new RangeError(`No rule ${id} in the rulebook`);
  return rule;
}

function byId(a: Rule, b: Rule): number {
  const letter = Number(a.id.startsWith('D')) - Number(b.id.startsWith('D'));
  return letter === 0 ? Number(a.id.slice(2)) - Number(b.id.slice(2)) : letter;
}
