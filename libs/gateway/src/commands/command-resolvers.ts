import 'reflect-metadata';
import { bodyShapeOf } from '@interlock/contracts';
import { Inject, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Args, Context, Field, ID, Int, Mutation, Resolver } from '@nestjs/graphql';
import { GATEWAY_OPTIONS } from '../gateway-options.ts';
import { Allow } from '../identity/allow.ts';
import { type Session } from '../identity/session.ts';
import { type TypeClass, makeInputTypes, namedClass } from '../schema/input-types.ts';
import { InstantScalar } from '../schema/scalars.ts';
import { BANK_OPERATIONS } from './bank-operations.ts';
import { SHAPE_NAMES } from './input-names.ts';
import { OUTCOMES } from './command-outcomes.ts';
import { OFFICE_OPERATIONS } from './office-operations.ts';
import { type CommandOperation } from './operation.ts';
import { payloadType } from './payload-types.ts';
import { POLICE_OPERATIONS } from './police-operations.ts';
import { type Sending, sendCommand } from './send-command.ts';
import { TELECOM_OPERATIONS } from './telecom-operations.ts';

/** Every mutation of the API. */
export const COMMAND_OPERATIONS: readonly CommandOperation[] = [
  ...POLICE_OPERATIONS,
  ...BANK_OPERATIONS,
  ...TELECOM_OPERATIONS,
  ...OFFICE_OPERATIONS,
];

const inputs = makeInputTypes(SHAPE_NAMES);

/** One resolver class per mutation, made of its row: authorises, makes the command, sends it; no rule lives here. */
export const commandResolvers: readonly Type[] = COMMAND_OPERATIONS.map(resolverOf);

function resolverOf(operation: CommandOperation): Type {
  const { mutation, description, contract, allow, second } = operation;
  const name = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const input = inputs.input(name, bodyShapeOf(contract), { description, beside: (type) => addCommon(type, second) });
  const payload = payloadType(name, operation);
  const resolver = namedClass(`${name}Resolver`);
  const { prototype } = resolver;
  const send = {
    [mutation](this: Sending, sent: Readonly<Record<string, unknown>>, session: Session) {
      return sendCommand(this, operation, session, sent);
    },
  };
  Object.defineProperties(prototype, Object.getOwnPropertyDescriptors(send));
  const descriptor = Object.getOwnPropertyDescriptor(prototype, mutation);
  if (!descriptor) throw new Error(`No method ${mutation}`);
  // What the compiler writes for a decorated method; Nest reads it even where the types are named.
  Reflect.defineMetadata('design:paramtypes', [Object, Object], prototype, mutation);
  Inject(CommandBus)(prototype, 'commands');
  Inject(GATEWAY_OPTIONS)(prototype, 'options');
  Inject(OUTCOMES)(prototype, 'outcomes');
  Args('input', { type: () => input })(prototype, mutation, 0);
  Context()(prototype, mutation, 1);
  Allow(...allow)(prototype, mutation, descriptor);
  Mutation(() => payload, { description })(prototype, mutation, descriptor);
  Resolver()(resolver);
  return resolver;
}

/** What every command has beside its body. */
function addCommon({ prototype }: TypeClass, second: string | undefined): void {
  Field(() => ID, { description: 'UUID chosen by the caller. The same id and body again by the same person: the first answer again.' })(
    prototype,
    'commandId',
  );
  Field(() => InstantScalar, { nullable: true, description: 'Later it is COMMAND_EXPIRED, unless it was carried out before.' })(
    prototype,
    'validUntil',
  );
  Field(() => Int, {
    nullable: true,
    description: 'The `version` of a payload, case, order or freeze that the caller saw: if its stream went on since, STALE_VERSION.',
  })(prototype, 'expectedVersion');
  if (second !== undefined) Field(() => String, { nullable: true, description: second })(prototype, 'secondToken');
}
