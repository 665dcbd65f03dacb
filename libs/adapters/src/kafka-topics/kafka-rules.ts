import kafkajs, { type AclEntry, type Admin } from 'kafkajs';
import { type Grant } from './topic-plan.ts';

/** A rule as Kafka holds it. */
export type KafkaRule = AclEntry;

// Its package names them in a way that only a default import finds.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

const OPERATIONS = { read: AclOperationTypes.READ, write: AclOperationTypes.WRITE, describe: AclOperationTypes.DESCRIBE } as const;
const RESOURCES = { topic: AclResourceTypes.TOPIC, group: AclResourceTypes.GROUP } as const;

export function ruleOf({ node, may, on, name }: Grant): KafkaRule {
  return {
    principal: `User:${node}`,
    host: '*',
    operation: OPERATIONS[may],
    permissionType: AclPermissionTypes.ALLOW,
    resourceType: RESOURCES[on],
    resourceName: name,
    resourcePatternType: ResourcePatternTypes.LITERAL,
  };
}

/** Every rule of the broker. */
export async function describedRules(admin: Admin): Promise<readonly KafkaRule[]> {
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  });
  return resources.flatMap(({ acls, resourceType, resourceName, resourcePatternType }) =>
    acls.map(({ principal, host, operation, permissionType }) => ({
      ...{ principal, host, operation, permissionType, resourceType, resourceName, resourcePatternType },
    })),
  );
}

export function keyOf(rule: KafkaRule): string {
  const { principal, host, operation, permissionType, resourceType, resourceName, resourcePatternType } = rule;
  return [principal, host, operation, permissionType, resourceType, resourceName, resourcePatternType].join(' ');
}

/** Whether the rule can matter for a name of the plan: by name, by a beginning of names, or by all names. */
export function touches({ resourceName, resourcePatternType }: KafkaRule, prefix: string): boolean {
  const ours = `${prefix}.`;
  if (resourcePatternType === ResourcePatternTypes.PREFIXED) return resourceName.startsWith(ours) || ours.startsWith(resourceName);
  return resourceName === '*' || resourceName.startsWith(ours);
}

/** A rule in words: `bank-industry may read topic interlock.lane.police.bank-farming`. */
export function ruleText({ principal, operation, permissionType, resourceType, resourceName, resourcePatternType }: KafkaRule): string {
  const may = permissionType === AclPermissionTypes.ALLOW ? 'may' : 'may not';
  const named = resourcePatternType === ResourcePatternTypes.PREFIXED ? `every name that begins with ${resourceName}` : resourceName;
  return `${principal.replace(/^User:/, '')} ${may} ${wordOf(AclOperationTypes, operation)} ${wordOf(AclResourceTypes, resourceType)} ${named}`;
}

function wordOf(words: Readonly<Record<string, unknown>>, value: unknown): string {
  const name = Object.keys(words).find((key) => words[key] === value) ?? String(value);
  return name.toLowerCase().replaceAll('_', ' ');
}
